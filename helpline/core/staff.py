"""Volunteers and coordinators, and how they stand at the moment."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What somebody may do; a coordinator may also answer."""

    VOLUNTEER = "volunteer"
    COORDINATOR = "coordinator"


class Level(StrEnum):
    """`training`: practice line only · `coached`: one conversation at a time · `independent`."""

    TRAINING = "training"
    COACHED = "coached"
    INDEPENDENT = "independent"


class Status(StrEnum):
    """What a volunteer chose. `LAST`: this conversation is my last."""

    AVAILABLE = "available"
    AWAY = "away"
    BREAK = "break"
    LAST = "last"


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """Somebody with an account. `name` logs in and never reaches a child; `alias` is what a child sees."""

    id: str
    name: str
    alias: str
    role: Role
    level: Level
    youth: bool
    languages: tuple[str, ...]
    password_hash: str
    created_at: datetime
    disabled_at: datetime | None = None


def must_come_anew(before: Staff, now: Staff) -> bool:
    """Is what a window of theirs shows, or what it was let in for, more than they may by now; or another one's desk?"""
    levels = list(Level)
    is_lower = levels.index(now.level) < levels.index(before.level)
    return now.role is not before.role or is_lower or (now.youth and not before.youth)


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """How somebody stands now.

    nodes: where windows are open, the newest last; that one is `node` · `gone_at` is when the last one closed (null
    while connected) · `idle_since` orders who is asked first · channels: `chat`, `phone` · chats: 1 or 2 at a time ·
    works_from: `home`, `office` or null · why: what set the status when it was not the volunteer: `lapsed` or
    `recover` · alias: the one chosen for this shift, in place of the account's.
    """

    staff: str
    status: Status = Status.AWAY
    channels: tuple[str, ...] = ("chat",)
    chats: int = 1
    works_from: str | None = None
    idle_since: datetime
    gone_at: datetime | None = None
    node: str | None = None
    nodes: tuple[str, ...] = ()
    why: str | None = None
    alias: str | None = None
    version: int = 0

    @property
    def is_connected(self) -> bool:
        """At least one window of the desk is open."""
        return self.gone_at is None and self.node is not None

    @property
    def open_on(self) -> tuple[str, ...]:
        """The nodes with a window, the newest last; also where the previous release wrote only the newest."""
        if self.node is None or self.gone_at is not None:
            return ()
        return (*(it for it in self.nodes if it != self.node), self.node)

    def came_to(self, node: str) -> Duty:
        """With a window on this node."""
        return self._open_on((*(it for it in self.open_on if it != node), node), None)

    def went_from(self, node: str | None, alive: Collection[str], now: datetime) -> Duty:
        """With none on this node any more, or on none at all. alive: where an older window can be open still."""
        if not self.is_connected or node not in (None, *self.open_on):
            return self
        left = () if node is None else (it for it in self.open_on if it != node and (it == self.node or it in alive))
        return self._open_on(tuple(left), now)

    def _open_on(self, nodes: tuple[str, ...], now: datetime | None) -> Duty:
        newest = nodes[-1] if nodes else None
        return replace(self, nodes=nodes, node=newest, gone_at=None if nodes else now)


def alias_of(staff: Staff, duty: Duty | None) -> str:
    """The name that somebody goes by now: that of this shift, else the account's."""
    return (duty.alias if duty else None) or staff.alias


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A log-in. Only the hash of the token is kept."""

    token_hash: bytes
    staff: str
    created_at: datetime
    used_at: datetime


def token_hash(token: str) -> bytes:
    """What is kept of a cookie's token. It is random and long, so that a plain hash is enough."""
    return hashlib.sha256(token.encode()).digest()
