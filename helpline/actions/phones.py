"""The phones of volunteers: the browser of a log-in becomes one, can be rung, and cannot any more."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from helpline.actions.ids import new_name
from helpline.actions.legs import gone
from helpline.actions.route import make_offers
from helpline.core.call import Phone
from helpline.core.line import Failure
from helpline.core.rules import Rules
from helpline.ports import UnitOfWork


async def take_phone(session: bytes, staff: str, *, work: UnitOfWork, now: datetime) -> Phone:
    """The phone of this log-in, always the same; it can be rung once the line says so."""
    work.tell("sessions")
    known = await work.calls.phone_of(session)
    if known is not None:
        return known
    phone = Phone(name=new_name(), staff=staff, session=session, made_at=now)
    await work.calls.add_phone(phone)
    return phone


async def device(
    name: str,
    *,
    is_online: bool,
    there: Collection[str] = (),
    work: UnitOfWork,
    rules: Rules,
    now: datetime,
) -> None:
    """The line can ring it from now on, or cannot. A talk on a phone that is gone is lost at once. there: the legs that
    the line knows to be there all the same."""
    phone = await work.calls.phone(name)
    if phone is None or phone.is_online == is_online:
        return
    await work.calls.save_phone(replace(phone, is_online=is_online))
    work.tell(f"staff:{phone.staff}")
    if is_online:
        await make_offers(work, rules, now)
        return
    for leg in await work.calls.legs_on(name):
        if leg.id not in there:
            await gone(leg.id, Failure.OFFLINE, work=work, rules=rules, now=now)


async def online_are(
    names: Collection[str], there: Collection[str] = (), *, work: UnitOfWork, rules: Rules, now: datetime
) -> None:
    """The line came up: these can be rung, and no others. there: the legs that are answered. After a restart of ours
    every phone logs in again, and who talks meanwhile talks on."""
    for phone in await work.calls.phones():
        await device(phone.name, is_online=phone.name in names, there=there, work=work, rules=rules, now=now)


async def put_away(*, work: UnitOfWork, rules: Rules, now: datetime) -> list[str]:
    """The phones whose log-in is over: they cannot be rung any more. Answers which."""
    over = await work.calls.phones_without_session()
    for phone in over:
        await device(phone.name, is_online=False, work=work, rules=rules, now=now)
    await work.calls.remove_phones([phone.name for phone in over])
    return [phone.name for phone in over]
