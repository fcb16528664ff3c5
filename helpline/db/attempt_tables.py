"""The tables of who came, let in or not, and by what they are met again."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, Table

from helpline.db.columns import Id, Moment, Slug
from helpline.db.metadata import metadata, one_of

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
