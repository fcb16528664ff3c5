"""The articles of the knowledge base on a database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, case, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from helpline.core.article import Article, ArticleState, Review, Version
from helpline.core.errors import Changed
from helpline.db import shelf_tables as tables
from helpline.db.upsert import insert_into
from helpline.ports.shelf import Missed, Standing, SynonymVersion

_a, _v, _r = tables.article.c, tables.article_version.c, tables.article_review.c
_READ = case((_a.published.is_(None), _a.latest), else_=_a.published)
_REVIEW = [column.label(f"review_{column.name}") for column in _r if column.name != "slug"]


def _standings() -> Select[Any]:
    text = and_(_v.slug == _a.slug, _v.number == _READ)
    review = and_(_r.slug == _a.slug, _r.version == _READ)
    return (
        select(tables.article, _v.content, *_REVIEW)
        .join(tables.article_version, text)
        .outerjoin(tables.article_review, review)
    )


def _article(row: Mapping[str, Any]) -> Article:
    values = {column.name: row[column.name] for column in tables.article.columns}
    return Article(**values | {"state": ArticleState(row["state"])})


def _standing(row: Mapping[str, Any]) -> Standing:
    review = None
    if row["review_version"] is not None:
        kept = {label.name: row[label.name] for label in _REVIEW}
        named = {name.removeprefix("review_"): value for name, value in kept.items()}
        review = Review(slug=row["slug"], **named)
    return Standing(_article(row), row["content"], review)


def _values(table: Table, record: object) -> dict[str, Any]:
    return {column.name: getattr(record, column.name) for column in table.columns}


class ShelfRows:
    """`ports.Shelf` on a database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def revision(self) -> int:
        number = (await self._connection.execute(select(tables.shelf_revision.c.number))).scalar()
        return number or 0

    async def next_revision(self) -> int:
        # the row is held until the commit: on PostgreSQL a second editor waits here
        first = insert_into(tables.shelf_revision, self._connection).values(id=1, number=0).on_conflict_do_nothing()
        await self._connection.execute(first)
        n = tables.shelf_revision.c.number
        moved = update(tables.shelf_revision).values(number=n + 1).returning(n)
        return int((await self._connection.execute(moved)).scalar_one())

    async def changed_after(self, revision: int) -> list[Standing]:
        return await self._read(_standings().where(_a.revision > revision).order_by(_a.revision))

    async def all(self) -> list[Standing]:
        return await self._read(_standings().order_by(_a.slug))

    async def get(self, slug: str) -> Article | None:
        query = select(tables.article).where(_a.slug == slug)
        row = (await self._connection.execute(query)).mappings().first()
        return None if row is None else _article(row)  # type: ignore[arg-type]

    async def add(self, it: Article) -> None:
        await self._add(tables.article, _values(tables.article, it))

    async def save(self, it: Article, before: Article) -> None:
        as_it_was = and_(_a.slug == it.slug, _a.latest == before.latest, _a.revision == before.revision)
        values = {name: getattr(it, name) for name in ("state", "latest", "published", "revision", "changed_at")}
        if (await self._connection.execute(update(tables.article).where(as_it_was).values(values))).rowcount != 1:
            raise Changed

    async def add_version(self, it: Version) -> None:
        await self._add(tables.article_version, _values(tables.article_version, it))

    async def version(self, slug: str, number: int) -> Version | None:
        return next(iter(await self._versions(slug, _v.number == number)), None)

    async def versions(self, slug: str) -> list[Version]:
        return await self._versions(slug, _v.number > 0)

    async def approve(self, it: Review) -> None:
        values = _values(tables.article_review, it)
        said = {name: values[name] for name in ("name", "role", "on", "until")}
        row = insert_into(tables.article_review, self._connection).values(values)
        await self._connection.execute(row.on_conflict_do_update(index_elements=["slug", "version"], set_=said))

    async def newest_synonyms(self) -> SynonymVersion | None:
        n = tables.synonym_version.c.number
        query = select(tables.synonym_version).order_by(n.desc()).limit(1)
        row = (await self._connection.execute(query)).mappings().first()
        return None if row is None else SynonymVersion(**row)

    async def add_synonyms(self, it: SynonymVersion) -> None:
        await self._add(tables.synonym_version, _values(tables.synonym_version, it))

    async def count_missed(self, query: str, language: str, hour: datetime) -> None:
        await self._count(tables.missed_query, {"hour": hour, "language": language, "query": query})

    async def missed_since(self, hour: datetime, most: int) -> list[Missed]:
        m = tables.missed_query.c
        often = func.sum(m.count)
        query = (
            select(m.query, m.language, often)
            .where(m.hour >= hour)
            .group_by(m.query, m.language)
            .order_by(often.desc(), m.query)
            .limit(most)
        )
        return [Missed(*row) for row in await self._connection.execute(query)]

    async def count_opened(self, slug: str, day: date) -> None:
        await self._count(tables.article_opened, {"day": day, "slug": slug})

    async def opened_since(self, day: date) -> Sequence[tuple[str, int]]:
        o = tables.article_opened.c
        often = func.sum(o.count)
        query = select(o.slug, often).where(o.day >= day).group_by(o.slug)
        return [(row[0], row[1]) for row in await self._connection.execute(query.order_by(often.desc(), o.slug))]

    async def _read(self, query: Select[Any]) -> list[Standing]:
        rows = (await self._connection.execute(query)).mappings()
        return [_standing(row) for row in rows]

    async def _versions(self, slug: str, which: ColumnElement[bool]) -> list[Version]:
        query = select(tables.article_version).where(_v.slug == slug, which)
        rows = (await self._connection.execute(query.order_by(_v.number.desc()))).mappings()
        return [Version(**row) for row in rows]

    async def _add(self, table: Table, values: Mapping[str, Any]) -> None:
        try:
            await self._connection.execute(insert(table), values)
        except IntegrityError:
            raise Changed from None

    async def _count(self, table: Table, values: Mapping[str, Any]) -> None:
        row = insert_into(table, self._connection).values(**values, count=1)
        more = {"count": table.c["count"] + 1}
        await self._connection.execute(row.on_conflict_do_update(index_elements=list(values), set_=more))
