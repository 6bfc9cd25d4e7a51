"""Complaint records, whom a case waits for, cases that were split, and changes that belong together."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; what is there already says nothing in them."""
    for name, default in (("waiting_on", ""), ("split_from", ""), ("record", "{}")):
        op.add_column("cases", sa.Column(name, sa.Text(), nullable=False, server_default=default))
    op.add_column("history", sa.Column("after", sa.Text(), nullable=True))
    op.add_column("history", sa.Column("together", sa.Text(), nullable=False, server_default=""))
