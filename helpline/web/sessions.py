"""Logging in and out."""

from __future__ import annotations

from typing import Annotated

import msgspec
from aiohttp import web

from helpline.actions.accounts import log_in, log_out, token_hash
from helpline.core.errors import Invalid
from helpline.web.body import read_json
from helpline.web.house import ROOMS, House
from helpline.web.passwords import MOST_CHARACTERS
from helpline.web.peer import network_of


class LogIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is sent to log in."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    password: Annotated[str, msgspec.Meta(min_length=1, max_length=MOST_CHARACTERS)]


async def begin_session(request: web.Request) -> web.Response:
    """Log in: a cookie with a new token."""
    rooms = request.app[ROOMS]
    house = rooms.house
    asked = await read_json(request, LogIn)
    if not asked.name.isprintable():
        raise Invalid
    rooms.log_ins.count(asked.name, network_of(rooms.peer(request)))
    now = house.clock.now()
    token = await log_in(
        asked.name,
        asked.password,
        held=rooms.cookie.token(request),
        store=house.store,
        passwords=house.passwords,
        now=now,
    )
    rooms.log_ins.succeeded(asked.name)
    answer = web.Response(status=204)
    rooms.cookie.give(answer, token)
    return answer


async def end_session(request: web.Request) -> web.Response:
    """Log out, also when nobody was logged in."""
    rooms = request.app[ROOMS]
    await _end(rooms.cookie.token(request), rooms.house)
    answer = web.Response(status=204)
    rooms.cookie.take(answer)
    return answer


async def _end(token: str | None, house: House) -> None:
    """End a session, if it is one: only then is anything written, for anybody may send a cookie."""
    if token is None:
        return
    async with house.store.look() as records:
        known = await records.people.sessions([token_hash(token)])
    if known:
        await log_out(token, store=house.store, now=house.clock.now())
