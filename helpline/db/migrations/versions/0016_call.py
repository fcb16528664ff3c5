"""Keep the calls that there are, who is rung for them, and the phones of volunteers."""

import sqlalchemy as sa
from alembic import op

from helpline.db.migrations.parts import blob, flag, ident, index, key, known, moment, refers, slug

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Five tables."""
    op.create_table(
        "call",
        ident("conversation"),
        ident("call", "its id on the line; gone when it is over"),
        moment("held_at", "since when the child is on hold", null=True),
        slug("recording", "the one with which it ends", null=True),
        key("call", "conversation"),
        refers("call", "conversation", "conversation", "CASCADE"),
        sa.UniqueConstraint("call", name=op.f("uq_call_call")),
    )
    op.create_table(
        "leg",
        slug("id", "its id on the line"),
        ident("conversation"),
        slug("part"),
        ident("staff", null=True),
        slug("phone", "the phone that rings", null=True),
        slug("referral", "whom else, by the slug of the directory", null=True),
        ident("offer", null=True),
        moment("made_at"),
        moment("answered_at", "null while it rings", null=True),
        key("leg", "id"),
        refers("leg", "conversation", "conversation", "CASCADE"),
        refers("leg", "staff", "staff"),
        refers("leg", "offer", "offer", "CASCADE"),
        known("leg", "part", "volunteer", "consult", "conference", "listen", "whisper", "join"),
    )
    index("ix_leg_conversation", "leg", "conversation")
    index("ix_leg_offer", "leg", "offer")
    op.create_table(
        "kept_apart",
        ident("attempt"),
        ident("staff", "ended the call with the recording"),
        moment("at"),
        key("kept_apart", "attempt", "staff"),
        refers("kept_apart", "attempt", "attempt", "CASCADE"),
        refers("kept_apart", "staff", "staff"),
    )
    op.create_table(
        "kept_from",
        ident("conversation"),
        ident("staff", "is not offered it, while the call lasts"),
        key("kept_from", "conversation", "staff"),
        refers("kept_from", "conversation", "conversation", "CASCADE"),
        refers("kept_from", "staff", "staff"),
    )
    op.create_table(
        "phone",
        slug("name", "what the line rings"),
        ident("staff"),
        blob("session", "the log-in whose browser it is"),
        flag("is_online"),
        moment("made_at"),
        key("phone", "name"),
        refers("phone", "staff", "staff"),
        sa.UniqueConstraint("session", name=op.f("uq_phone_session")),
    )
    index("ix_phone_staff", "phone", "staff")


def downgrade() -> None:
    """No telephone."""
    for table in ("phone", "kept_from", "kept_apart", "leg", "call"):
        op.drop_table(table)
