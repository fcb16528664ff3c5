"""Where a machine plays: one house for many evenings, and what can be seen of it at each moment."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

from helpline.core.errors import Refusal
from helpline.core.offers import Offer
from helpline.db.tables import metadata
from tests.actions.invariants import Rows
from tests.child import Child
from tests.house import House
from tests.person import Person

CHILDREN = ("blue", "red", "green")
VOLUNTEERS = ("ann", "ben")


class Stage:
    """Deeds are done one after the other; `rows` are read once after each."""

    runner: ClassVar[asyncio.Runner]
    house: ClassVar[House]
    read: Rows | None = None

    def clear(self) -> None:
        """A new evening in the same house: opening one anew for each would take longer than the evening."""
        raw = self.house.store.writer
        raw.execute("BEGIN IMMEDIATE")
        for table in reversed(metadata.sorted_tables):
            if table.name != "staff":
                raw.execute(f"DELETE FROM {table.name}")
        raw.execute("COMMIT")
        self.house.node, self.read = "node 0", None
        self.children = {colour: Child(self.house, colour) for colour in CHILDREN}
        self._words = 0

    def do(self, deed: Callable[..., Awaitable[Any]], *values: Any, **named: Any) -> bool:
        """Do it; false when it was refused, and then nothing may have changed."""
        before, self.read = self.rows(), None
        try:
            self.runner.run(_await(deed, values, named))
        except Refusal:
            assert self.rows() == before
            return False
        return True

    def new_words(self) -> str:
        self._words += 1
        return f"woord {self._words}"

    def rows(self) -> Rows:
        """As they are since the last deed."""
        if self.read is None:
            self.read = Rows.of(self.house.store.writer)
        return self.read

    def person(self, name: str) -> Person:
        found: Person = getattr(self.house, name)
        return found

    def of_child(self, colour: str) -> dict[str, Any] | None:
        """Its conversation, as long as it is not over."""
        name = self.children[colour].conversation
        return next((it for it in self.rows().conversation if it["id"] == name and it["ended_at"] is None), None)

    def here(self, *, dark: bool | None = None) -> list[str]:
        """The children with a conversation; dark: whose screen is, or is not."""
        its = {colour: self.of_child(colour) for colour in CHILDREN}
        return [
            colour for colour, it in its.items() if it and (dark is None or (it["child_gone_at"] is not None) is dark)
        ]

    def interrupted(self) -> list[str]:
        """The children whose volunteer is lost, whether they know it yet or not."""
        return [colour for colour in self.here() if (self.of_child(colour) or {})["interrupted_at"] is not None]

    def held(self, *states: str) -> list[tuple[str, str]]:
        """Who holds which conversation in one of these states."""
        return [
            (it["volunteer"], it["id"]) for it in self.rows().conversation if it["volunteer"] and it["state"] in states
        ]

    def offers(self) -> list[tuple[str, str]]:
        """Who is being asked, and by which offer."""
        return [(offer["staff"], offer["id"]) for offer in self.rows().offer if offer["outcome"] is None]

    def offer(self, name: str) -> Offer:
        found = self.runner.run(self.house.look(lambda records: records.offers.get(name)))
        assert found is not None
        return found

    def connected(self) -> list[str]:
        return [duty["staff"] for duty in self.rows().duty if duty["gone_at"] is None]


async def _await(deed: Callable[..., Awaitable[Any]], values: tuple[Any, ...], named: dict[str, Any]) -> None:
    await deed(*values, **named)
