"""The tables of the telephone. No column holds a number: the line shows none, and what it is asked to dial is named by
its slug."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, LargeBinary, String, Table

from helpline.db.columns import Id, Moment, Slug
from helpline.db.metadata import metadata, one_of

call = Table(
    "call",
    metadata,
    Column("conversation", Id, ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True),
    Column("call", String(64), nullable=False, unique=True, comment="its id on the line; gone when it is over"),
    Column("held_at", Moment, comment="since when the child is on hold"),
    Column("recording", Slug, comment="the one with which it ends"),
    Column("missed", Slug, comment="what became of whom the volunteer asked last"),
    Column("missed_staff", Id, ForeignKey("staff.id")),
    Column("missed_referral", Slug),
    one_of("missed", "no", "busy", "no_answer", "left"),
)

leg = Table(
    "leg",
    metadata,
    Column("id", String(32), primary_key=True, comment="its id on the line"),
    Column("conversation", Id, ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("part", Slug, nullable=False),
    Column("staff", Id, ForeignKey("staff.id")),
    Column("phone", String(32), comment="the phone that rings"),
    Column("referral", Slug, comment="whom else, by the slug of the directory"),
    Column("offer", Id, ForeignKey("offer.id", ondelete="CASCADE")),
    Column("made_at", Moment, nullable=False),
    Column("answered_at", Moment, comment="null while it rings"),
    one_of("part", "volunteer", "consult", "conference", "listen", "whisper", "join"),
    Index("ix_leg_offer", "offer"),
)

kept_apart = Table(
    "kept_apart",
    metadata,
    Column("attempt", Id, ForeignKey("attempt.id", ondelete="CASCADE"), primary_key=True),
    Column("staff", Id, ForeignKey("staff.id"), primary_key=True, comment="ended the call with the recording"),
    Column("at", Moment, nullable=False),
)

kept_from = Table(
    "kept_from",
    metadata,
    Column("conversation", Id, ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True),
    Column("staff", Id, ForeignKey("staff.id"), primary_key=True, comment="is not offered it, while the call lasts"),
)

phone = Table(
    "phone",
    metadata,
    Column("name", String(32), primary_key=True, comment="what the line rings"),
    Column("staff", Id, ForeignKey("staff.id"), nullable=False, index=True),
    Column("session", LargeBinary, nullable=False, unique=True, comment="the log-in whose browser it is"),
    Column("is_online", Boolean, nullable=False),
    Column("made_at", Moment, nullable=False),
)
