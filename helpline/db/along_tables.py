"""The tables of coordinators who read along, what they whisper, and who asked for it."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, Table

from helpline.db.columns import Id, Moment, Slug
from helpline.db.metadata import metadata, one_of

watch = Table(
    "watch",
    metadata,
    Column("conversation", Id, ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True),
    Column("staff", Id, ForeignKey("staff.id"), primary_key=True, comment="the coordinator who reads along"),
    Column("since", Moment, nullable=False),
    Column("reason", Slug, nullable=False),
    one_of("reason", "asked", "coaching", "safety", "complaint"),
    Index("ix_watch_staff", "staff"),
)

asked_along = Table(
    "asked_along",
    metadata,
    Column("conversation", Id, ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True),
    Column("asked_by", Id, ForeignKey("staff.id"), nullable=False),
    Column("asked_at", Moment, nullable=False),
)

whisper = Table(
    "whisper",
    metadata,
    Column("id", Id, primary_key=True),
    Column("conversation", Id, ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("said_by", Id, ForeignKey("staff.id"), nullable=False),
    Column("said_to", Id, ForeignKey("staff.id"), nullable=False, index=True),
    Column("at", Moment, nullable=False, comment="gone a minute later"),
    Column("sealed", LargeBinary, nullable=False),
)
