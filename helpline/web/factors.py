"""Second steps: one's own, and those of others who lost theirs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any

import msgspec
from aiohttp import web

from helpline.actions.accounts import check_password, come_in_whole, reset_factors
from helpline.actions.carry_out import carry_out
from helpline.actions.second_factor import add_passkey, ask_passkey, confirm_code, new_code, remove_factor
from helpline.core.errors import Invalid
from helpline.core.factors import Factor, is_required, working
from helpline.core.staff import Staff
from helpline.ports import UnitOfWork
from helpline.web.body import read_json
from helpline.web.errors import json_answer
from helpline.web.house import HALF_TOKEN, ROOMS, WHO, Handler, Rooms
from helpline.web.peer import network_of
from helpline.web.sessions import Code, Password, let_in


class Known(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who is logged in gives the password again, for the desk may have been left open; who gave it just now, not."""

    password: Password | None = None


class Shown(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the app shows."""

    code: Code


class Made(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a device made, and what its owner calls it."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    credential: dict[str, Any]


async def show_factors(request: web.Request) -> web.Response:
    """One's own second steps."""
    rooms, staff = request.app[ROOMS], request[WHO]
    async with rooms.house.store.look() as records:
        factors = working(await records.factors.of(staff.id))
    required = is_required(rooms.house.settings.staff.second_factor, staff.role)
    return json_answer({"factors": [_shown(it) for it in factors], "required": required})


async def begin_code(request: web.Request) -> web.Response:
    """A secret for an app."""
    rooms, staff = request.app[ROOMS], request[WHO]
    asked = await read_json(request, Known)
    if HALF_TOKEN not in request:
        await _check_again(request, asked.password)
    house = rooms.house
    now = house.clock.now()
    factor, made = await carry_out(house.store, lambda work: new_code(staff, codes=house.codes, work=work, now=now))
    drawing = {"size": made.size, "path": made.path}
    return json_answer({"factor": factor, "secret": made.secret, "uri": made.uri, "drawing": drawing})


async def finish_code(request: web.Request) -> web.Response:
    """The app shows the right code; whoever had to set it up first is logged in."""
    rooms, factor = request.app[ROOMS], request.match_info["factor"]
    asked = await read_json(request, Shown)
    codes, now = rooms.house.codes, rooms.house.clock.now()
    return await _finish(
        request, lambda staff, work: confirm_code(staff, factor, asked.code, codes=codes, work=work, now=now)
    )


async def begin_passkey(request: web.Request) -> web.Response:
    """What to ask a device."""
    rooms, staff = request.app[ROOMS], request[WHO]
    asked = await read_json(request, Known)
    if HALF_TOKEN not in request:
        await _check_again(request, asked.password)
    house, origin = rooms.house, rooms.origin(request)
    now = house.clock.now()
    options = await carry_out(
        house.store, lambda work: ask_passkey(staff, passkeys=house.passkeys, origin=origin, work=work, now=now)
    )
    return json_answer({"options": options})


async def finish_passkey(request: web.Request) -> web.Response:
    """A device made one; whoever had to set it up first is logged in."""
    rooms = request.app[ROOMS]
    asked = await read_json(request, Made)
    if not asked.name.strip() or not asked.name.isprintable():
        raise Invalid
    passkeys, origin, now = rooms.house.passkeys, rooms.origin(request), rooms.house.clock.now()
    return await _finish(
        request,
        lambda staff, work: add_passkey(
            staff, asked.name.strip(), asked.credential, passkeys=passkeys, origin=origin, work=work, now=now
        ),
    )


async def _finish(request: web.Request, set_up: Callable[[Staff, UnitOfWork], Awaitable[None]]) -> web.Response:
    rooms, staff = request.app[ROOMS], request[WHO]
    store, now = rooms.house.store, rooms.house.clock.now()
    await rooms.log_ins.count_code(staff.name)
    if HALF_TOKEN in request:
        held = rooms.cookie.token(request)
        token = await come_in_whole(request[HALF_TOKEN], set_up, held=held, store=store, now=now)
        await rooms.log_ins.succeeded(staff.name)
        return let_in(request, token)
    await carry_out(store, lambda work: set_up(staff, work))
    await rooms.log_ins.succeeded(staff.name)
    return web.Response(status=204)


async def remove(request: web.Request) -> web.Response:
    """Away with one of one's own."""
    house, staff, factor = request.app[ROOMS].house, request[WHO], request.match_info["factor"]
    await _check_again(request, (await read_json(request, Known)).password)
    now, asked_of = house.clock.now(), house.settings.staff.second_factor
    await carry_out(house.store, lambda work: remove_factor(staff, factor, asked_of=asked_of, work=work, now=now))
    return web.Response(status=204)


async def show_people(request: web.Request) -> web.Response:
    """Who works here, and how many second steps each has."""
    house = request.app[ROOMS].house
    async with house.store.look() as records:
        people = await records.people.all()
        factors = working(await records.factors.of_everybody())
    count = {it.id: sum(factor.staff == it.id for factor in factors) for it in people}
    return json_answer({"people": [_person(it, count[it.id], request[WHO]) for it in people if it.disabled_at is None]})


async def reset(request: web.Request) -> web.Response:
    """Somebody else lost theirs."""
    house, staff, whom = request.app[ROOMS].house, request[WHO], request.match_info["staff"]
    await _check_again(request, (await read_json(request, Known)).password)
    now = house.clock.now()
    await carry_out(house.store, lambda work: reset_factors(whom, staff, work=work, now=now))
    return web.Response(status=204)


async def _check_again(request: web.Request, password: str | None) -> None:
    """Is it still the one who logged in?

    Raises:
        Invalid: no password.
        WrongCredentials: a wrong one.
        TooMany: as at a log-in.
    """
    rooms: Rooms = request.app[ROOMS]
    if password is None:
        raise Invalid
    name = request[WHO].name
    await rooms.log_ins.count(name, network_of(rooms.peer(request)))
    await check_password(name, password, store=rooms.house.store, passwords=rooms.house.passwords)
    await rooms.log_ins.knows_password(name)


def _shown(it: Factor) -> Mapping[str, Any]:
    return {"factor": it.id, "kind": it.kind, "name": it.name, "since": it.created_at, "used_at": it.used_at}


def _person(it: Staff, factors: int, who: Staff) -> Mapping[str, Any]:
    return {"id": it.id, "alias": it.alias, "role": it.role, "factors": factors, "mine": it.id == who.id}


ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "", show_factors),
    ("POST", "/passkey", begin_passkey),
    ("POST", "/passkey/made", finish_passkey),
    ("POST", "/code", begin_code),
    ("POST", "/code/{factor}", finish_code),
    ("POST", "/{factor}/remove", remove),
    ("GET", "/people", show_people),
    ("POST", "/people/{staff}/reset", reset),
)
