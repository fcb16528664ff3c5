"""What the actions need from the world, as protocols; `app.py` gives them the real thing and tests give them fakes.

Nothing here does I/O. Every fake passes the same contract tests as the real implementation (`tests/contract`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from helpline.core.attempt import Attempt
from helpline.core.conversation import Conversation, Message
from helpline.core.deadlines import Deadline, Kind
from helpline.core.errors import Refusal
from helpline.core.offers import Offer
from helpline.core.queue import Before, Waiting
from helpline.core.staff import Duty, Session, Staff


class Clock(Protocol):
    """The only source of the time."""

    def now(self) -> datetime:
        """The moment, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that never go backwards, for rates and measurements; never stored."""
        ...


@dataclass(frozen=True, slots=True)
class Pseudonym:
    """The keyed hash of an identifier in one epoch.

    kind: `device`, `ip4`, `ip6` or `tel` · epoch: the number of the 7-day epoch · digest: 32 bytes.
    """

    kind: str
    epoch: int
    digest: bytes


class Pseudonyms(Protocol):
    """Turns identifiers into pseudonyms; only the child face holds one.

    Each method answers with the pseudonyms of the current epoch and, behind it, of the previous one where its key is
    still kept; an empty tuple for what identifies nobody (private, loopback and carrier-shared addresses, our proxies).
    """

    def of_device(self, token: str, now: datetime) -> tuple[Pseudonym, ...]:
        """The pseudonyms of a resume token, the `device` of the contract."""
        ...

    def of_network(self, address: str, now: datetime) -> tuple[Pseudonym, ...]:
        """The pseudonyms of a peer address (IPv4 whole, IPv6 by its /64)."""
        ...


@dataclass(frozen=True, slots=True)
class SealedKey:
    """A conversation's own key, wrapped by the key of a day.

    day: ISO date of the day key · wrapped: nonce and ciphertext of the 32-byte key.
    """

    day: str
    wrapped: bytes


class Vault(Protocol):
    """Seals what people wrote: a thief of the database reads nothing, and deleting a day's key forgets that day."""

    def new_key(self, conversation: str, now: datetime) -> SealedKey:
        """A fresh key for this conversation, wrapped by today's key (made when it does not exist yet)."""
        ...

    def seal(self, conversation: str, key: SealedKey, row: str, text: str) -> bytes:
        """Seal `text`, padded to a size class and bound to the conversation and to `row`.

        row: an immutable name of the place where it is kept (`message|7|child`, `nickname`, `note`).

        Raises:
            Forgotten: the day's key is gone.
        """
        ...

    def open(self, conversation: str, key: SealedKey, row: str, sealed: bytes) -> str:
        """The text again.

        Raises:
            Forgotten: the day's key is gone.
            ValueError: not sealed by this key for this row (moved, altered or truncated).
        """
        ...

    def forget_days(self, before: str) -> Sequence[str]:
        """Delete the key files of all days before the ISO date `before`; answers which were deleted."""
        ...


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

    async def next_waiting(self, channel: str, languages: Sequence[str], most: int) -> list[Waiting]:
        """The first `most` of each kind of waiting child that may be offered, in the order of the queue.

        Costs O(log n) in the number waiting.
        """
        ...

    async def place_of(self, it: Conversation) -> int:
        """Its place in the queue, 1 for who is next."""
        ...

    async def place_at(self, moment: datetime) -> int:
        """The place that a new one with this `place_at` would have."""
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

    async def recent_services(self, since: datetime, most: int) -> list[float]:
        """How long, in seconds, conversations took from accept to finish; newest first."""
        ...

    async def marks(self, conversations: Sequence[str]) -> dict[str, tuple[int, int]]:
        """Version and newest message number of each: what differs since the last look has changed."""
        ...

    async def overview(self, now: datetime) -> Overview:
        """What coordinators see of the queue, without the volunteers' states."""
        ...


@dataclass(frozen=True, slots=True)
class Running:
    """A line in the coordinators' list of running conversations. volunteer: the alias."""

    conversation: str
    channel: str
    volunteer: str
    phase: int | None
    since: datetime


@dataclass(frozen=True, slots=True)
class Overview:
    """waiting: count by channel · longest_seconds: of who waits · passed_on: declined or lapsed twice and waiting."""

    waiting: dict[str, int]
    longest_seconds: int
    passed_on: int
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

    async def save(self, it: Attempt) -> None:
        """Write it; attempts are changed only together with their conversation, whose version guards them."""
        ...

    async def before(self, device: Sequence[Pseudonym]) -> Before | None:
        """What the queue must know of the newest earlier attempt of this device."""
        ...

    async def any_since(self, device: Sequence[Pseudonym], since: datetime) -> bool:
        """Whether this device, in the current epoch, was here since that moment."""
        ...


