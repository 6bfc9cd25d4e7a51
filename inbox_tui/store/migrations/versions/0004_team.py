"""Several people on one casebook: who wrote an outgoing message, and who is writing on what right now."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column and make the table."""
    op.add_column("outbox", sa.Column("author", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "presence",
        sa.Column("program", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("program", name="pk_presence"),
    )
