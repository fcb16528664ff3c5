"""Staff accounts and their log-ins."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from helpline.actions.alarm import give_alarms_back, tell_alias
from helpline.actions.along import stop_watching, tell_alias_along
from helpline.actions.carry_out import carry_out
from helpline.actions.ids import new_id
from helpline.actions.second_factor import (
    Second,
    asked_for,
    begin_half,
    pass_second_step,
    take_factors_away,
    who_is_half_in,
)
from helpline.actions.stand import withdraw_offer
from helpline.core.alias import is_taken
from helpline.core.errors import AliasTaken, Invalid, Refusal, SecondFactor, SignedOut, WrongCredentials
from helpline.core.staff import Level, Role, Session, Staff, Status, token_hash
from helpline.ports import Records, Store, UnitOfWork

IDLE = timedelta(minutes=30)
AT_MOST = timedelta(hours=12)
USED_STEP = timedelta(minutes=1)
"""The moment of last use is written at most so often."""


class Passwords(Protocol):
    """Argon2id, off the event loop."""

    async def hash(self, password: str) -> str:
        """A new hash."""
        ...

    async def matches(self, password_hash: str | None, password: str) -> bool:
        """Does it match? Without a hash the same work is done and the answer is no."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStaff:
    """Somebody to be added."""

    name: str
    alias: str
    role: Role
    level: Level = Level.COACHED
    youth: bool = False
    languages: tuple[str, ...] = ("nl", "en")


async def add_staff(new: NewStaff, password_hash: str, *, work: UnitOfWork, now: datetime) -> Staff:
    """A new account.

    Raises:
        Invalid: the name is taken.
        AliasTaken: somebody else goes by this alias, or it logs somebody in.
    """
    if await work.people.named(new.name) is not None:
        raise Invalid(fields={"name": "taken"})
    if is_taken(new.alias, [new.name, *await work.people.names()]):
        raise AliasTaken
    staff = Staff(
        id=new_id(),
        name=new.name,
        alias=new.alias,
        role=new.role,
        level=new.level,
        youth=new.youth,
        languages=new.languages,
        password_hash=password_hash,
        created_at=now,
    )
    await work.people.add(staff)
    return staff


async def disable_staff(name: str, *, work: UnitOfWork, now: datetime) -> None:
    """Close an account; its windows close within a second.

    Raises:
        Invalid: nobody has this name.
    """
    staff = await work.people.named(name)
    if staff is None:
        raise Invalid(fields={"name": "unknown_value"})
    if staff.disabled_at is None:
        await work.people.save(replace(staff, disabled_at=now))
    await _shut_out(staff.id, work, now)


