"""The answers of the survey."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from helpline.core.survey import Survey
from helpline.db import survey_tables
from helpline.db.rows import Rows

_rows = Rows(survey_tables.survey, Survey, key="pair")
_s, _of = survey_tables.survey.c, survey_tables.survey_of.c
_OF = (
    select(*_rows.columns)
    .join(survey_tables.survey_of, _of.pair == _s.pair)
    .where(_of.conversation == bindparam("conversation"))
)


class SurveyRows:
    """`ports.Surveys` on a database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, conversation: str) -> Survey | None:
        return await _rows.first(self._connection, _OF, {"conversation": conversation})

    async def add(self, it: Survey, conversation: str) -> None:
        await _rows.add(self._connection, it)
        await self._connection.execute(insert(survey_tables.survey_of), {"conversation": conversation, "pair": it.pair})

    async def save(self, it: Survey) -> None:
        await _rows.save(self._connection, it)

    async def unlink(self, conversation: str) -> None:
        await self._connection.execute(delete(survey_tables.survey_of).where(_of.conversation == conversation))

    async def between(self, first: str, last: str) -> list[Survey]:
        return await _rows.all(self._connection, select(*_rows.columns).where(_s.week.between(first, last)))
