"""The screens, in Textual. A widget renders one view value and holds no business state.

app.py         the app; themed.py the looks it can have, theming.py and themes/ what a look is
background.py  what goes on behind the screens: fetching, sending, counting; happened.py its news
actions/       everything that can be done with a key; keys.py gives the keys, palette.py finds by name
screens/       one screen or question per file; screens/desk/ is the main screen
widgets/       the parts that screens are made of
show.py        the one door for text on its way to the screen
mishaps.py     how errors are told and logged
"""
