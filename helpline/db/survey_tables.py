"""The tables of how a child says it is, before and after."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, SmallInteger, Table

from helpline.db.columns import Id, Slug
from helpline.db.metadata import metadata, one_of

survey = Table(
    "survey",
    metadata,
    Column("pair", Id, primary_key=True, comment="random; leads to nothing once survey_of is gone"),
    Column("channel", Slug, nullable=False),
    Column("topic", Id, comment="the main one; null while it is not known"),
    Column("week", Slug, nullable=False, comment="of the calendar; no other moment is kept"),
    Column("before_feeling", SmallInteger),
    Column("before_size", SmallInteger),
    Column("after_feeling", SmallInteger),
    Column("after_size", SmallInteger),
    CheckConstraint("before_feeling BETWEEN 1 AND 5", name="before_feeling_one_to_five"),
    CheckConstraint("before_size BETWEEN 1 AND 5", name="before_size_one_to_five"),
    CheckConstraint("after_feeling BETWEEN 1 AND 5", name="after_feeling_one_to_five"),
    CheckConstraint("after_size BETWEEN 1 AND 5", name="after_size_one_to_five"),
    one_of("channel", "chat", "phone"),
    sqlite_with_rowid=False,
)

survey_of = Table(
    "survey_of",
    metadata,
    Column(
        "conversation",
        Id,
        ForeignKey("conversation.id", ondelete="CASCADE"),
        primary_key=True,
        comment="until ten minutes after its end",
    ),
    Column("pair", Id, ForeignKey("survey.pair"), nullable=False),
    sqlite_with_rowid=False,
)
