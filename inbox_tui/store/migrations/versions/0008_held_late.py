"""What is held only because it is late, and when what was cancelled was cancelled: until now the one was told
by the last word of its reason, and of the other nothing was known."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, and carry over what is known of the old rows."""
    op.add_column("outbox", sa.Column("held_late", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("outbox", sa.Column("cancelled_at", sa.BigInteger()))
    names = ("state", "reason", "created_at", "held_late", "cancelled_at")
    outbox = sa.table("outbox", *(sa.column(name) for name in names))
    late = sa.and_(outbox.c.state == "held", outbox.c.reason.like("%still?"))
    op.execute(sa.update(outbox).where(late).values(held_late=sa.true()))
    # Not before it was written is all that is known, and below what is cancelled from now on it belongs.
    gone = outbox.c.state == "cancelled"
    op.execute(sa.update(outbox).where(gone).values(cancelled_at=outbox.c.created_at))
