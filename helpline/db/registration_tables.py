"""The tables of what is recorded about a conversation while it runs."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from helpline.db.columns import Id, Moment, Slug
from helpline.db.metadata import metadata, one_of

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
