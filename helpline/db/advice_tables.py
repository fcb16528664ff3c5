"""The tables of history and advice."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Table, Text

from helpline.db.columns import Id, Slug
from helpline.db.metadata import metadata, one_of

SUGGESTIONS = ("nothing", "look", "looks_like_prank")

earlier_pseudonym = Table(
    "earlier_pseudonym",
    metadata,
    Column("attempt", Id, ForeignKey("attempt.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", Slug, primary_key=True),
    Column("epoch", Integer, nullable=False, comment="the one before; forgotten with its key"),
    Column("digest", LargeBinary, nullable=False, comment="32 bytes; kept only of who was here in that epoch"),
    Index("ix_earlier_pseudonym_epoch", "epoch"),
    one_of("kind", "device", "tel"),
    sqlite_with_rowid=False,
)

advice = Table(
    "advice",
    metadata,
    Column("conversation", Id, ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True),
    Column("suggestion", Slug, nullable=False),
    Column("reasons", Text, nullable=False, comment="JSON of codes and counts, for and against; never a text"),
    Column("put_away", Slug, comment="what was suggested when the volunteer put it away"),
    one_of("suggestion", *SUGGESTIONS),
    one_of("put_away", *SUGGESTIONS),
    sqlite_with_rowid=False,
)

advice_count = Table(
    "advice_count",
    metadata,
    Column("week", Slug, primary_key=True, comment="of the calendar; no other moment is kept"),
    Column("suggestion", Slug, primary_key=True),
    Column("became", Slug, primary_key=True, comment="what the volunteer decided"),
    Column("count", Integer, nullable=False),
    one_of("suggestion", *SUGGESTIONS),
    one_of("became", "time_out", "mark", "neither"),
    sqlite_with_rowid=False,
)

marked_line = Table(
    "marked_line",
    metadata,
    Column("id", Id, primary_key=True, comment="random; leads to nothing"),
    Column("week", Slug, nullable=False, comment="forgotten with the key of that week"),
    Column("digests", LargeBinary, nullable=False, comment="keyed digests of pieces of a line, 8 bytes each"),
    Index("ix_marked_line_week", "week"),
    sqlite_with_rowid=False,
)
