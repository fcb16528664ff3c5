"""Reading and writing conversations, their messages and their attempts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from helpline.core.attempt import Attempt
from helpline.core.conversation import Conversation
from helpline.core.history import Visit
from helpline.core.queue import Before, Waiting
from helpline.ports.identifiers import Pseudonym


class Conversations(Protocol):
    """The conversations."""

    async def get(self, conversation: str) -> Conversation | None:
        """One conversation, or null."""
        ...

    async def add(self, it: Conversation) -> None:
        """A new row."""
        ...

    async def save(self, it: Conversation) -> Conversation:
        """Write it where the version is still the one that was read; the answer carries the next version.

        Raises:
            Changed: somebody else was first.
        """
        ...

    async def of_device(self, device: Sequence[Pseudonym], ended_after: datetime) -> Conversation | None:
        """The newest one of this device that waits, runs, or ended after that moment and was not wiped."""
        ...

    async def held_by(self, staff: str) -> list[Conversation]:
        """Those that this volunteer holds or lost and may regain, oldest first; closed ones excepted."""
        ...

    async def next_waiting(self, channels: Sequence[str], languages: Sequence[str], most: int) -> list[Waiting]:
        """The first `most` of each kind of waiting child that may be offered, in the order of the queue.

        Costs O(log n) in the number waiting.
        """
        ...

    async def place_of(self, it: Conversation) -> int:
        """Its place in the queue, 1 for who is next."""
        ...

    async def place_at(self, moment: datetime, *, practice: bool = False) -> int:
        """The place that a new one with this `place_at` would have. practice: among those who practise, after every
        child."""
        ...

    async def queue(self, most: int | None = None) -> list[str]:
        """The ids of all who wait or are being offered, in order."""
        ...

    async def waiting_before(self, moment: datetime) -> list[Conversation]:
        """Those in the queue who never talked to anybody and entered before this moment."""
        ...

    async def with_child_on(self, node: str) -> list[Conversation]:
        """Those not ended whose child's window is open on this node."""
        ...

    async def talking(self, most: int) -> list[Conversation]:
        """Those that run, the newest first."""
        ...

    async def recent_services(self, since: datetime, most: int) -> list[float]:
        """How long, in seconds, conversations took from accept to finish; newest first."""
        ...

    async def marks(self, conversations: Sequence[str]) -> dict[str, tuple[int, int]]:
        """Version and newest message number of each: what differs since the last look has changed."""
        ...

    async def children_waiting(self, channels: Sequence[str]) -> int:
        """How many children wait on these channels, are there, and could be given to whoever is free. Who practises
        is none of them."""
        ...

    async def overview(self, now: datetime) -> Overview:
        """What coordinators see of the queue, without the volunteers' states."""
        ...


@dataclass(frozen=True, slots=True)
class Holder:
    """Who held a conversation from a moment on; alias: what the child knows them by."""

    staff: str
    alias: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Running:
    """A line in the coordinators' list of running conversations. volunteer: the alias."""

    conversation: str
    channel: str
    volunteer: str
    phase: int | None
    since: datetime
    practice: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """waiting: count by channel · longest_seconds: of who waits · passed_on: declined or lapsed twice and waiting; all
    without practice · practising: who waits on the practice line."""

    waiting: dict[str, int]
    longest_seconds: int
    passed_on: int
    practising: int
    running: list[Running]


@dataclass(frozen=True, slots=True)
class SealedMessage:
    """A message as it is kept."""

    seq: int
    sender: str
    client_id: str | None
    sealed: bytes
    at: datetime


@dataclass(frozen=True, slots=True)
class Words:
    """Counts and first moments of the words of one side."""

    count: int
    first_at: datetime | None


class Messages(Protocol):
    """The messages, sealed."""

    async def after(self, conversation: str, seq: int) -> list[SealedMessage]:
        """All after this number, in order."""
        ...

    async def last_seq(self, conversation: str) -> int:
        """The newest number, 0 when there is none."""
        ...

    async def words(self, conversation: str) -> dict[str, Words]:
        """By sender."""
        ...


class Attempts(Protocol):
    """The attempts and the pseudonyms that belong to them while their epoch lives."""

    async def get(self, attempt: str) -> Attempt | None:
        """One attempt, or null."""
        ...

    async def add(self, it: Attempt, pseudonyms: Sequence[Pseudonym]) -> None:
        """A new row, with the pseudonyms of the current epoch."""
        ...

    async def count(self, attempt: str, what: str) -> None:
        """One more of `offers_made`, `offers_declined` or `offers_lapsed`."""
        ...

    async def save(self, it: Attempt) -> None:
        """Write it; attempts are changed only together with their conversation, whose version guards them."""
        ...

    async def pseudonyms(self, attempt: str) -> list[Pseudonym]:
        """Those it came with; none when they were forgotten or there were none."""
        ...

    async def outcomes(self, since: datetime) -> dict[str, int]:
        """How many who came since then were answered, abandoned or turned away; without practice."""
        ...

    async def add_earlier(self, attempt: str, earlier: Sequence[Pseudonym]) -> None:
        """By what it was known in the epoch before."""
        ...

    async def last_arrivals(self, device: Sequence[Pseudonym]) -> Mapping[Pseudonym, datetime]:
        """When somebody last came by each of these pseudonyms; only those by which anybody came."""
        ...

    async def known_as(self, attempt: str) -> list[Pseudonym]:
        """By what its device or number is met again, in this epoch and the one before; a network is nobody."""
        ...

    async def visits(self, pseudonyms: Sequence[Pseudonym], besides: Attempt, most: int) -> list[Visit]:
        """The newest attempts that came in as one of these, and are over; those that were turned away reached nobody
        and are left out, and so is the attempt `besides`."""
        ...

    async def before(self, device: Sequence[Pseudonym]) -> Before | None:
        """What the queue must know of the newest earlier attempt of this device."""
        ...
