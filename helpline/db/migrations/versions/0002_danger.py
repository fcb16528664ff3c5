"""Keep who called for help in acute danger, who took it, and what was asked and done."""

import sqlalchemy as sa
from alembic import op

from helpline.db.migrations.parts import blob, ident, index, key, moment, refers

revision = "0002"
down_revision = "0001"

TERM = "forgotten with the registration's term"


def upgrade() -> None:
    """Two tables of their own; the previous release leaves them alone."""
    op.create_table(
        "alarm",
        ident("conversation"),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False, comment="one row for each raising, from 1"),
        moment("raised_at"),
        ident("raised_by", TERM, null=True),
        moment("taken_at", null=True),
        ident("taken_by", TERM, null=True),
        moment("over_at", "closed, or sounded again; null while it stands", null=True),
        key("alarm", "conversation", "n"),
        refers("alarm", "conversation", "conversation", "CASCADE"),
        refers("alarm", "raised_by", "staff"),
        refers("alarm", "taken_by", "staff"),
    )
    index("uq_alarm_standing", "alarm", "conversation", unique=True, where="over_at IS NULL")
    op.create_table(
        "danger",
        ident("conversation"),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        moment("at"),
        ident("decided_by", TERM, null=True),
        blob("asked", "sealed; forgotten with the messages", null=True),
        blob("answer", "sealed; forgotten with the messages", null=True),
        blob("action", "sealed; what was done; forgotten with the messages", null=True),
        key("danger", "conversation", "n"),
        refers("danger", "conversation", "conversation", "CASCADE"),
        refers("danger", "decided_by", "staff"),
    )


def downgrade() -> None:
    """The one that was made last goes first."""
    op.drop_table("danger")
    op.drop_table("alarm")
