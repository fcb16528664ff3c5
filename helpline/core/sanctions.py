"""Time-outs and blocks: who may give which, when one holds, and the one door that each leaves open.

A volunteer gives a time-out, only a coordinator blocks. Each has a reason, an end, an undo and a way back. What needs
a second coordinator holds shorter until that one agrees.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from helpline.core.errors import Forbidden, Invalid
from helpline.core.staff import Level, Role

MOST_MINUTES = 24 * 60
MOST_HOURS = 90 * 24
COACHED_MINUTES = 15
ALONE_MINUTES = 60
"""So long a volunteer decides alone; above it a coordinator agrees within the hour, or it ends then."""
ALONE_HOURS = 24
"""So long a coordinator blocks a device or number alone. A network never alone, and never longer."""
LADDER_MINUTES = (15, 60, 24 * 60)
LADDER_WITHIN = timedelta(days=14)
BLOCK_AFTER = 3
WAY_BACK_EVERY = timedelta(hours=24)


class Kind(StrEnum):
    """What is given."""

    TIME_OUT = "time_out"
    BLOCK = "block"


class Scope(StrEnum):
    """What is kept out. Only a block has another one than the device or number of its conversation."""

    DEVICE = "device"
    NETWORK = "network"
    NUMBER = "number"


KINDS: Mapping[Scope, frozenset[str]] = MappingProxyType(
    {
        Scope.DEVICE: frozenset({"device"}),
        Scope.NETWORK: frozenset({"ip4", "ip6"}),
        Scope.NUMBER: frozenset({"tel"}),
    }
)
"""By which kinds of pseudonym somebody is met again."""


class Reason(StrEnum):
    """Why, by its code; `OTHER` needs a note."""

    PRANK = "prank"
    TESTING = "testing"
    SEXUAL = "sexual"
    ABUSIVE = "abusive"
    OTHER = "other"


OUTLASTS_THE_TAB = frozenset({Reason.PRANK, Reason.SEXUAL, Reason.ABUSIVE})
"""For these the page keeps its token until the time-out ends, where `[sanctions] lasting_device` says so."""


LONG_ON_THE_PHONE = frozenset({Reason.SEXUAL, Reason.ABUSIVE})
"""A number is shared at home: for anything else a time-out on the phone is an hour at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sanction:
    """One time-out or block.

    until: as it was asked for · holds_until: the end while nobody else agreed, where somebody must · needs_agreement:
    a second person must agree · refused: how often it turned somebody away · way_back_at: when a volunteer last
    accepted somebody who came back in spite of it · note: sealed with the conversation · advised: what the system
    suggested then · ends_running: a block that also ends the conversations that run when it begins to hold.
    """

    id: str
    kind: Kind
    scope: Scope
    reason: Reason
    channel: str
    conversation: str | None
    by: str | None
    note: bytes | None = None
    since: datetime
    until: datetime
    holds_until: datetime
    needs_agreement: bool = False
    agreed_by: str | None = None
    agreed_at: datetime | None = None
    lifted_at: datetime | None = None
    lifted_by: str | None = None
    lifted_why: str | None = None
    refused: int = 0
    way_back_at: datetime | None = None
    advised: str | None = None
    ends_running: bool | None = None


MOST_WAITS: Mapping[Kind, timedelta] = MappingProxyType(
    {Kind.TIME_OUT: timedelta(minutes=ALONE_MINUTES), Kind.BLOCK: timedelta(hours=ALONE_HOURS)}
)


def ends_at(it: Sanction) -> datetime:
    """When it ends by itself, on the second, without anybody cleaning up."""
    ends = it.until if not it.needs_agreement or it.agreed_at is not None else it.holds_until
    return ends if it.lifted_at is None else min(ends, it.lifted_at)


def holds(it: Sanction, now: datetime) -> bool:
    """Does it keep somebody out now?"""
    return it.since <= now < ends_at(it)


def has_held(it: Sanction) -> bool:
    """Did it keep anybody out at any time? A block that waited in vain for a second coordinator may never have."""
    return it.since < ends_at(it)


def told_of(given: Sequence[Sanction]) -> Sanction | None:
    """The one that the page of a child tells of: of those that ever held, the one that ends last."""
    return max((it for it in given if has_held(it)), key=ends_at, default=None)


def waits_until(it: Sanction) -> datetime | None:
    """Until when a second person may agree: with a time-out within the hour, with a block within a day. Null: nobody
    needs to any more."""
    if not it.needs_agreement or it.agreed_at is not None or it.lifted_at is not None:
        return None
    return it.since + MOST_WAITS[it.kind]


def is_pending(it: Sanction, now: datetime) -> bool:
    """May a second person still agree?"""
    until = waits_until(it)
    return until is not None and now < until


def has_way_back(it: Sanction, now: datetime) -> bool:
    """May somebody come in once in spite of it? Used up when a volunteer accepted; of a block, for a day."""
    if it.way_back_at is None:
        return True
    return it.kind is Kind.BLOCK and now >= it.way_back_at + WAY_BACK_EVERY


