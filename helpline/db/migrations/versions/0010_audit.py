"""Keep who did what to which conversation, in a chain that shows every later change."""

import sqlalchemy as sa
from alembic import op

from helpline.db.migrations.parts import blob, ident, index, key, moment, number, slug

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the chain and its heads."""
    op.create_table(
        "audit",
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False, comment="from 1 in each month"),
        moment("at"),
        slug("what"),
        ident("by", "null for the system", null=True),
        ident("whom", "the volunteer whom it concerns", null=True),
        ident("conversation", null=True),
        sa.Column("reason", sa.Text(), comment="a code, or the words of who did it"),
        sa.Column("about", sa.Text()),
        blob("digest", "of this entry and the digest before it"),
        key("audit", "month", "number"),
    )
    index("ix_audit_whom", "audit", "whom")
    op.create_table(
        "audit_head",
        sa.Column("month", sa.String(7), nullable=False),
        number("number", "how many entries the month has"),
        blob("digest", "of its last entry; stays when the month goes"),
        key("audit_head", "month"),
    )


def downgrade() -> None:
    """Remove both."""
    op.drop_table("audit_head")
    op.drop_table("audit")
