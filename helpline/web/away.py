"""The child vanishes: the page's last word, which nobody waits for an answer to."""

from __future__ import annotations

from contextlib import suppress

from aiohttp import web

from helpline.actions.carry_out import carry_out
from helpline.actions.end import leave
from helpline.core.errors import Invalid, TryAgain
from helpline.ports import Pseudonym
from helpline.web.body import read_body
from helpline.web.errors import TooLarge
from helpline.web.house import ROOMS, House

MOST_BYTES = 256


async def go_away(request: web.Request) -> web.Response:
    """The same as `leave`, by the token alone. It answers 204 whatever was sent, so that it tells nothing."""
    house = request.app[ROOMS].house
    device = await _device(request, house)
    if device:
        # a database that is away is not the child's affair: its closed window tells the same, a little later
        with suppress(TryAgain):
            await _leave(device, house)
    return web.Response(status=204)


async def _device(request: web.Request, house: House) -> tuple[Pseudonym, ...]:
    """The pseudonyms of the token that was sent; the token itself goes no further."""
    assert house.pseudonyms is not None, "the child's face has pseudonyms"
    try:
        token = (await read_body(request, MOST_BYTES)).decode("ascii")
    except (Invalid, TooLarge, UnicodeDecodeError):
        return ()
    return house.pseudonyms.of_device(token, house.clock.now())


async def _leave(device: tuple[Pseudonym, ...], house: House) -> None:
    now = house.clock.now()
    async with house.store.look() as records:
        found = await records.conversations.of_device(device, ended_after=now)
    if found is not None:  # only then is anything written, for anybody may send a token
        await carry_out(house.store, lambda work: leave(device, work=work, now=now))
