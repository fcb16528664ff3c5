"""Keeping second steps, and asking them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from helpline.core.factors import Factor, HalfSession
from helpline.core.staff import Staff


class Factors(Protocol):
    """The second steps of staff, and who is about to set one up."""

    async def of(self, staff: str) -> list[Factor]:
        """All of one person, oldest first."""
        ...

    async def of_everybody(self) -> list[Factor]:
        """All of everybody, oldest first."""
        ...

    async def add(self, it: Factor) -> None:
        """A new one."""
        ...

    async def confirm(self, factor: str, counter: int, now: datetime) -> bool:
        """It works; false when it is gone, or worked before."""
        ...

    async def use(self, factor: str, counter: int, now: datetime) -> bool:
        """Move its counter on, by compare-and-set; false when it is there already, or further."""
        ...

    async def remove(self, factor: str) -> None:
        """Away with it."""
        ...

    async def remove_all(self, staff: str, *, unconfirmed: bool = False) -> int:
        """Away with all of one person, or with those that never worked; answers how many."""
        ...

    async def begin_half(self, it: HalfSession, before: datetime) -> None:
        """Somebody may set one up. Those that began before that moment go."""
        ...

    async def half(self, token_hash: bytes) -> HalfSession | None:
        """Who holds this token."""
        ...

    async def end_half(self, *, token_hash: bytes | None = None, staff: str | None = None) -> None:
        """Away with one, or with all of one person."""
        ...

    async def ask(self, challenge: bytes, staff: str, now: datetime) -> None:
        """A device is to sign this for this person, once; those that are over go."""
        ...

    async def take(self, challenge: bytes, staff: str, now: datetime) -> bool:
        """It was signed; false when it was never asked, of somebody else, is over, or was taken before."""
        ...

    async def forget(self, halves_before: datetime) -> None:
        """Drop what is over."""
        ...


@dataclass(frozen=True, slots=True)
class NewCode:
    """What an app needs to make codes. sealed: the secret as it is kept · secret: as somebody may type it · uri: as an
    app reads it · size, path: the same as a drawing of so many squares each way, an SVG path."""

    sealed: bytes
    secret: str
    uri: str
    size: int
    path: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a browser is asked. challenge: what the device is to sign, once · options: as the browser takes them."""

    challenge: bytes
    options: dict[str, Any]


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """credential: by which the device knows it · public_key: with which its signatures are checked · counter: its own
    count of uses; many keep none."""

    credential: bytes
    public_key: bytes
    counter: int


class Passkeys(Protocol):
    """Keys that devices keep (WebAuthn). origin: of the page that asks, one of `[web] origins`."""

    def ask_new(self, staff: Staff, known: Sequence[Factor], origin: str) -> Asked:
        """What to ask for a new one; devices with one of those known make none."""
        ...

    def ask_known(self, known: Sequence[Factor], origin: str) -> Asked:
        """What to ask of one of those known."""
        ...

    def challenge_of(self, credential: Mapping[str, Any]) -> bytes | None:
        """Which challenge it says that it answers; null for what is no answer of a device."""
        ...

    def made(self, credential: Mapping[str, Any], challenge: bytes, origin: str) -> NewPasskey | None:
        """The new key, or null when the answer is wrong."""
        ...

    def counter_of(self, factor: Factor, credential: Mapping[str, Any], challenge: bytes, origin: str) -> int | None:
        """With which count of uses this key signed; null when it did not, or its count did not grow."""
        ...


class Codes(Protocol):
    """Codes of six digits that an app shows (RFC 6238)."""

    def new(self, factor: str, name: str) -> NewCode:
        """A fresh secret. factor: what it is sealed for · name: what the app calls it."""
        ...

    def step_of(self, factor: Factor, code: str, now: datetime) -> int | None:
        """Which step this code belongs to: one that is newer than the last that was taken, or null. The same work is
        done for each that is wrong."""
        ...
