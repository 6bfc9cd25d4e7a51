"""What the guards of outgoing mail know: the letters that were there when it was written, and whom no
follow-up may reach."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column and make the table."""
    op.add_column("outbox", sa.Column("seen", sa.Text(), nullable=False, server_default="[]"))
    op.create_table(
        "suppressed",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("address", name="pk_suppressed"),
    )
