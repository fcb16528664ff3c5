"""Another alias for a shift: what a child was told stays true when the volunteer goes by another name the next day.

Both columns may be empty, so that the previous release goes on writing rows without them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0003"


def upgrade() -> None:
    """Add the alias of a shift, and the one that the child of an assignment knows."""
    op.add_column(
        "duty",
        sa.Column("alias", sa.String(64), comment="chosen for this shift, until log-out; null is the account's"),
    )
    op.add_column(
        "assignment",
        sa.Column("alias", sa.String(64), comment="what the child knows them by; forgotten with who it was"),
    )


def downgrade() -> None:
    """Everybody goes by the alias of their account again."""
    op.drop_column("assignment", "alias")
    op.drop_column("duty", "alias")
