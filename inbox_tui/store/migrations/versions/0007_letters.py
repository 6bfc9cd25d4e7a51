"""The bytes of outgoing mail in a table of their own: a change of state writes a row without them."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Move the bytes."""
    op.create_table(
        "letter",
        sa.Column("outbox_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name="fk_letter_outbox_id_outbox"),
        sa.PrimaryKeyConstraint("outbox_id", name="pk_letter"),
    )
    op.execute("INSERT INTO letter (outbox_id, raw) SELECT id, raw FROM outbox")
    with op.batch_alter_table("outbox") as table:
        table.drop_column("raw")
