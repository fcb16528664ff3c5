"""What is advised, what came of it, and digests of marked lines."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from helpline.actions.ids import new_id
from helpline.core.advice import Advice, Reason, Suggestion
from helpline.core.advised import Advised
from helpline.core.sameness import DIGEST, Sketch
from helpline.db.advice_tables import advice, advice_count, marked_line

_OF = select(advice.c.suggestion, advice.c.reasons, advice.c.put_away).where(
    advice.c.conversation == bindparam("conversation")
)


class AdviceRows:
    """`ports.Advices` on a database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert

    async def of(self, conversation: str) -> Advised | None:
        row = (await self._connection.execute(_OF, {"conversation": conversation})).first()
        if row is None:
            return None
        sides = json.loads(row.reasons)
        kept = Advice(Suggestion(row.suggestion), _reasons(sides, "for"), _reasons(sides, "against"))
        return Advised(kept, Suggestion(row.put_away) if row.put_away else None)

    async def keep(self, conversation: str, it: Advised) -> None:
        sides = {"for": _pairs(it.advice.reasons), "against": _pairs(it.advice.against)}
        values = {
            "suggestion": it.advice.suggestion.value,
            "reasons": json.dumps(sides),
            "put_away": it.put_away.value if it.put_away else None,
        }
        row = self._insert(advice).values(conversation=conversation, **values)
        await self._connection.execute(row.on_conflict_do_update(index_elements=["conversation"], set_=values))

    async def remove(self, conversation: str) -> None:
        await self._connection.execute(delete(advice).where(advice.c.conversation == conversation))

    async def count(self, week: str, suggestion: str, became: str) -> None:
        row = self._insert(advice_count).values(week=week, suggestion=suggestion, became=became, count=1)
        one_more = {"count": advice_count.c.count + 1}
        await self._connection.execute(
            row.on_conflict_do_update(index_elements=["week", "suggestion", "became"], set_=one_more)
        )

    async def mark(self, week: str, sketches: Sequence[Sketch]) -> None:
        rows = [{"id": new_id(), "week": week, "digests": b"".join(sorted(sketch))} for sketch in sketches]
        if rows:
            await self._connection.execute(insert(marked_line), rows)

    async def marked(self, weeks: Collection[str], most: int) -> list[tuple[str, Sketch]]:
        query = select(marked_line.c.week, marked_line.c.digests).where(marked_line.c.week.in_(weeks)).limit(most)
        return [(week, _sketch(digests)) for week, digests in await self._connection.execute(query)]


def _pairs(reasons: Sequence[Reason]) -> list[list[str | int | None]]:
    return [[it.code, it.count] for it in reasons]


def _reasons(sides: dict[str, list[list[str | int | None]]], side: str) -> tuple[Reason, ...]:
    return tuple(Reason(str(code), count if isinstance(count, int) else None) for code, count in sides[side])


def _sketch(digests: bytes) -> Sketch:
    return frozenset(digests[at : at + DIGEST] for at in range(0, len(digests), DIGEST))
