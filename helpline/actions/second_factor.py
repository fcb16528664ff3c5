"""The second step of a log-in: asked, set up, put away, and set back by a second coordinator."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from helpline.actions.carry_out import carry_out
from helpline.actions.ids import new_id
from helpline.core.audit import Deed
from helpline.core.errors import Forbidden, Invalid, LastFactor, SecondFactor, WrongCode, WrongCredentials
from helpline.core.factors import (
    HALF_FOR,
    MOST_OF_ONE,
    WAYS,
    Factor,
    HalfSession,
    Kind,
    is_required,
    ways_of,
    working,
)
from helpline.core.staff import Staff, token_hash
from helpline.ports import Codes, NewCode, Passkeys, Records, Store, UnitOfWork

CODE_NAME = "app"


async def uncounted() -> None:
    """There is no limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Second:
    """What a log-in needs for its second step.

    asked_of: `[staff] second_factor` · origin: of the page · code, assertion: what was sent with the password · count:
    one more try of a code under this name, asked before it is looked at; it raises `TooMany`.
    """

    asked_of: str
    codes: Codes
    passkeys: Passkeys
    origin: str
    code: str | None = None
    assertion: Mapping[str, Any] | None = None
    count: Callable[[], Awaitable[None]] = uncounted

    @property
    def proves(self) -> bool:
        """Was something sent with the password?"""
        return self.code is not None or self.assertion is not None


async def pass_second_step(staff: Staff, second: Second, *, work: UnitOfWork, now: datetime) -> None:
    """Let somebody through whose password is right. A code opens once, on whatever node.

    Raises:
        SecondFactor: something must be sent as well; or, without any ways, be set up first.
        WrongCredentials: what was sent is wrong, over, or was used.
    """
    factors = working(await work.factors.of(staff.id))
    if not factors and not is_required(second.asked_of, staff.role):
        return
    if not factors or not second.proves:
        raise SecondFactor(ways=ways_of(factors))
    challenge = await _taken(staff, second, work, now)
    for it in factors:
        counter = _counter_of(it, second, challenge, now)
        if counter is not None and await work.factors.use(it.id, counter, now):
            return
    raise WrongCredentials


async def _taken(staff: Staff, second: Second, work: UnitOfWork, now: datetime) -> bytes | None:
    """The challenge that was answered, which is then used up, whatever the answer is worth."""
    challenge = None if second.assertion is None else second.passkeys.challenge_of(second.assertion)
    return challenge if challenge is not None and await work.factors.take(challenge, staff.id, now) else None


def _counter_of(it: Factor, second: Second, challenge: bytes | None, now: datetime) -> int | None:
    """How far this second step has come with what was sent; null when that is none of its."""
    if it.kind == Kind.CODE:
        return None if second.code is None else second.codes.step_of(it, second.code, now)
    if second.assertion is None or challenge is None:
        return None
    return second.passkeys.counter_of(it, second.assertion, challenge, second.origin)


async def asked_for(
    staff: Staff, ways: Sequence[str], second: Second, *, work: UnitOfWork, now: datetime
) -> SecondFactor:
    """The refusal that asks for one of these ways; with what a device is to sign, where a passkey is one of them."""
    if WAYS[Kind.PASSKEY] not in ways:
        return SecondFactor(ways=ways)
    keys = [it for it in working(await work.factors.of(staff.id)) if it.kind == Kind.PASSKEY]
    asked = second.passkeys.ask_known(keys, second.origin)
    await work.factors.ask(asked.challenge, staff.id, now)
    return SecondFactor(ways=ways, passkey=asked.options)


async def begin_half(staff: Staff, *, work: UnitOfWork, now: datetime) -> str:
    """Let somebody set up a second step, and do nothing else; answers with the token, which is kept nowhere."""
    token = secrets.token_urlsafe(32)
    half = HalfSession(token_hash=token_hash(token), staff=staff.id, created_at=now)
    await work.factors.begin_half(half, now - HALF_FOR)
    return token


async def half_signed_in(token: str | None, *, store: Store, now: datetime) -> Staff | None:
    """Who holds this token and may still set up a first second step, or null."""
    if not token:
        return None
    async with store.look() as records:
        return await who_is_half_in(token, records=records, now=now)


async def who_is_half_in(token: str, *, records: Records, now: datetime) -> Staff | None:
    """The same, as one moment of the database shows it."""
    half = await records.factors.half(token_hash(token))
    if half is None or half.created_at < now - HALF_FOR:
        return None
    staff = await records.people.get(half.staff)
    # with a second step that works, the password alone opens nothing any more
    if staff is None or staff.disabled_at is not None or working(await records.factors.of(staff.id)):
        return None
    return staff


