"""Forgetting what is due: words, pseudonyms with their keys, and then who, when and which of a registration.

What is left of a registration after its term is what [18] of the product says: the facts, by the hour. Everything here
may be done again at any time, by any number of processes, and never touches a conversation that still runs.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from helpline.actions.accounts import AT_MOST, IDLE
from helpline.actions.carry_out import carry_out
from helpline.actions.keep_audit import forget_months
from helpline.core.factors import HALF_FOR
from helpline.ports import Records, Store, UnitOfWork, Vault

BATCH = 25
"""So many rows in one transaction: a few milliseconds, for children are waiting for the same database."""
PAUSE = timedelta(milliseconds=20)
"""Between two of them, so that another process finds its turn."""
WRAP_UP_AT_MOST = timedelta(days=1)
"""Where words are kept until the end of wrap-up, they do not wait any longer for somebody who never finishes it."""
BEGINNING = timedelta(hours=1)
"""A conversation that was being begun at midnight may not be committed yet: yesterday's key stays for a while."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How long what is kept, from `[retention]`. messages: nothing is until the end of wrap-up."""

    messages: timedelta
    pseudonyms: timedelta

    @classmethod
    def in_days(cls, messages: int, pseudonyms: int) -> Terms:
        """As the settings say it."""
        return cls(timedelta(days=messages), timedelta(days=pseudonyms))


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """What was forgotten.

    conversations: whose words are gone · days, epochs: keys deleted · pseudonyms: rows · attempts: that lost the time,
    the volunteer and their ids · sessions: log-ins · held_back: the day of the oldest conversation that still runs and
    so keeps its key and those after it beyond their term; null when there is none · is_settled: false when somebody
    kept the database's log from being emptied; the next run does it.
    """

    conversations: int
    days: Sequence[str]
    pseudonyms: int
    epochs: Sequence[int]
    attempts: int
    sessions: int
    held_back: str | None
    is_settled: bool


class Forgetting(Protocol):
    """What one unit of work can forget. Each method that is given ids takes only those that are due in some run."""

    async def words_due(self, closed_before: datetime, ended_before: datetime, most: int) -> list[str]:
        """Conversations that still have words: closed, and ended by the one moment; or in wrap-up, and ended by the
        other."""
        ...

    async def forget_words(self, conversations: Sequence[str]) -> int:
        """Messages, nickname, note, what was said of danger, and the conversation's own key; answers how many
        conversations had any."""
        ...

    async def oldest_day(self) -> str | None:
        """The oldest day whose key a conversation still needs."""
        ...

    async def forget_epochs(self, before: int) -> int:
        """The pseudonyms of older epochs; answers how many."""
        ...

    async def pseudonyms_due(self, arrived_before: datetime, most: int) -> list[str]:
        """Attempts that still have pseudonyms, arrived by then, and whose conversation is over."""
        ...

    async def forget_pseudonyms(self, attempts: Sequence[str]) -> int:
        """The pseudonyms of these attempts; answers how many."""
        ...

    async def attempts_due(self, arrived_before: datetime, most: int) -> list[str]:
        """Attempts that still have their time and ids, arrived by then, and whose conversation is closed."""
        ...

    async def forget_who_and_when(self, attempts: Sequence[str]) -> int:
        """Of these attempts and their conversations the hour stays instead of the time; volunteers, offers, pseudonyms
        and ids go. A conversation keeps its own id as long as its words, which are sealed for it."""
        ...

    async def forget_blocks(self, now: datetime) -> int:
        """Whom blocks that are over kept out; answers how many."""
        ...

    async def sanctions_due(self, over_before: datetime, most: int) -> list[str]:
        """Time-outs and blocks that ended by then and still say who gave them."""
        ...

    async def forget_sanctions(self, sanctions: Sequence[str]) -> int:
        """Whom they kept out, who gave, agreed and lifted them, why and which they were; of times the hour stays."""
        ...

    async def forget_duties(self, gone_before: datetime) -> int:
        """How those stood who have been away since then: it tells when their last conversation ended."""
        ...

    async def forget_marked(self, kept: Sequence[str]) -> int:
        """Digests of lines that were marked in other weeks than these: their key is gone."""
        ...

    async def forget_deadlines(self) -> int:
        """Those whose offer or conversation is over."""
        ...


class Memory(Protocol):
    """The database as something that forgets."""

    def of(self, records: Records) -> Forgetting:
        """What this unit of work, or this look, can forget or find."""
        ...

    async def settle(self) -> bool:
        """Let go of what the database itself still holds of forgotten rows (its log); false when it could not now."""
        ...


class Numbered(Protocol):
    """Something with the number of an epoch."""

    @property
    def number(self) -> int: ...


class PseudonymKeys(Protocol):
    """The keys of the epochs; both methods use the disk."""

    def forget(self, now: datetime) -> Sequence[int]:
        """Delete the keys of epochs that are out of use; answers which."""
        ...

    def at(self, now: datetime) -> Sequence[Numbered]:
        """Those in use, newest first."""
        ...


