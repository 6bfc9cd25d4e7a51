"""A real IMAP and a real SMTP server on loopback, filled with sample mail."""
