"""Begin with all that cannot be had later: every attempt, the facts of each conversation, and who was asked when."""

import sqlalchemy as sa
from alembic import op

from helpline.db.migrations.parts import (
    blob,
    check,
    flag,
    ident,
    index,
    key,
    known,
    moment,
    number,
    refers,
    slug,
    small,
    text,
)

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table."""
    for make in (people, attempts, conversations, answers, messages, facts, moments):
        make()


def downgrade() -> None:
    """Remove them, the last one first."""
    for table in (
        "quarter_hour", "node", "deadline", "consent", "registration", "phase_step", "message", "offer", "assignment",
        "conversation", "attempt_pseudonym", "attempt", "duty", "session", "staff",
    ):  # fmt: skip
        op.drop_table(table)


def people() -> None:
    op.create_table(
        "staff",
        ident("id"),
        ident("name", "logs in; never reaches a child"),
        ident("alias", "the name a child sees"),
        slug("role"),
        slug("level"),
        flag("youth", "16-19: never offered a sexual or abusive contact"),
        text("languages"),
        text("password_hash", "Argon2id"),
        moment("created_at"),
        moment("disabled_at", null=True),
        known("staff", "role", "volunteer", "coordinator"),
        known("staff", "level", "training", "coached", "independent"),
        key("staff", "id"),
        sa.UniqueConstraint("name", name=op.f("uq_staff_name")),
    )
    op.create_table(
        "session",
        blob("token_hash", "SHA-256 of the cookie's token"),
        ident("staff"),
        moment("created_at"),
        moment("used_at", "to the minute; an idle session ends"),
        key("session", "token_hash"),
        refers("session", "staff", "staff"),
    )
    index("ix_session_staff", "session", "staff")
    op.create_table(
        "duty",
        ident("staff"),
        slug("status"),
        text("channels"),
        small("chats"),
        slug("works_from", null=True),
        moment("idle_since", "orders who is asked first"),
        moment("gone_at", "when the last window closed; null while one is open", null=True),
        ident("node", "the node that holds the windows", null=True),
        slug("why", "what set the status when it was not the volunteer", null=True),
        number("version"),
        known("duty", "status", "available", "away", "break", "last"),
        check("duty", "chats_one_or_two", "chats IN (1, 2)"),
        key("duty", "staff"),
        refers("duty", "staff", "staff"),
    )


def attempts() -> None:
    op.create_table(
        "attempt",
        ident("id"),
        ident("contact", "random; shared by redials within ten minutes"),
        slug("channel"),
        slug("line"),
        slug("language"),
        moment("arrived_at"),
        flag("linkable", "has a pseudonym"),
        number("nth", "of its contact, from 1"),
        flag("first_of_day", "first of this pseudonym on this day and in this epoch"),
        flag("way_back"),
        flag("practice"),
        slug("outcome", "null while it waits", null=True),
        slug("detail", "why turned away, or abandoned by whom", null=True),
        moment("left_at", null=True),
        number("place_told", null=True),
        number("estimate_low", "seconds", null=True),
        number("estimate_high", "seconds", null=True),
        number("offers_made"),
        number("offers_declined"),
        number("offers_lapsed"),
        slug("definitions", "version of docs/statistics.md and of the form"),
        known("attempt", "channel", "chat", "phone"),
        known("attempt", "outcome", "turned_away", "abandoned", "answered"),
        key("attempt", "id"),
    )
    index("ix_attempt_arrived_at", "attempt", "arrived_at")
    op.create_table(
        "attempt_pseudonym",
        ident("attempt"),
        slug("kind"),
        number("epoch", "forgotten with the epoch's key"),
        blob("digest", "32 bytes; never shown to anybody"),
        known("attempt_pseudonym", "kind", "device", "ip4", "ip6", "tel"),
        key("attempt_pseudonym", "attempt", "kind"),
        refers("attempt_pseudonym", "attempt", "attempt", "CASCADE"),
    )
    index("ix_attempt_pseudonym_epoch", "attempt_pseudonym", "epoch")
    index("ix_attempt_pseudonym_digest", "attempt_pseudonym", "digest", "kind")


def conversations() -> None:
    op.create_table(
        "conversation",
        ident("id"),
        ident("attempt"),
        slug("channel"),
        slug("line"),
        slug("language"),
        flag("practice"),
        slug("state"),
        number("version", "compare-and-set; messages are appended without it"),
        moment("entered_at"),
        small("place_rank", "0 re-queued through our own fault, 1 ordinary"),
        moment("place_at", "the place in the queue"),
        moment("waiting_since"),
        flag("adults_only", "never offered to a youth volunteer"),
        slug("returned", "why it is back in the queue", null=True),
        slug("topic_chosen", null=True),
        blob("nickname", "sealed", null=True),
        blob("note", "sealed; for whoever takes over", null=True),
        sa.Column("key_day", sa.String(10), nullable=False, comment="the day key that wraps this conversation's key"),
        blob("key_wrapped"),
        ident("volunteer", "who holds it, or lost it and may still return", null=True),
        number("assignment", "fences out who lost it"),
        flag("reads_back"),
        moment("interrupted_at", null=True),
        flag("interrupted", "the child was told"),
        flag("handed_over"),
        moment("child_gone_at", "when the child's last window closed; null while one is open", null=True),
        flag("child_away", "the volunteer was told"),
        ident("child_node", null=True),
        flag("child_forgot", "the child wiped it: its token reads nothing any more"),
        small("phase", null=True),
        moment("first_offered_at", null=True),
        moment("accepted_at", null=True),
        moment("child_first_words_at", null=True),
        moment("volunteer_first_words_at", null=True),
        moment("ended_at", null=True),
        slug("ended_by", null=True),
        moment("finished_at", null=True),
        number("interruptions"),
        number("hand_overs"),
        number("child_messages", "counted when it ends"),
        number("volunteer_messages", "counted when it ends"),
        slug("works_from", "home or office, of who accepted last", null=True),
        slug("definitions"),
        known("conversation", "state", "waiting", "offered", "active", "wrap_up", "closed"),
        known("conversation", "ended_by", "child", "volunteer", "lost", "time_out", "block", "fault", "line"),
        check("conversation", "phase_one_to_five", "phase BETWEEN 1 AND 5"),
        check("conversation", "held_by_somebody", "state NOT IN ('active', 'wrap_up') OR volunteer IS NOT NULL"),
        check("conversation", "closed_is_finished", "state <> 'closed' OR finished_at IS NOT NULL"),
        key("conversation", "id"),
        refers("conversation", "attempt", "attempt"),
        refers("conversation", "volunteer", "staff"),
        sa.UniqueConstraint("attempt", name=op.f("uq_conversation_attempt")),
    )
    index("ix_conversation_key_day", "conversation", "key_day")
    place = ("place_rank", "place_at", "id")
    lane = ("channel", "practice", "language", "adults_only", *place)
    index("ix_conversation_next", "conversation", *lane, where="state = 'waiting' AND child_gone_at IS NULL")
    index("ix_conversation_place", "conversation", *place, where="state IN ('waiting', 'offered')")
    index("ix_conversation_held", "conversation", "volunteer", where="state <> 'closed'")
    index("ix_conversation_ended", "conversation", "ended_at")


def answers() -> None:
    op.create_table(
        "assignment",
        ident("conversation"),
        number("number", "1 for who accepted first"),
        ident("staff", "forgotten with the registration's term", null=True),
        moment("since"),
        moment("until", null=True),
        slug("why", "ended, handed_over or lost", null=True),
        key("assignment", "conversation", "number"),
        refers("assignment", "conversation", "conversation", "CASCADE"),
        refers("assignment", "staff", "staff"),
    )
    index("uq_assignment_active", "assignment", "conversation", unique=True, where="until IS NULL")
    op.create_table(
        "offer",
        ident("id"),
        ident("conversation"),
        ident("staff"),
        slug("channel"),
        slug("language"),
        number("waiting_seconds"),
        slug("returned", null=True),
        moment("made_at"),
        moment("expires_at"),
        slug("outcome", "null while it is open", null=True),
        moment("answered_at", null=True),
        known("offer", "outcome", "accepted", "declined", "lapsed", "withdrawn", "left"),
        key("offer", "id"),
        refers("offer", "conversation", "conversation", "CASCADE"),
        refers("offer", "staff", "staff"),
    )
    index("ix_offer_conversation", "offer", "conversation")
    index("uq_offer_open_conversation", "offer", "conversation", unique=True, where="outcome IS NULL")
    index("uq_offer_open_staff", "offer", "staff", unique=True, where="outcome IS NULL")
    index("ix_offer_answered", "offer", "outcome", "answered_at")


def messages() -> None:
    op.create_table(
        "message",
        ident("conversation"),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False, comment="from 1, no gaps"),
        slug("sender"),
        ident("client_id", "chosen by the sender; null for system", null=True),
        blob("sealed"),
        moment("at"),
        known("message", "sender", "child", "volunteer", "system"),
        key("message", "conversation", "seq"),
        refers("message", "conversation", "conversation", "CASCADE"),
        sqlite_with_rowid=False,
    )
    index("uq_message_client_id", "message", "conversation", "sender", "client_id", unique=True)


def facts() -> None:
    op.create_table(
        "phase_step",
        ident("conversation"),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        small("phase"),
        moment("at"),
        key("phase_step", "conversation", "n"),
        refers("phase_step", "conversation", "conversation", "CASCADE"),
    )
    op.create_table(
        "registration",
        ident("conversation"),
        text("fields", "JSON of the form's fields; never a name"),
        slug("definitions", "version of the form it was filled in with"),
        moment("changed_at"),
        key("registration", "conversation"),
        refers("registration", "conversation", "conversation", "CASCADE"),
    )
    op.create_table(
        "consent",
        ident("conversation"),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        slug("asked", "what was asked, by its slug in the configuration"),
        slug("answer"),
        moment("at"),
        known("consent", "answer", "yes", "no", "withdrawn"),
        key("consent", "conversation", "n"),
        refers("consent", "conversation", "conversation", "CASCADE"),
    )


def moments() -> None:
    op.create_table("deadline", slug("kind"), ident("subject"), moment("at"), key("deadline", "kind", "subject"))
    index("ix_deadline_at", "deadline", "at")
    op.create_table(
        "node",
        ident("id", "one running process"),
        moment("beat_at", "its sockets are lost when this grows old"),
        key("node", "id"),
    )
    op.create_table(
        "quarter_hour",
        moment("starts_at"),
        slug("line"),
        *(number(name) for name in ("available", "talking", "wrap_up", "break", "away", "waiting")),
        number("longest_wait", "seconds"),
        key("quarter_hour", "starts_at", "line"),
    )