def time_out(
    sanction: str,
    minutes: int,
    reason: Reason,
    *,
    conversation: str,
    channel: str,
    by: str,
    role: Role,
    level: Level,
    note: bytes | None,
    advised: str | None,
    now: datetime,
) -> Sanction:
    """A time-out that begins now.

    minutes: 1 to 1,440.

    Raises:
        Forbidden: longer than who is coached may give, or than this reason allows on the phone.
        Invalid: no such length, or `OTHER` without a note.
    """
    if not 1 <= minutes <= MOST_MINUTES or (reason is Reason.OTHER and note is None):
        raise Invalid
    if role is Role.VOLUNTEER and level is not Level.INDEPENDENT and minutes > COACHED_MINUTES:
        raise Forbidden
    if channel == "phone" and minutes > ALONE_MINUTES and reason not in LONG_ON_THE_PHONE:
        raise Forbidden
    until = now + timedelta(minutes=minutes)
    needs = role is Role.VOLUNTEER and minutes > ALONE_MINUTES
    return Sanction(
        id=sanction,
        kind=Kind.TIME_OUT,
        scope=Scope.NUMBER if channel == "phone" else Scope.DEVICE,
        reason=reason,
        channel=channel,
        conversation=conversation,
        by=by,
        note=note,
        since=now,
        until=until,
        holds_until=now + timedelta(minutes=ALONE_MINUTES) if needs else until,
        needs_agreement=needs,
        advised=advised,
    )


def block(
    sanction: str,
    hours: int,
    reason: Reason,
    scope: Scope,
    *,
    conversation: str | None,
    channel: str,
    by: str,
    note: bytes | None,
    ends_running: bool = False,
    now: datetime,
) -> Sanction:
    """A block that begins now; of a network only once a second coordinator has agreed.

    hours: 1 to 2,160, of a network at most 24.

    Raises:
        Invalid: no such length, or `OTHER` without a note.
    """
    _check_hours(hours, scope)
    if reason is Reason.OTHER and note is None:
        raise Invalid
    return Sanction(
        id=sanction,
        kind=Kind.BLOCK,
        scope=scope,
        reason=reason,
        channel=channel,
        conversation=conversation,
        by=by,
        note=note,
        since=now,
        until=now + timedelta(hours=hours),
        holds_until=now + _alone(hours, scope),
        needs_agreement=_needs_agreement(hours, scope),
        ends_running=ends_running,
    )


def renew(it: Sanction, hours: int, reason: Reason, by: str, now: datetime) -> Sanction:
    """The block goes on for so many hours from now, by whoever renews it.

    Raises:
        Invalid: no block, over already, no such length, or `OTHER` where no note says what.
    """
    if it.kind is not Kind.BLOCK or not holds(it, now) or (reason is Reason.OTHER and it.note is None):
        raise Invalid
    _check_hours(hours, it.scope)
    return replace(
        it,
        reason=reason,
        by=by,
        since=now,
        until=now + timedelta(hours=hours),
        # while it waits for the second coordinator, what held already goes on
        holds_until=max(ends_at(it), now + _alone(hours, it.scope)),
        needs_agreement=_needs_agreement(hours, it.scope),
        agreed_by=None,
        agreed_at=None,
    )


def _check_hours(hours: int, scope: Scope) -> None:
    if not 1 <= hours <= (ALONE_HOURS if scope is Scope.NETWORK else MOST_HOURS):
        raise Invalid


def _needs_agreement(hours: int, scope: Scope) -> bool:
    return scope is Scope.NETWORK or hours > ALONE_HOURS


def _alone(hours: int, scope: Scope) -> timedelta:
    return timedelta() if scope is Scope.NETWORK else timedelta(hours=min(hours, ALONE_HOURS))


def agree(it: Sanction, by: str, now: datetime) -> Sanction:
    """A second person agrees, and it holds as it was asked for.

    Raises:
        Forbidden: the one who gave it.
        Invalid: nothing waits for agreement, or it is too late.
    """
    if not is_pending(it, now):
        raise Invalid
    if it.by == by:
        raise Forbidden
    return replace(it, agreed_by=by, agreed_at=now)


def lift(it: Sanction, by: str, role: Role, why: str, now: datetime) -> Sanction:
    """Undone from now on. A volunteer undoes time-outs of their own; repeating it changes nothing.

    Raises:
        Forbidden: somebody else's, or a block.
    """
    if role is not Role.COORDINATOR and (it.kind is Kind.BLOCK or it.by != by):
        raise Forbidden
    if it.lifted_at is not None:
        return it
    return replace(it, lifted_at=now, lifted_by=by, lifted_why=why)


def suggested_minutes(before: int) -> int:
    """The ladder: what a time-out after so many within 14 days would be. Shorter, or none, is as good."""
    return LADDER_MINUTES[min(before, len(LADDER_MINUTES) - 1)]


def suggests_block(before: int) -> bool:
    """After three within 14 days a coordinator is asked whether it should be a block."""
    return before >= BLOCK_AFTER
