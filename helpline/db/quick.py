"""Words kept in one statement on PostgreSQL, where a conversation still is as this node last saw it.

The plain way (`postgresql_journal.py`) locks the heads, reads what is new, and writes: five ways to the database and
back. This one plans with what it remembers, and the statement writes only where that is still so: the head as it was,
and its next number free. Whatever is not so goes the plain way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from helpline.core.conversation import Message
from helpline.db.journal import Done, Head, Plan, plan
from helpline.db.said import MOST, Said
from helpline.db.straight import Straight
from helpline.ports import Clock, Entry, Vault

Waiting = tuple[Entry, Done]
_KEEP = (
    "WITH wanted AS (SELECT * FROM unnest($1::text[], $2::text[], $3::bool[], $4::text[], $5::int[], $6::text[],"
    " $7::text[], $8::bytea[], $9::bigint[])"
    " AS wanted(conversation, state, interrupted, volunteer, seq, sender, client_id, sealed, at)),"
    " heads AS (SELECT conversation.id FROM conversation JOIN wanted ON conversation.id = wanted.conversation"
    " WHERE conversation.state = wanted.state AND conversation.interrupted = wanted.interrupted"
    " AND conversation.volunteer IS NOT DISTINCT FROM wanted.volunteer"
    " ORDER BY conversation.id FOR NO KEY UPDATE OF conversation)"
    " INSERT INTO message (conversation, seq, sender, client_id, sealed, at)"
    " SELECT conversation, seq, sender, client_id, sealed, at FROM wanted JOIN heads ON heads.id = conversation"
    " ON CONFLICT DO NOTHING RETURNING conversation"
)


class Quick:
    """What it remembers is only ever a guess that the statement checks."""

    def __init__(self, straight: Straight, said: Said, vault: Vault, clock: Clock) -> None:
        self._straight = straight
        self._said = said
        self._vault = vault
        self._clock = clock
        self._heads: dict[str, Head] = {}

    def remember(self, heads: Mapping[str, Head]) -> None:
        """These were locked a moment ago."""
        for name, head in heads.items():
            self._heads.pop(name, None)
            self._heads[name] = head
        while len(self._heads) > MOST:
            del self._heads[next(iter(self._heads))]

    def part(self, group: Sequence[Waiting]) -> tuple[list[Waiting], list[Waiting]]:
        """What may go this way, and what goes the plain one."""
        times = Counter(entry.conversation for entry, _ in group)
        quick, plain = list[Waiting](), list[Waiting]()
        for waiting in group:
            fits = times[waiting[0].conversation] == 1 and self._may(waiting[0])
            (quick if fits else plain).append(waiting)
        return quick, plain

    def _may(self, entry: Entry) -> bool:
        return entry.conversation in self._heads and not self._said.may_know([entry])

    async def keep(self, group: Sequence[Waiting]) -> tuple[list[Waiting], Plan, list[Waiting]]:
        """What was kept, and what goes the plain way all the same.

        Raises:
            TryAgain: the database is away, and it is not known what was kept.
        """
        names = [entry.conversation for entry, _ in group]
        self._said.attend(names)
        heads = {name: replace(self._heads[name], last_seq=self._said.last_seq(name)) for name in names}
        made = plan([entry for entry, _ in group], heads, {}, self._vault, self._clock.now())
        kept = await self._write(made, heads)
        self._said.learn(row[:4] for row in made.rows if row[0] in kept)
        sure = Plan(new=[message for message in made.new if message.conversation in kept])
        done, rest = list[Waiting](), list[Waiting]()
        for waiting, answer in zip(group, made.answers, strict=True):
            if isinstance(answer, Message) and answer.conversation in kept:
                done.append(waiting)
                sure.answers.append(answer)
            else:
                rest.append(waiting)
        return done, sure, rest

    async def _write(self, made: Plan, heads: Mapping[str, Head]) -> set[str]:
        if not made.rows:
            return set()
        names, *columns = (list(column) for column in zip(*made.rows, strict=True))
        those = [heads[name] for name in names]
        as_it_was = [it.state.value for it in those], [it.interrupted for it in those], [it.volunteer for it in those]
        return {row[0] for row in await self._straight.fetch(_KEEP, names, *as_it_was, *columns)}
