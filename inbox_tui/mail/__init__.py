"""The mail world: IMAP, SMTP and the shapes that mail comes in."""
