"""The people of a demo."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial

from helpline.actions.accounts import NewStaff, add_staff
from helpline.actions.carry_out import carry_out
from helpline.clock import SystemClock
from helpline.commands.opened import opened
from helpline.core.staff import Level, Role
from helpline.ports import UnitOfWork
from helpline.settings import Settings
from helpline.web.passwords import Argon2Passwords

CAST = tuple(
    NewStaff(name=name, alias=alias, role=role, level=Level.INDEPENDENT)
    for name, alias, role in (
        ("ann", "Nora", Role.VOLUNTEER),
        ("ben", "Sam", Role.VOLUNTEER),
        ("cora", "Lou", Role.COORDINATOR),
        ("dirk", "Kim", Role.COORDINATOR),
    )
)


async def hire(settings: Settings, password: str, *, is_new: bool) -> None:
    """Add who is missing, with all languages; is_new: everybody gets this password. Whoever was disabled stays so."""
    passwords, now = Argon2Passwords(), SystemClock().now()
    languages = settings.helpline.languages
    async with opened(settings.places) as store:
        for person in CAST:
            async with store.look() as records:
                is_there = await records.people.named(person.name) is not None
            if is_there and not is_new:
                continue
            await carry_out(
                store, partial(_put, replace(person, languages=languages), await passwords.hash(password), now)
            )


async def _put(person: NewStaff, password_hash: str, now: datetime, work: UnitOfWork) -> None:
    known = await work.people.named(person.name)
    if known is None:
        await add_staff(person, password_hash, work=work, now=now)
        return
    await work.people.save(replace(known, password_hash=password_hash))
    await work.people.end_sessions(staff=known.id)
