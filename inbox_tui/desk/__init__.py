"""The use cases: what a person at the desk does. Core and ports only.

receiving/   mail in: from the server into the cache, read, and into cases
cases/       what is seen of cases, and what the owner decides about them
writing/     the owner's words: drafts, the checklist on them, what they promise
sending/     mail out: once, when it is due
desk.py      all of it within reach of a screen or a command, office.py what all of it has in reach
"""
