"""Let somebody be here as long as a window of theirs is open on any node, and not on the newest one alone."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """One column, which the previous release neither reads nor writes."""
    comment = "all nodes with a window, the newest last"
    with op.batch_alter_table("duty") as duty:
        duty.add_column(sa.Column("nodes", sa.Text(), nullable=False, server_default="", comment=comment))


def downgrade() -> None:
    """The newest one counts."""
    with op.batch_alter_table("duty") as duty:
        duty.drop_column("nodes")
