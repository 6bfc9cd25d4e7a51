"""The main screen, one part per file; each class adds its part to the one it inherits from.

screen.py     DeskScreen: what it is made of, which keys apply, what it hears
opening.py    a conversation is put on the desk
panes.py      which panes are shown and which is in use; layout.py decides it from the size alone
listing.py    the list: sections, orders, search, news; nothing.py what it says when it is empty
writing.py    a reply out and back; drafting.py keeps its words, checking.py reads them
moves.py      follow-ups, attachments, the source of a message
base.py       asks the desk on its thread, tells errors

deciding.py   the questions about one or many cases; one_case.py those about one only
asked.py      what these two need of the screen
reading.py    all that is read from the desk, and sending.py the step into the outbox: on the stores' thread

Questions and other screens are imported where they are opened: nobody waits for them before the first paint.
"""
