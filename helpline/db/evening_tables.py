"""The tables of the evening: the notice, what lapses, the running processes, and how busy it was."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table

from helpline.db.columns import ByLanguage, Id, Moment, Slug
from helpline.db.metadata import metadata

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