class Offers(Protocol):
    """The offers."""

    async def get(self, offer: str) -> Offer | None:
        """One offer, or null."""
        ...

    async def add(self, it: Offer) -> None:
        """A new open offer. At most one is open for a conversation, and one for a volunteer.

        Raises:
            Changed: another one is open.
        """
        ...

    async def save(self, it: Offer) -> None:
        """Close an open offer.

        Raises:
            Changed: it was closed by somebody else.
        """
        ...

    async def open_for(self, *, staff: str | None = None, conversation: str | None = None) -> Offer | None:
        """The open offer of a volunteer or of a conversation."""
        ...

    async def declined_since(self, moment: datetime) -> int:
        """How many who wait may be passed over for it: declined since then, or handed over."""
        ...

    async def newest_for(self, staff: str) -> Offer | None:
        """The volunteer's newest offer, open or answered."""
        ...


class People(Protocol):
    """Staff, how they stand, and their log-ins."""

    async def get(self, staff: str) -> Staff | None:
        """One person, disabled or not."""
        ...

    async def named(self, name: str) -> Staff | None:
        """By log-in name."""
        ...

    async def add(self, it: Staff) -> None:
        """A new account.

        Raises:
            Changed: the name is taken.
        """
        ...

    async def save(self, it: Staff) -> None:
        """Write an account."""
        ...

    async def count(self) -> int:
        """How many accounts there are."""
        ...

    async def duty(self, staff: str) -> Duty | None:
        """How somebody stands; null before the first log-in."""
        ...

    async def put_duty(self, it: Duty) -> Duty:
        """Write how somebody stands, by compare-and-set; the first time it is added.

        Raises:
            Changed: somebody else was first.
        """
        ...

    async def on_duty(self) -> list[OnDuty]:
        """Everybody with an open window, with what they hold."""
        ...

    async def connected_on(self, node: str) -> list[Duty]:
        """Those whose windows are open on this node."""
        ...

    async def is_busy(self, staff: str) -> bool:
        """Do they hold a conversation that is not closed?"""
        ...

    async def marks(self, staff: Sequence[str]) -> dict[str, tuple[int, str | None, int]]:
        """Of each: how they stand (version), their open offer, and how many conversations they hold."""
        ...

    async def add_session(self, it: Session) -> None:
        """A log-in."""
        ...

    async def sessions(self, token_hashes: Sequence[bytes]) -> dict[bytes, tuple[Session, Staff]]:
        """The log-ins that still exist, with their people (disabled ones left out)."""
        ...

    async def touch_session(self, token_hash: bytes, now: datetime) -> None:
        """It was used."""
        ...

    async def end_sessions(self, *, token_hash: bytes | None = None, staff: str | None = None) -> None:
        """Log out one, or everywhere."""
        ...

    async def end_stale_sessions(self, used_before: datetime, made_before: datetime) -> list[bytes]:
        """Drop idle and over-old log-ins of people who hold no conversation; answers which."""
        ...


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Somebody at the desk. active, wrap_up: conversations held · asked: an offer is open."""

    staff: Staff
    duty: Duty
    active: int
    wrap_up: int
    asked: bool


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

    async def assign(self, conversation: str, number: int, staff: str, now: datetime) -> None:
        """Somebody holds it from now on. One active assignment for each conversation.

        Raises:
            Changed: another one is active.
        """
        ...

    async def unassign(self, conversation: str, why: str, now: datetime) -> None:
        """Nobody holds it any more; without an active assignment nothing changes."""
        ...

    async def last_alias(self, conversation: str) -> str | None:
        """The alias of who holds it, or held it last."""
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

    async def remove(self, node: str) -> None:
        """It is gone."""
        ...


class Records(Protocol):
    """Everything that is kept, as one moment of the database shows it."""

    @property
    def conversations(self) -> Conversations: ...
    @property
    def messages(self) -> Messages: ...
    @property
    def attempts(self) -> Attempts: ...
    @property
    def offers(self) -> Offers: ...
    @property
    def people(self) -> People: ...
    @property
    def facts(self) -> Facts: ...
    @property
    def deadlines(self) -> Deadlines: ...
    @property
    def nodes(self) -> Nodes: ...


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

    Topics: `conversation:<id>` · `staff:<id>` · `queue` · `deadlines` · `sessions`.
    """

    def publish(self, topics: Collection[str]) -> None:
        """Wake everybody who looks at one of these."""
        ...

    def subscribe(self, heed: Callable[[Collection[str]], None]) -> None:
        """Call `heed` with what was published, soon, in the event loop."""
        ...


@dataclass(frozen=True, slots=True)
class Entry:
    """Words to be kept. sender: `child` or `volunteer` · volunteer: who says it (null for the child)."""

    conversation: str
    sender: str
    volunteer: str | None
    client_id: str
    text: str


class Journal(Protocol):
    """Keeps messages; the hot path."""

    def append(self, entry: Entry, done: Callable[[Message | Refusal], None]) -> None:
        """Keep the words with the next ones in one transaction; `done` is called after it was committed and synced.

        `done` gets the message (the same one again for a `client_id` that is known with this text) or the refusal:
        NotYours, NotTalking, Ended, IdConflict, TryAgain. New messages also go to `deliver`.
        """
        ...

    def deliver_to(self, heed: Callable[[Sequence[Message]], None]) -> None:
        """Call `heed` with the new messages of each commit, in order."""
        ...