async def new_code(staff: Staff, *, codes: Codes, work: UnitOfWork, now: datetime) -> tuple[str, NewCode]:
    """A secret for an app, in place of one that was never shown to work; it opens nothing until it is.

    Raises:
        Invalid: they have too many.
    """
    if len(working(await work.factors.of(staff.id))) >= MOST_OF_ONE:
        raise Invalid
    await work.factors.remove_all(staff.id, unconfirmed=True)
    factor = new_id()
    made = codes.new(factor, staff.name)
    await work.factors.add(
        Factor(id=factor, staff=staff.id, kind=Kind.CODE, name=CODE_NAME, secret=made.sealed, created_at=now)
    )
    return factor, made


async def confirm_code(staff: Staff, factor: str, code: str, *, codes: Codes, work: UnitOfWork, now: datetime) -> None:
    """The app shows the right code: from now on it is asked at each log-in.

    Raises:
        WrongCode: it does not, or the secret is gone.
    """
    found = next((it for it in await work.factors.of(staff.id) if it.id == factor and it.kind == Kind.CODE), None)
    step = None if found is None or found.confirmed_at else codes.step_of(found, code, now)
    if step is None or not await work.factors.confirm(factor, step, now):
        raise WrongCode
    await work.audit.record(Deed(what="factor_added", by=staff.id, about=Kind.CODE), now)


async def ask_passkey(
    staff: Staff, *, passkeys: Passkeys, origin: str, work: UnitOfWork, now: datetime
) -> dict[str, Any]:
    """What a device is asked for a new passkey.

    Raises:
        Invalid: they have too many.
    """
    known = working(await work.factors.of(staff.id))
    if len(known) >= MOST_OF_ONE:
        raise Invalid
    asked = passkeys.ask_new(staff, [it for it in known if it.kind == Kind.PASSKEY], origin)
    await work.factors.ask(asked.challenge, staff.id, now)
    return asked.options


async def add_passkey(
    staff: Staff,
    name: str,
    credential: Mapping[str, Any],
    *,
    passkeys: Passkeys,
    origin: str,
    work: UnitOfWork,
    now: datetime,
) -> None:
    """A device made one: from now on it is asked at each log-in.

    Raises:
        WrongCode: it did not, or not for this.
    """
    challenge = passkeys.challenge_of(credential)
    if challenge is None or not await work.factors.take(challenge, staff.id, now):
        raise WrongCode
    made = passkeys.made(credential, challenge, origin)
    known = [it.credential for it in await work.factors.of_everybody()]
    if made is None or made.credential in known:
        raise WrongCode
    await work.factors.add(
        Factor(
            id=new_id(),
            staff=staff.id,
            kind=Kind.PASSKEY,
            name=name,
            secret=made.public_key,
            credential=made.credential,
            counter=made.counter,
            created_at=now,
            confirmed_at=now,
        )
    )
    await work.audit.record(Deed(what="factor_added", by=staff.id, about=Kind.PASSKEY), now)


async def remove_factor(staff: Staff, factor: str, *, asked_of: str, work: UnitOfWork, now: datetime) -> None:
    """Away with one of one's own; one that is gone stays so.

    Raises:
        LastFactor: it is the last, and they must have one.
    """
    factors = working(await work.factors.of(staff.id))
    found = next((it for it in factors if it.id == factor), None)
    if found is None:
        return
    if len(factors) == 1 and is_required(asked_of, staff.role):
        raise LastFactor
    await work.factors.remove(factor)
    await work.audit.record(Deed(what="factor_removed", by=staff.id, about=found.kind), now)


async def take_factors_away(whom: Staff, by: Staff | None, *, work: UnitOfWork, now: datetime) -> None:
    """Somebody lost theirs: at the next log-in the password is enough to set up another one.

    by: another coordinator; null for the technician.

    Raises:
        Forbidden: one's own: it takes two.
    """
    if by is not None and by.id == whom.id:
        raise Forbidden
    await work.factors.end_half(staff=whom.id)
    if await work.factors.remove_all(whom.id):
        deed = Deed(what="factor_reset", by=by.id if by else None, whom=whom.id)
        await work.audit.record(deed, now)


async def end_half(token: str | None, *, store: Store) -> None:
    """Give up setting one up; only for a token that there is is anything written."""
    if token is None:
        return
    name = token_hash(token)
    async with store.look() as records:
        is_there = await records.factors.half(name) is not None
    if is_there:
        await carry_out(store, lambda work: work.factors.end_half(token_hash=name))
