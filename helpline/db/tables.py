"""The tables. A column says what it knows; a rule that must never break is a constraint.

`alembic` makes them (`migrations/`); a test compares the migrated schema with this file and
those beside it.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
    text,
)

from helpline.db import (
    advice_tables,
    along_tables,
    audit_tables,
    danger_tables,
    sanction_tables,
    shelf_tables,
    survey_tables,
)
from helpline.db.columns import ByLanguage, Id, Moment, Slug, Words
from helpline.db.metadata import metadata, one_of

__all__ = [
    "advice_tables",
    "along_tables",
    "audit_tables",
    "danger_tables",
    "metadata",
    "sanction_tables",
    "shelf_tables",
    "survey_tables",
]

staff = Table(
    "staff",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", String(64), nullable=False, unique=True, comment="logs in; never reaches a child"),
    Column("alias", String(64), nullable=False, comment="the name a child sees"),
    Column("role", Slug, nullable=False),
    Column("level", Slug, nullable=False),
    Column("youth", Boolean, nullable=False, comment="16-19: never offered a sexual or abusive contact"),
    Column("languages", Words, nullable=False),
    Column("password_hash", Text, nullable=False, comment="Argon2id"),
    Column("created_at", Moment, nullable=False),
    Column("disabled_at", Moment),
    one_of("role", "volunteer", "coordinator"),
    one_of("level", "training", "coached", "independent"),
)

session = Table(
    "session",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True, comment="SHA-256 of the cookie's token"),
    Column("staff", Id, ForeignKey("staff.id"), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("used_at", Moment, nullable=False, comment="to the minute; an idle session ends"),
    Index("ix_session_staff", "staff"),
)

duty = Table(
    "duty",
    metadata,
    Column("staff", Id, ForeignKey("staff.id"), primary_key=True),
    Column("status", Slug, nullable=False),
    Column("channels", Words, nullable=False),
    Column("chats", SmallInteger, nullable=False),
    Column("works_from", Slug),
    Column("idle_since", Moment, nullable=False, comment="orders who is asked first"),
    Column("gone_at", Moment, comment="when the last window closed; null while one is open"),
    Column("node", Id, comment="the node that holds the windows"),
    Column("why", Slug, comment="what set the status when it was not the volunteer"),
    Column("version", Integer, nullable=False),
    Column("alias", String(64), comment="chosen for this shift, until log-out; null is the account's"),
    one_of("status", "available", "away", "break", "last"),
    CheckConstraint("chats IN (1, 2)", name="chats_one_or_two"),
)

attempt = Table(
    "attempt",
    metadata,
    Column("id", Id, primary_key=True),
    Column("contact", Id, nullable=False, comment="random; shared by redials within ten minutes"),
    Column("channel", Slug, nullable=False),
    Column("line", Slug, nullable=False),
    Column("language", Slug, nullable=False),
    Column("arrived_at", Moment, nullable=False, index=True),
    Column("linkable", Boolean, nullable=False, comment="has a pseudonym"),
    Column("nth", Integer, nullable=False, comment="of its contact, from 1"),
    Column("first_of_day", Boolean, nullable=False, comment="first of this pseudonym on this day and in this epoch"),
    Column("way_back", Boolean, nullable=False),
    Column("practice", Boolean, nullable=False),
    Column("outcome", Slug, comment="null while it waits"),
    Column("detail", Slug, comment="why turned away, or abandoned by whom"),
    Column("left_at", Moment),
    Column("place_told", Integer),
    Column("estimate_low", Integer, comment="seconds"),
    Column("estimate_high", Integer, comment="seconds"),
    Column("offers_made", Integer, nullable=False),
    Column("offers_declined", Integer, nullable=False),
    Column("offers_lapsed", Integer, nullable=False),
    Column("definitions", Slug, nullable=False, comment="version of docs/statistics.md and of the form"),
    one_of("channel", "chat", "phone"),
    one_of("outcome", "turned_away", "abandoned", "answered"),
)

attempt_pseudonym = Table(
    "attempt_pseudonym",
    metadata,
    Column("attempt", Id, ForeignKey("attempt.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", Slug, primary_key=True),
    Column("epoch", Integer, nullable=False, index=True, comment="forgotten with the epoch's key"),
    Column("digest", LargeBinary, nullable=False, comment="32 bytes; never shown to anybody"),
    Column("spared", Boolean, comment="asked that nothing keeps it out"),
    Index("ix_attempt_pseudonym_digest", "digest", "kind"),
    one_of("kind", "device", "ip4", "ip6", "tel"),
)

conversation = Table(
    "conversation",
    metadata,
    Column("id", Id, primary_key=True),
    Column("attempt", Id, ForeignKey("attempt.id"), nullable=False, unique=True),
    Column("channel", Slug, nullable=False),
    Column("line", Slug, nullable=False),
    Column("language", Slug, nullable=False),
    Column("practice", Boolean, nullable=False),
    Column("state", Slug, nullable=False),
    Column("version", Integer, nullable=False, comment="compare-and-set; messages are appended without it"),
    Column("entered_at", Moment, nullable=False),
    Column("place_rank", SmallInteger, nullable=False, comment="0 re-queued through our own fault, 1 ordinary"),
    Column("place_at", Moment, nullable=False, comment="the place in the queue"),
    Column("waiting_since", Moment, nullable=False),
    Column("adults_only", Boolean, nullable=False, comment="never offered to a youth volunteer"),
    Column("returned", Slug, comment="why it is back in the queue"),
    Column("topic_chosen", Slug),
    Column("nickname", LargeBinary, comment="sealed"),
    Column("note", LargeBinary, comment="sealed; for whoever takes over"),
    Column("key_day", String(10), nullable=False, index=True, comment="the day key that wraps this conversation's key"),
    Column("key_wrapped", LargeBinary, nullable=False),
    Column("volunteer", Id, ForeignKey("staff.id"), comment="who holds it, or lost it and may still return"),
    Column("assignment", Integer, nullable=False, comment="fences out who lost it"),
    Column("reads_back", Boolean, nullable=False),
    Column("interrupted_at", Moment),
    Column("interrupted", Boolean, nullable=False, comment="the child was told"),
    Column("handed_over", Boolean, nullable=False),
    Column("child_gone_at", Moment, comment="when the child's last window closed; null while one is open"),
    Column("child_away", Boolean, nullable=False, comment="the volunteer was told"),
    Column("child_node", Id),
    Column("child_forgot", Boolean, nullable=False, comment="the child wiped it: its token reads nothing any more"),
    Column("phase", SmallInteger),
    Column("first_offered_at", Moment),
    Column("accepted_at", Moment),
    Column("child_first_words_at", Moment),
    Column("volunteer_first_words_at", Moment),
    Column("ended_at", Moment),
    Column("ended_by", Slug),
    Column("finished_at", Moment),
    Column("interruptions", Integer, nullable=False),
    Column("hand_overs", Integer, nullable=False),
    Column("child_messages", Integer, nullable=False, comment="counted when it ends"),
    Column("volunteer_messages", Integer, nullable=False, comment="counted when it ends"),
    Column("works_from", Slug, comment="home or office, of who accepted last"),
    Column("definitions", Slug, nullable=False),
    Column("way_back_of", Id, comment="the sanction in spite of which it came in"),
    Column("way_back_from", Id, comment="who gave that, and is never asked"),
    Column("way_back_after", Slug, comment="the kind of that sanction"),
    one_of("state", "waiting", "offered", "active", "wrap_up", "closed"),
    one_of("ended_by", "child", "volunteer", "lost", "time_out", "block", "fault", "line"),
    CheckConstraint("phase BETWEEN 1 AND 5", name="phase_one_to_five"),
    CheckConstraint("state NOT IN ('active', 'wrap_up') OR volunteer IS NOT NULL", name="held_by_somebody"),
    CheckConstraint("state <> 'closed' OR finished_at IS NOT NULL", name="closed_is_finished"),
    Index(
        "ix_conversation_next",
        "channel", "practice", "language", "adults_only", "place_rank", "place_at", "id",
        sqlite_where=text("state = 'waiting' AND child_gone_at IS NULL"),
        postgresql_where=text("state = 'waiting' AND child_gone_at IS NULL"),
    ),
    Index(
        "ix_conversation_place",
        "place_rank", "place_at", "id",
        sqlite_where=text("state IN ('waiting', 'offered')"),
        postgresql_where=text("state IN ('waiting', 'offered')"),
    ),
    Index(
        "ix_conversation_held",
        "volunteer",
        sqlite_where=text("state <> 'closed'"),
        postgresql_where=text("state <> 'closed'"),
    ),
    Index("ix_conversation_ended", "ended_at"),
    Index(
        "ix_conversation_way_back",
        "place_rank", "place_at", "id",
        sqlite_where=text("state = 'waiting' AND way_back_of IS NOT NULL"),
        postgresql_where=text("state = 'waiting' AND way_back_of IS NOT NULL"),
    ),
)  # fmt: skip

assignment = Table(
    "assignment",
    metadata,
    Column("conversation", Id, ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, comment="1 for who accepted first"),
    Column("staff", Id, ForeignKey("staff.id"), comment="forgotten with the registration's term"),
    Column("since", Moment, nullable=False),
    Column("until", Moment),
    Column("why", Slug, comment="ended, handed_over or lost"),
    Column("alias", String(64), comment="what the child knows them by; forgotten with who it was"),
    Index(
        "uq_assignment_active",
        "conversation",
        unique=True,
        sqlite_where=text("until IS NULL"),
        postgresql_where=text("until IS NULL"),
    ),
)

offer = Table(
    "offer",
    metadata,
    Column("id", Id, primary_key=True),
    Column("conversation", Id, ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("staff", Id, ForeignKey("staff.id"), nullable=False),
    Column("channel", Slug, nullable=False),
    Column("language", Slug, nullable=False),
    Column("waiting_seconds", Integer, nullable=False),
    Column("returned", Slug),
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("outcome", Slug, comment="null while it is open"),
    Column("answered_at", Moment),
    one_of("outcome", "accepted", "declined", "lapsed", "withdrawn", "left"),
    Index(
        "uq_offer_open_conversation", "conversation", unique=True,
        sqlite_where=text("outcome IS NULL"), postgresql_where=text("outcome IS NULL"),
    ),
    Index(
        "uq_offer_open_staff", "staff", unique=True,
        sqlite_where=text("outcome IS NULL"), postgresql_where=text("outcome IS NULL"),
    ),
    Index("ix_offer_answered", "outcome", "answered_at"),
)  # fmt: skip

message = Table(
    "message",
    metadata,
    Column("conversation", Id, ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False, comment="from 1, no gaps"),
    Column("sender", Slug, nullable=False),
    Column("client_id", String(64), comment="chosen by the sender; null for system"),
    Column("sealed", LargeBinary, nullable=False),
    Column("at", Moment, nullable=False),
    one_of("sender", "child", "volunteer", "system"),
    Index("uq_message_client_id", "conversation", "sender", "client_id", unique=True),
    sqlite_with_rowid=False,
)

phase_step = Table(
    "phase_step",
    metadata,
    Column("conversation", Id, ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("phase", SmallInteger, nullable=False),
    Column("at", Moment, nullable=False),
)

registration = Table(
    "registration",
    metadata,
    Column("conversation", Id, ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True),
    Column("fields", Text, nullable=False, comment="JSON of the form's fields; never a name"),
    Column("definitions", Slug, nullable=False, comment="version of the form it was filled in with"),
    Column("changed_at", Moment, nullable=False),
)

consent = Table(
    "consent",
    metadata,
    Column("conversation", Id, ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("asked", Slug, nullable=False, comment="what was asked, by its slug in the configuration"),
    Column("answer", Slug, nullable=False),
    Column("at", Moment, nullable=False),
    one_of("answer", "yes", "no", "withdrawn"),
)

notice = Table(
    "notice",
    metadata,
    Column("id", Id, primary_key=True),
    Column("line", Slug, nullable=False),
    Column("texts", ByLanguage, nullable=False, comment="JSON: a text for each language"),
    Column("put_by", Id, ForeignKey("staff.id"), nullable=False),
    Column("put_at", Moment, nullable=False),
    Column("until", Moment, nullable=False, comment="gone by itself from then on"),
    Column("lifted_by", Id, ForeignKey("staff.id")),
    Column("lifted_at", Moment),
    Index("ix_notice_newest", "line", "put_at"),
)

deadline = Table(
    "deadline",
    metadata,
    Column("kind", Slug, primary_key=True),
    Column("subject", Id, primary_key=True),
    Column("at", Moment, nullable=False, index=True),
)

node = Table(
    "node",
    metadata,
    Column("id", Id, primary_key=True, comment="one running process"),
    Column("beat_at", Moment, nullable=False, comment="its sockets are lost when this grows old"),
)

quarter_hour = Table(
    "quarter_hour",
    metadata,
    Column("starts_at", Moment, primary_key=True),
    Column("line", Slug, primary_key=True),
    Column("available", Integer, nullable=False),
    Column("talking", Integer, nullable=False),
    Column("wrap_up", Integer, nullable=False),
    Column("break", Integer, nullable=False),
    Column("away", Integer, nullable=False),
    Column("waiting", Integer, nullable=False),
    Column("longest_wait", Integer, nullable=False, comment="seconds"),
)
