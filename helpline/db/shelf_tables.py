"""The tables of the knowledge base."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Integer, String, Table, Text

from helpline.db.columns import Id, Moment, Slug
from helpline.db.metadata import metadata, one_of


def _written(content: str, *, nobody: str) -> tuple[Column[Any], ...]:
    """What a version is, by whom, why and when. nobody: what no person wrote."""
    return (
        Column("content", Text, nullable=False, comment=content),
        Column("by", Id, ForeignKey("staff.id"), comment=f"null for what is {nobody}"),
        Column("why", Text, nullable=False),
        Column("at", Moment, nullable=False),
    )


article = Table(
    "article",
    metadata,
    Column("slug", Id, primary_key=True),
    Column("language", Slug, nullable=False),
    Column("state", Slug, nullable=False),
    Column("latest", Integer, nullable=False, comment="its newest version"),
    Column("published", Integer, comment="the version that is read, or was last"),
    Column("revision", Integer, nullable=False, index=True, comment="grows with each change to what is read"),
    Column("changed_at", Moment, nullable=False),
    one_of("state", "draft", "published", "retired"),
    CheckConstraint("state <> 'published' OR published IS NOT NULL", name="published_is_a_version"),
)

article_version = Table(
    "article_version",
    metadata,
    Column("slug", Id, ForeignKey("article.slug"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    *_written("header and Markdown, as in a file", nobody="shipped or imported"),
)

article_review = Table(
    "article_review",
    metadata,
    Column("slug", Id, ForeignKey("article.slug"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False, comment="the professional who approved it"),
    Column("role", Text, nullable=False),
    Column("on", Date, nullable=False),
    Column("until", Date, nullable=False, comment="the approval lapses after this day"),
)

synonym_version = Table(
    "synonym_version",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    *_written("the whole list, as in a file", nobody="imported"),
)

shelf_revision = Table(
    "shelf_revision",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False, comment="one row"),
    Column("number", Integer, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)

missed_query = Table(
    "missed_query",
    metadata,
    Column("hour", Moment, primary_key=True, comment="never with a conversation or a person"),
    Column("language", Slug, primary_key=True),
    Column("query", String(80), primary_key=True),
    Column("count", Integer, nullable=False),
)

article_opened = Table(
    "article_opened",
    metadata,
    Column("day", Date, primary_key=True),
    Column("slug", Id, primary_key=True),
    Column("count", Integer, nullable=False),
)
