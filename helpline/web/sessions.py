"""Logging in and out."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from aiohttp import web

from helpline.actions.accounts import Token, log_in, log_out
from helpline.actions.second_factor import Second, end_half
from helpline.core.errors import Invalid, SecondFactor
from helpline.core.staff import token_hash
from helpline.web.body import read_json
from helpline.web.errors import refused
from helpline.web.house import ROOMS, House, Rooms
from helpline.web.passwords import MOST_CHARACTERS
from helpline.web.peer import network_of

Password = Annotated[str, msgspec.Meta(min_length=1, max_length=MOST_CHARACTERS)]
Code = Annotated[str, msgspec.Meta(pattern=r"\A[0-9]{6}\Z")]


class LogIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is sent to log in; `code` or `assertion` as well, once it is asked for."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    password: Password
    code: Code | None = None
    assertion: dict[str, Any] | None = None


async def begin_session(request: web.Request) -> web.Response:
    """Log in: a cookie with a new token."""
    rooms = request.app[ROOMS]
    house = rooms.house
    asked = await read_json(request, LogIn)
    if not asked.name.isprintable():
        raise Invalid
    await rooms.log_ins.count(asked.name, network_of(rooms.peer(request)))
    token = await log_in(
        asked.name,
        asked.password,
        held=rooms.cookie.token(request),
        second=Second(
            asked_of=house.settings.staff.second_factor,
            codes=house.codes,
            passkeys=house.passkeys,
            origin=rooms.origin(request),
            code=asked.code,
            assertion=asked.assertion,
            count=lambda: rooms.log_ins.count_code(asked.name),
        ),
        store=house.store,
        passwords=house.passwords,
        now=house.clock.now(),
    )
    if token.is_half:
        answer = refused(SecondFactor(ways=[]))
        rooms.half_cookie.give(answer, token.text)
        return answer
    await rooms.log_ins.succeeded(asked.name)
    return let_in(request, token)


def let_in(request: web.Request, token: Token) -> web.Response:
    """The answer to whoever is logged in now."""
    rooms, answer = request.app[ROOMS], web.Response(status=204)
    rooms.cookie.give(answer, token.text)
    _take_half(request, rooms, answer)
    return answer


async def end_session(request: web.Request) -> web.Response:
    """Log out, also when nobody was logged in."""
    rooms = request.app[ROOMS]
    await _end(rooms.cookie.token(request), rooms.house)
    await end_half(rooms.half_cookie.token(request), store=rooms.house.store)
    answer = web.Response(status=204)
    rooms.cookie.take(answer)
    _take_half(request, rooms, answer)
    return answer


def _take_half(request: web.Request, rooms: Rooms, answer: web.Response) -> None:
    if rooms.half_cookie.token(request) is not None:
        rooms.half_cookie.take(answer)


async def _end(token: str | None, house: House) -> None:
    """End a session, if it is one: only then is anything written, for anybody may send a cookie."""
    if token is None:
        return
    async with house.store.look() as records:
        known = await records.people.sessions([token_hash(token)])
    if known:
        await log_out(token, store=house.store, now=house.clock.now())