async def enable_staff(name: str, *, alias: str | None = None, work: UnitOfWork) -> Staff:
    """Open an account that was closed. Its alias was free meanwhile; another one may be given.

    Raises:
        Invalid: nobody has this name.
        AliasTaken: somebody else goes by it now.
    """
    staff = await work.people.named(name)
    if staff is None:
        raise Invalid(fields={"name": "unknown_value"})
    again = replace(staff, disabled_at=None, alias=alias or staff.alias)
    if is_taken(again.alias, await work.people.names(besides=staff.id)):
        raise AliasTaken
    await work.people.save(again)
    return again


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What becomes different of somebody; null stays as it is."""

    role: Role | None = None
    level: Level | None = None
    youth: bool | None = None
    languages: tuple[str, ...] | None = None


async def change_staff(name: str, change: Change, *, work: UnitOfWork) -> Staff:
    """Another role or level. Where they may less than before their windows close within a second and come back.

    Raises:
        Invalid: nobody has this name.
    """
    staff = await work.people.named(name)
    if staff is None:
        raise Invalid(fields={"name": "unknown_value"})
    changed = replace(
        staff,
        role=change.role or staff.role,
        level=change.level or staff.level,
        youth=staff.youth if change.youth is None else change.youth,
        languages=change.languages or staff.languages,
    )
    await work.people.save(changed)
    return changed


async def set_password(name: str, password_hash: str, *, work: UnitOfWork, now: datetime) -> None:
    """A new password. Whoever is logged in with the old one is out within a second.

    Raises:
        Invalid: nobody has this name.
    """
    staff = await work.people.named(name)
    if staff is None:
        raise Invalid(fields={"name": "unknown_value"})
    await work.people.save(replace(staff, password_hash=password_hash))
    await _shut_out(staff.id, work, now)


async def reset_factors(whom: str, by: Staff | None, *, work: UnitOfWork, now: datetime) -> None:
    """Somebody lost their second step. Whoever is logged in as them is out within a second.

    whom: an id · by: another coordinator; null for the technician.

    Raises:
        Invalid: there is no such person.
        Forbidden: one's own: it takes two.
    """
    staff = await work.people.get(whom)
    if staff is None:
        raise Invalid
    await take_factors_away(staff, by, work=work, now=now)
    await _shut_out(staff.id, work, now)


async def _shut_out(staff: str, work: UnitOfWork, now: datetime) -> None:
    """Log somebody out everywhere."""
    await work.people.end_sessions(staff=staff)
    await work.factors.end_half(staff=staff)
    await _step_away(staff, work, now)
    await give_alarms_back(staff, work=work, now=now)
    await stop_watching(staff, "logged_out", work=work, now=now)
    work.tell("sessions")


@dataclass(frozen=True, slots=True)
class Token:
    """Of a log-in; it is kept nowhere. is_half: the password was right and a second step must be set up, which is all
    that can be done with it."""

    text: str
    is_half: bool = False


async def log_in(
    name: str,
    password: str,
    *,
    held: str | None = None,
    second: Second,
    store: Store,
    passwords: Passwords,
    now: datetime,
) -> Token:
    """A new session. A log-in starts away.

    held: the token that the browser still holds; that session ends with it, so that nobody can have put it there
    beforehand to find somebody behind it. Whoever only unlocks their own desk stays as they stand.

    Raises:
        WrongCredentials: the name, the password or the second step; the same work is done for both of the first.
        SecondFactor: the password is right, and a second step is asked.
        TooMany: codes were tried too often under this name.
    """
    staff = await check_password(name, password, store=store, passwords=passwords)
    if second.proves:
        await second.count()

    async def deed(work: UnitOfWork) -> Token | Refusal:
        try:
            await pass_second_step(staff, second, work=work, now=now)
        except WrongCredentials as wrong:
            # told, not raised: what was used up by it stays so
            return wrong
        except SecondFactor as asked:
            if asked.fields["ways"]:
                return await asked_for(staff, asked.fields["ways"], second, work=work, now=now)
            return Token(await begin_half(staff, work=work, now=now), is_half=True)
        return await _begin_session(staff, held, work, now)

    entered = await carry_out(store, deed)
    if isinstance(entered, Refusal):
        raise entered
    return entered


async def check_password(name: str, password: str, *, store: Store, passwords: Passwords) -> Staff:
    """Who goes by this name and knows this password.

    Raises:
        WrongCredentials: nobody; the same work is done for a name that there is not.
    """
    async with store.look() as records:
        staff = await records.people.named(name)
    known = staff is not None and staff.disabled_at is None
    if not await passwords.matches(staff.password_hash if staff and known else None, password) or staff is None:
        raise WrongCredentials
    return staff


async def come_in_whole(
    half: str,
    set_up: Callable[[Staff, UnitOfWork], Awaitable[None]],
    *,
    held: str | None,
    store: Store,
    now: datetime,
) -> Token:
    """Set up a second step that works, and be logged in.

    half: the token of whoever gave the right password.

    Raises:
        SignedOut: it is over.
        WrongCode: it does not work.
    """

    async def deed(work: UnitOfWork) -> Token:
        staff = await who_is_half_in(half, records=work, now=now)
        if staff is None:
            raise SignedOut
        await set_up(staff, work)
        return await _begin_session(staff, held, work, now)

    return await carry_out(store, deed)


async def _begin_session(staff: Staff, held: str | None, work: UnitOfWork, now: datetime) -> Token:
    token = secrets.token_urlsafe(32)
    session = Session(token_hash=token_hash(token), staff=staff.id, created_at=now, used_at=now)
    await work.people.add_session(session)
    await work.factors.end_half(staff=staff.id)
    if held is not None:
        await _end_session(held, work, now, stays=session.staff)
    duty = await work.people.duty(session.staff)
    # with another window open the person is at work already, and stays as they stand
    if duty is not None and not duty.is_connected:
        await _step_away(session.staff, work, now)
    return Token(token)


async def log_out(token: str, *, store: Store, now: datetime) -> None:
    """End this session; its windows close, and an open offer is withdrawn."""
    await carry_out(store, lambda work: _end_session(token, work, now))


async def _end_session(token: str, work: UnitOfWork, now: datetime, *, stays: str | None = None) -> None:
    found = await work.people.sessions([token_hash(token)])
    await work.people.end_sessions(token_hash=token_hash(token))
    for _, staff in found.values():
        if staff.id != stays:
            await _step_away(staff.id, work, now)
            await give_alarms_back(staff.id, work=work, now=now)
            await stop_watching(staff.id, "logged_out", work=work, now=now)
    work.tell("sessions")


async def _step_away(staff: str, work: UnitOfWork, now: datetime) -> None:
    await withdraw_offer(staff, work, now)
    duty = await work.people.duty(staff)
    if duty is not None:
        await work.people.put_duty(replace(duty, status=Status.AWAY, why=None, alias=None))
        await tell_alias(staff, work)
        await tell_alias_along(staff, work)
    work.tell(f"staff:{staff}")
    work.tell("queue")


async def signed_in(token: str | None, *, store: Store, now: datetime) -> Staff | None:
    """Who holds this token, or null; a session ends when idle or over-old, but never during a conversation."""
    if not token or len(token) > 64 or not token.isascii():
        return None
    name = token_hash(token)
    async with store.look() as records:
        found = (await records.people.sessions([name])).get(name)
        if found is None:
            return None
        session, staff = found
        if await is_over(session, records=records, now=now):
            return None
    if now - session.used_at >= USED_STEP:
        await carry_out(store, lambda work: work.people.touch_sessions([name], now))
    return staff


async def is_over(session: Session, *, records: Records, now: datetime) -> bool:
    """Idle or over-old; but never during a conversation."""
    is_stale = session.used_at < now - IDLE or session.created_at < now - AT_MOST
    return is_stale and not await records.people.is_busy(session.staff)