Find = Callable[[Forgetting], Awaitable[list[str]]]
Forget = Callable[[Forgetting, list[str]], Awaitable[int]]


async def forget_due(
    store: Store, memory: Memory, vault: Vault, keys: PseudonymKeys | None, terms: Terms, now: datetime
) -> Forgotten:
    """Forget everything whose term is over; keys: null for a process that must not hold them.

    Raises:
        TryAgain: the database is away; what is forgotten by then stays forgotten.
        KeyProblem: a key cannot be deleted.
    """
    closed_before = now - terms.messages
    ended_before = now - max(terms.messages, WRAP_UP_AT_MOST)
    arrived_before = now - terms.pseudonyms
    conversations = await _in_batches(
        store, memory, lambda it: it.words_due(closed_before, ended_before, 40 * BATCH), _forget_words
    )
    days, held_back = await _forget_days(store, memory, vault, min(closed_before, now - BEGINNING).date().isoformat())
    epochs, of_epochs = await _forget_epochs(store, memory, keys, now)
    of_attempts = await _in_batches(
        store, memory, lambda it: it.pseudonyms_due(arrived_before, 40 * BATCH), _forget_pseudonyms
    )
    attempts = await _in_batches(
        store, memory, lambda it: it.attempts_due(arrived_before, 40 * BATCH), _forget_who_and_when
    )
    of_blocks = await carry_out(store, lambda work: memory.of(work).forget_blocks(now))
    await _in_batches(store, memory, lambda it: it.sanctions_due(arrived_before, 40 * BATCH), _forget_sanctions)
    sessions = await carry_out(store, lambda work: work.people.end_stale_sessions(now - IDLE, now - AT_MOST))
    await carry_out(store, lambda work: work.factors.forget(now - HALF_FOR))
    gone_before = now - max(terms.pseudonyms, AT_MOST)
    await carry_out(store, lambda work: memory.of(work).forget_duties(gone_before))
    await carry_out(store, lambda work: memory.of(work).forget_deadlines())
    await asyncio.to_thread(vault.forget_marks, now)
    weeks = [key.week for key in await asyncio.to_thread(vault.mark_keys, now)]
    await carry_out(store, lambda work: memory.of(work).forget_marked(weeks))
    await carry_out(store, lambda work: forget_months(work, now))
    return Forgotten(
        conversations=conversations,
        days=days,
        pseudonyms=of_epochs + of_attempts + of_blocks,
        epochs=epochs,
        attempts=attempts,
        sessions=len(sessions),
        held_back=held_back,
        is_settled=await memory.settle(),
    )


async def forget_conversation(conversation: str, *, work: UnitOfWork, memory: Memory) -> None:
    """Forget the words of one that is over, in this unit of work: where they are kept until the end of wrap-up only."""
    await memory.of(work).forget_words([conversation])


async def _forget_words(forgetting: Forgetting, conversations: list[str]) -> int:
    return await forgetting.forget_words(conversations)


async def _forget_pseudonyms(forgetting: Forgetting, attempts: list[str]) -> int:
    return await forgetting.forget_pseudonyms(attempts)


async def _forget_who_and_when(forgetting: Forgetting, attempts: list[str]) -> int:
    return await forgetting.forget_who_and_when(attempts)


async def _forget_sanctions(forgetting: Forgetting, sanctions: list[str]) -> int:
    return await forgetting.forget_sanctions(sanctions)


async def _forget_days(store: Store, memory: Memory, vault: Vault, before: str) -> tuple[Sequence[str], str | None]:
    async with store.look() as records:
        needed = await memory.of(records).oldest_day()
    held_back = needed if needed is not None and needed < before else None
    return await asyncio.to_thread(vault.forget_days, held_back or before), held_back


async def _forget_epochs(
    store: Store, memory: Memory, keys: PseudonymKeys | None, now: datetime
) -> tuple[Sequence[int], int]:
    if keys is None:
        return (), 0
    gone = await asyncio.to_thread(keys.forget, now)
    oldest = (await asyncio.to_thread(keys.at, now))[-1].number
    return gone, await carry_out(store, lambda work: memory.of(work).forget_epochs(oldest))


async def _in_batches(store: Store, memory: Memory, find: Find, forget: Forget) -> int:
    """Find what is due without holding anybody up, and forget it a little at a time; answers how many."""
    total = 0
    while True:
        async with store.look() as records:
            # ids are random, so that in their order nothing tells any more what came before what
            due = sorted(await find(memory.of(records)))
        count = 0
        for start in range(0, len(due), BATCH):
            count += await _forget_batch(store, memory, forget, due[start : start + BATCH])
            await asyncio.sleep(PAUSE.total_seconds())
        if not count:
            return total
        total += count


async def _forget_batch(store: Store, memory: Memory, forget: Forget, batch: list[str]) -> int:
    return await carry_out(store, lambda work: forget(memory.of(work), batch))
