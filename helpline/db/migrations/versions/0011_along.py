"""Let a coordinator read along, whisper and be asked for it, on whichever node."""

from alembic import op

from helpline.db.migrations.parts import blob, ident, index, key, known, moment, refers, slug

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Three tables of their own; the previous release leaves them alone."""
    op.create_table(
        "watch",
        ident("conversation"),
        ident("staff", "the coordinator who reads along"),
        moment("since"),
        slug("reason"),
        key("watch", "conversation", "staff"),
        refers("watch", "conversation", "conversation", "CASCADE"),
        refers("watch", "staff", "staff"),
        known("watch", "reason", "asked", "coaching", "safety", "complaint"),
    )
    index("ix_watch_staff", "watch", "staff")
    op.create_table(
        "asked_along",
        ident("conversation"),
        ident("asked_by"),
        moment("asked_at"),
        key("asked_along", "conversation"),
        refers("asked_along", "conversation", "conversation", "CASCADE"),
        refers("asked_along", "asked_by", "staff"),
    )
    op.create_table(
        "whisper",
        ident("id"),
        ident("conversation"),
        ident("said_by"),
        ident("said_to"),
        moment("at", "gone a minute later"),
        blob("sealed"),
        key("whisper", "id"),
        refers("whisper", "conversation", "conversation", "CASCADE"),
        refers("whisper", "said_by", "staff"),
        refers("whisper", "said_to", "staff"),
    )
    index("ix_whisper_conversation", "whisper", "conversation")
    index("ix_whisper_said_to", "whisper", "said_to")


def downgrade() -> None:
    """The one that was made last goes first."""
    op.drop_table("whisper")
    op.drop_table("asked_along")
    op.drop_table("watch")
