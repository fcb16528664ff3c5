"""Keep the articles of the knowledge base with all their versions, who approved them, and what editors count."""

import sqlalchemy as sa
from alembic import op

from helpline.db.migrations.parts import check, ident, index, key, known, moment, number, refers, slug, text

revision = "0009"
down_revision = "0006"


def upgrade() -> None:
    """Make the tables."""
    for make in (articles, versions, reviews, synonyms, counts):
        make()


def downgrade() -> None:
    """Remove them."""
    for table in (
        "synonym_version", "article_opened", "missed_query", "shelf_revision", "article_review", "article_version",
        "article",
    ):  # fmt: skip
        op.drop_table(table)


def of_article(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["slug"], ["article.slug"], name=op.f(f"fk_{table}_slug"))


def day(name: str, comment: str | None = None) -> sa.Column[object]:
    return sa.Column(name, sa.Date(), nullable=False, comment=comment)


def articles() -> None:
    op.create_table(
        "article",
        ident("slug"),
        slug("language"),
        slug("state"),
        number("latest", "its newest version"),
        number("published", "the version that is read, or was last", null=True),
        number("revision", "grows with each change to what is read"),
        moment("changed_at"),
        known("article", "state", "draft", "published", "retired"),
        check("article", "published_is_a_version", "state <> 'published' OR published IS NOT NULL"),
        key("article", "slug"),
    )
    index("ix_article_revision", "article", "revision")


def versions() -> None:
    op.create_table(
        "article_version",
        ident("slug"),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        text("content", "header and Markdown, as in a file"),
        ident("by", "null for what is shipped or imported", null=True),
        text("why"),
        moment("at"),
        refers("article_version", "by", "staff"),
        of_article("article_version"),
        key("article_version", "slug", "number"),
    )


def synonyms() -> None:
    op.create_table(
        "synonym_version",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        text("content", "the whole list, as in a file"),
        ident("by", "null for what is imported", null=True),
        text("why"),
        moment("at"),
        refers("synonym_version", "by", "staff"),
        key("synonym_version", "number"),
    )


def reviews() -> None:
    op.create_table(
        "article_review",
        ident("slug"),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        text("name", "the professional who approved it"),
        text("role"),
        day("on"),
        day("until", "the approval lapses after this day"),
        of_article("article_review"),
        key("article_review", "slug", "version"),
    )


def counts() -> None:
    op.create_table(
        "shelf_revision",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False, comment="one row"),
        number("number"),
        check("shelf_revision", "one_row", "id = 1"),
        key("shelf_revision", "id"),
    )
    op.create_table(
        "missed_query",
        moment("hour", "never with a conversation or a person"),
        slug("language"),
        sa.Column("query", sa.String(80), nullable=False),
        number("count"),
        key("missed_query", "hour", "language", "query"),
    )
    op.create_table(
        "article_opened",
        day("day"),
        ident("slug"),
        number("count"),
        key("article_opened", "day", "slug"),
    )
