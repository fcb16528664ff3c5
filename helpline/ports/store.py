"""What else is kept, the unit of work that changes it, and the wake-ups that follow."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from helpline.core.consent import Consent
from helpline.core.deadlines import Deadline, Kind
from helpline.ports.advice import Advices
from helpline.ports.alarms import Alarms
from helpline.ports.along import Along
from helpline.ports.audit import Audit
from helpline.ports.calls import Calls
from helpline.ports.conversations import Attempts, Conversations, Holder, Messages
from helpline.ports.factors import Factors
from helpline.ports.notices import Notices
from helpline.ports.sanctions import Sanctions
from helpline.ports.shelf import Shelf
from helpline.ports.staff import Offers, People
from helpline.ports.surveys import Surveys


class Facts(Protocol):
    """What is recorded about a conversation while it runs."""

    async def step(self, conversation: str, phase: int, now: datetime) -> None:
        """A phase begins; every step is kept."""
        ...

    async def registration(self, conversation: str) -> dict[str, object]:
        """The fields filled in so far."""
        ...

    async def register(self, conversation: str, fields: dict[str, object], definitions: str, now: datetime) -> None:
        """Write all fields."""
        ...

    async def consents(self, conversation: str) -> list[Consent]:
        """What the child was asked, and said; oldest first."""
        ...

    async def consent(self, conversation: str, it: Consent) -> None:
        """It was asked once more."""
        ...

    async def assign(self, conversation: str, number: int, staff: str, alias: str, now: datetime) -> None:
        """Somebody holds it from now on, under this alias. One active assignment for each conversation.

        Raises:
            Changed: another one is active.
        """
        ...

    async def unassign(self, conversation: str, why: str, now: datetime) -> None:
        """Nobody holds it any more; without an active assignment nothing changes."""
        ...

    async def why_unassigned(self, conversation: str, staff: str) -> str | None:
        """Why this person does not hold it any more, of the last time that they did; null while they do."""
        ...

    async def holders(self, conversation: str) -> list[Holder]:
        """Everybody who has held it, oldest first; without those who were forgotten."""
        ...

    async def last_alias(self, conversation: str) -> str | None:
        """The alias that the child knows of who holds it, or held it last."""
        ...

    async def count_quarter(self, row: dict[str, object]) -> None:
        """Write a quarter hour once; a second node's row is dropped."""
        ...


class Deadlines(Protocol):
    """What lapses, and when."""

    async def set(self, kind: Kind, subject: str, at: datetime) -> None:
        """Set or move it."""
        ...

    async def clear(self, kind: Kind, subject: str) -> None:
        """It does not matter any more."""
        ...

    async def due(self, now: datetime, most: int = 100) -> list[Deadline]:
        """Those whose moment has come, oldest first."""
        ...

    async def next_at(self) -> datetime | None:
        """The earliest moment of all."""
        ...

    async def claim(self, it: Deadline) -> bool:
        """Take it, once: true for whoever is to carry it out."""
        ...


class Nodes(Protocol):
    """The running processes."""

    async def beat(self, node: str, now: datetime) -> None:
        """This one is alive."""
        ...

    async def silent_since(self, moment: datetime) -> list[str]:
        """Those that did not beat since."""
        ...

    async def all(self) -> list[str]:
        """Those that are known."""
        ...

    async def remove(self, node: str) -> None:
        """It is gone."""
        ...


class Records(Protocol):
    """Everything that is kept, as one moment of the database shows it."""

    @property
    def conversations(self) -> Conversations: ...
    @property
    def calls(self) -> Calls: ...
    @property
    def messages(self) -> Messages: ...
    @property
    def attempts(self) -> Attempts: ...
    @property
    def offers(self) -> Offers: ...
    @property
    def people(self) -> People: ...
    @property
    def factors(self) -> Factors: ...
    @property
    def facts(self) -> Facts: ...
    @property
    def alarms(self) -> Alarms: ...
    @property
    def along(self) -> Along: ...
    @property
    def deadlines(self) -> Deadlines: ...
    @property
    def nodes(self) -> Nodes: ...
    @property
    def notices(self) -> Notices: ...
    @property
    def surveys(self) -> Surveys: ...
    @property
    def sanctions(self) -> Sanctions: ...
    @property
    def advice(self) -> Advices: ...
    @property
    def shelf(self) -> Shelf: ...
    @property
    def audit(self) -> Audit: ...


class UnitOfWork(Records, Protocol):
    """Changes that happen together or not at all; without `commit` nothing happened."""

    def tell(self, topic: str) -> None:
        """After the commit, and only then: "look again at this" (see `Wakeups`)."""
        ...

    async def route_alone(self) -> None:
        """Wait until no other node is choosing pairs, so that nobody is paired twice."""
        ...

    async def commit(self) -> None:
        """Make it so.

        Raises:
            Changed: another node was first; decide again.
            TryAgain: the database is away.
        """
        ...


class Store(Protocol):
    """The database."""

    def begin(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """A unit of work that changes things."""
        ...

    def look(self) -> AbstractAsyncContextManager[Records]:
        """Reads only, of what is committed."""
        ...


class Wakeups(Protocol):
    """Carries "look again", never what there is to see.

    Topics: `conversation:<id>` · `staff:<id>` · `queue` · `alarms` · `sanctions` · `deadlines` · `sessions` ·
    `knowledge`. What cannot be carried to another node is lost, and looked for there (`realtime/poll.py`).
    """

    def publish(self, topics: Collection[str]) -> None:
        """Wake everybody who looks at one of these, on every node."""
        ...

    def wake(self, topics: Collection[str]) -> None:
        """On this node alone."""
        ...

    def pass_on(self, topics: Collection[str]) -> None:
        """On every other node: something was said in these conversations, and else nothing changed."""
        ...

    def follow(self, topic: str, is_followed: bool) -> None:
        """Somebody looks at this on this node, or does not any more. Of several each says both."""
        ...

    def hears(self, nodes: Collection[str]) -> bool:
        """Is it sure that this node is woken by all of these? If not, it must look for itself."""
        ...

    def subscribe(self, heed: Callable[[Collection[str]], None]) -> None:
        """Call `heed` with what was published, soon, in the event loop."""
        ...

    def subscribe_words(self, heed: Callable[[Collection[str]], None]) -> None:
        """Call `heed` with what another node passed on, soon, in the event loop."""
        ...
