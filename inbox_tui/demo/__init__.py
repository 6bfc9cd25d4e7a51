"""The demo: real IMAP and SMTP servers inside the program, filled from ``sample_mail``. No mail leaves."""

from .mail import DemoMail
from .serve import serve_until_closed

__all__ = ["DemoMail", "serve_until_closed"]
