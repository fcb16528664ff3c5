"""The messages, as they are kept: sealed. The journal writes them."""

from __future__ import annotations

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from helpline.db import tables
from helpline.ports import SealedMessage, Words

_m = tables.message.c
_after = (
    select(_m.seq, _m.sender, _m.client_id, _m.sealed, _m.at)
    .where(_m.conversation == bindparam("conversation"), _m.seq > bindparam("newest"))
    .order_by(_m.seq)
)
_words = (
    select(_m.sender, func.count(), func.min(_m.at))
    .where(_m.conversation == bindparam("conversation"))
    .group_by(_m.sender)
)


class MessageRows:
    """`ports.Messages` on a database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def after(self, conversation: str, seq: int) -> list[SealedMessage]:
        rows = await self._connection.execute(_after, {"conversation": conversation, "newest": seq})
        return [SealedMessage(*row) for row in rows]

    async def last_seq(self, conversation: str) -> int:
        query = select(func.max(_m.seq)).where(_m.conversation == conversation)
        return (await self._connection.execute(query)).scalar_one() or 0

    async def words(self, conversation: str) -> dict[str, Words]:
        rows = await self._connection.execute(_words, {"conversation": conversation})
        return {sender: Words(count, first_at) for sender, count, first_at in rows}
