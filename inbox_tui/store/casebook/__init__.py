"""The casebook: what exists nowhere else, on SQLite or PostgreSQL.

Importing this package costs the import of SQLAlchemy, so import it where a casebook is opened.
"""

from .book import SqlCasebook, open_casebook

__all__ = ["SqlCasebook", "open_casebook"]
