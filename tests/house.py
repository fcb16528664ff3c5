"""A helpline without a network: a real database, clocks and keys of glass, and people who do what people do.

The cast: Ann and Ben volunteer, Cora and Dirk coordinate, Eva is coached, Finn is a youth volunteer, Gijs is in
training and Zoe must see nothing. Children have colours for names.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TypeVar

from sqlalchemy import text

from helpline.actions.carry_out import carry_out
from helpline.actions.enter import Service
from helpline.actions.evening import count_quarter
from helpline.actions.tick import carry_out_due, route, run_out
from helpline.core.conversation import Conversation
from helpline.core.deadlines import Deadline, Graces
from helpline.core.offers import Offer
from helpline.core.rules import Rules
from helpline.core.staff import Level, Role, Staff
from helpline.db.postgresql import PostgresqlStore
from helpline.db.postgresql_journal import PostgresqlJournal
from helpline.db.sqlite import SqliteStore
from helpline.db.sqlite_journal import SqliteJournal
from helpline.ports import Records, UnitOfWork
from helpline.settings import load
from tests.child import Child
from tests.fakes.clock import A_SATURDAY_EVENING, FakeClock
from tests.fakes.pseudonyms import FakePseudonyms
from tests.fakes.vault import FakeVault
from tests.person import Person

Result = TypeVar("Result")
Store = SqliteStore | PostgresqlStore
Journal = SqliteJournal | PostgresqlJournal


def _staff(name: str, alias: str, role: Role, level: Level, *, youth: bool = False, languages: str = "nl en") -> Staff:
    return Staff(
        id=name,
        name=name,
        alias=alias,
        role=role,
        level=level,
        youth=youth,
        languages=tuple(languages.split()),
        password_hash=f"hash of {name}",
        created_at=A_SATURDAY_EVENING,
    )


CAST = (
    _staff("ann", "Nora", Role.VOLUNTEER, Level.INDEPENDENT),
    _staff("ben", "Sam", Role.VOLUNTEER, Level.INDEPENDENT, languages="nl"),
    _staff("cora", "Lou", Role.COORDINATOR, Level.INDEPENDENT),
    _staff("dirk", "Kim", Role.COORDINATOR, Level.INDEPENDENT),
    _staff("eva", "Isa", Role.VOLUNTEER, Level.COACHED),
    _staff("finn", "Bo", Role.VOLUNTEER, Level.INDEPENDENT, youth=True),
    _staff("gijs", "Jip", Role.VOLUNTEER, Level.TRAINING),
    _staff("zoe", "Zoe", Role.VOLUNTEER, Level.INDEPENDENT),
)


@cache
def packaged_rules() -> Rules:
    """The rules of the packaged configuration, always open and never full."""
    settings = load({}, data=Path("/nowhere"))
    return Rules(
        graces=Graces(),
        hours=replace(settings.opening, always=True),
        definitions=settings.definitions,
        languages=settings.helpline.languages,
        full_minutes=0,
    )


@dataclass
class House:
    """Everything that a test touches. told: the topics of each commit, in order · service: what estimates come from."""

    store: Store
    journal: Journal
    clock: FakeClock
    vault: FakeVault
    rules: Rules = field(default_factory=packaged_rules)
    pseudonyms: FakePseudonyms = field(default_factory=FakePseudonyms)
    service: Service = field(default_factory=Service)
    told: list[set[str]] = field(default_factory=list)
    node: str = "here"

    def __post_init__(self) -> None:
        self.ann, self.ben, self.cora, self.dirk, self.eva, self.finn, self.gijs, self.zoe = self.staff = [
            Person(self, person) for person in CAST
        ]

    def child(self, colour: str) -> Child:
        """The child with this device."""
        return Child(self, colour)

    def now(self) -> datetime:
        return self.clock.now()

    async def do(self, deed: Callable[[UnitOfWork], Awaitable[Result]]) -> Result:
        """One deed, as the faces carry it out."""
        return await carry_out(self.store, deed)

    async def look(self, question: Callable[[Records], Awaitable[Result]]) -> Result:
        """Read what is committed."""
        async with self.store.look() as records:
            return await question(records)

    async def get(self, conversation: str) -> Conversation:
        found = await self.look(lambda records: records.conversations.get(conversation))
        assert found is not None
        return found

    async def queue(self) -> list[str]:
        return await self.look(lambda records: records.conversations.queue())

    async def rows(self, query: str, **values: object) -> list[tuple[object, ...]]:
        """What the tables themselves say."""
        async with self.store.look() as records:
            return [tuple(row) for row in await records.connection.execute(text(query), values)]

    async def change(self, statement: str, **values: object) -> None:
        """Change the tables behind everybody's back."""
        async with self.store.begin() as work:
            await work.connection.execute(text(statement), values)
            await work.commit()

    async def deadlines(self) -> list[Deadline]:
        """All there are, whenever they are due."""
        return await self.look(lambda records: records.deadlines.due(self.now() + timedelta(days=365)))

    async def open_offers(self) -> list[Offer]:
        asked = [await person.offer() for person in self.staff]
        return [offer for offer in asked if offer is not None]

    async def tick(self) -> None:
        """What is due now happens, as the ticker does it."""
        now = self.now()
        while await carry_out_due(self.store, self.rules, now):
            pass
        await route(self.store, self.rules, now)
        await run_out(self.store, self.rules, now)

    async def passes(self, *, seconds: float = 0, minutes: float = 0, hours: float = 0) -> None:
        """Time goes by, and what is due on the way happens at its moment."""
        until = self.now() + timedelta(seconds=seconds, minutes=minutes, hours=hours)
        while True:
            next_at = await self.look(lambda records: records.deadlines.next_at())
            if next_at is None or next_at >= until:
                break
            self.clock.advance(seconds=max((next_at - self.now()).total_seconds(), 0))
            await self.tick()
        self.clock.advance(seconds=(until - self.now()).total_seconds())
        await self.tick()

    async def keeps_quarter(self) -> None:
        await self.do(lambda work: count_quarter(work=work, rules=self.rules, now=self.now()))

    def heed(self, topics: Collection[str]) -> None:
        self.told.append(set(topics))
