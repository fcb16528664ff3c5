"""Know of a call whether sound of the child came through: without it a call is a fault, and not a silent child."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """One column, which the previous release leaves empty."""
    column: sa.Column[bool] = sa.Column(
        "has_sound", sa.Boolean(), nullable=True, comment="of a call: sound of the child came through"
    )
    op.add_column("conversation", column)


def downgrade() -> None:
    """Nobody knows."""
    op.drop_column("conversation", "has_sound")
