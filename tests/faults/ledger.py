"""What people were told was kept, beside what is kept: the ledger of a fault, and how it adds up."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from helpline.actions.read import message_row
from helpline.core.errors import Forgotten
from helpline.db import tables
from helpline.ports import SealedKey
from helpline.vault.file_vault import FileVault

HEADS = ("fault", "times", "acked", "missing", "doubled", "reordered", "undecryptable", "seen beside it")


@dataclass(frozen=True, slots=True)
class Words:
    """One message, as it was acknowledged or as it is kept; text: null when nobody can read it."""

    conversation: str
    sender: str
    client_id: str
    seq: int
    text: str | None


@dataclass(slots=True)
class Ledger:
    """Every acknowledgement that anybody had, in the order in which they came, and every code of a refusal."""

    acked: list[Words] = field(default_factory=list)
    refusals: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Account:
    """How it adds up. All but `acked` must be nothing."""

    acked: int
    missing: int
    doubled: int
    reordered: int
    undecryptable: int

    @property
    def adds_up(self) -> bool:
        """Is everything there that was acknowledged, once, in order, and readable?"""
        return not (self.missing or self.doubled or self.reordered or self.undecryptable)


async def read_kept(url: str, keys: Path) -> list[Words]:
    """Every message of a database, opened with these keys."""
    c, m = tables.conversation.c, tables.message.c
    query = select(m.conversation, m.sender, m.client_id, m.seq, m.sealed, c.key_day, c.key_wrapped).where(
        m.conversation == c.id
    )
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.connect() as connection:
        rows = (await connection.execute(query.order_by(m.conversation, m.seq))).all()
    await engine.dispose()
    vault = await asyncio.to_thread(FileVault, keys)
    return [_opened(vault, *row) for row in rows]


def _opened(
    vault: FileVault, conversation: str, sender: str, client_id: str, seq: int, sealed: bytes, day: str, wrapped: bytes
) -> Words:
    text: str | None
    try:
        text = vault.open(conversation, SealedKey(day, wrapped), message_row(seq, sender), sealed)
    except (Forgotten, ValueError):
        text = None
    return Words(conversation, sender, client_id, seq, text)


def compare(acked: Iterable[Words], kept: Iterable[Words]) -> Account:
    """What was said to be kept with what is."""
    said, there = list(acked), list(kept)
    places: dict[tuple[str, str, str], list[Words]] = defaultdict(list)
    for it in there:
        places[it.conversation, it.sender, it.client_id].append(it)
    found = [places.get((it.conversation, it.sender, it.client_id), []) for it in said]
    texts = Counter((it.conversation, it.text) for it in there if it.text is not None)
    return Account(
        acked=len(said),
        missing=sum(not rows for rows in found),
        doubled=sum(count - 1 for count in texts.values()),
        reordered=sum(bool(rows) and rows[0].seq != it.seq for it, rows in zip(said, found, strict=True))
        + sum(_out_of_order(seqs) for seqs in _numbers(there).values())
        + sum(_out_of_order(seqs, gaps=True) for seqs in _by_sender(said).values()),
        undecryptable=sum(it.text is None for it in there)
        + sum(bool(rows) and rows[0].text not in (it.text, None) for it, rows in zip(said, found, strict=True)),
    )


def _numbers(kept: Iterable[Words]) -> dict[str, list[int]]:
    """Of each conversation, as they are kept."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for it in kept:
        numbers[it.conversation].append(it.seq)
    return {conversation: sorted(seqs) for conversation, seqs in numbers.items()}


def _by_sender(acked: Iterable[Words]) -> dict[tuple[str, str], list[int]]:
    """Of each who speaks, in the order in which they spoke: one thing after the other."""
    numbers: dict[tuple[str, str], list[int]] = defaultdict(list)
    for it in acked:
        numbers[it.conversation, it.sender].append(it.seq)
    return numbers


def _out_of_order(seqs: list[int], *, gaps: bool = False) -> int:
    """How many do not follow the one before; gaps: others may have spoken between them."""
    if gaps:
        return sum(later <= earlier for earlier, later in pairwise(seqs))
    return sum(seq != place for place, seq in enumerate(seqs, 1))
