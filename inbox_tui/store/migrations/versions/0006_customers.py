"""The cases of a customer are found without reading all cases."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    op.create_index("ix_cases_customer", "cases", [sa.text("lower(from_addr)")])
