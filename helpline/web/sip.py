"""The route on which a volunteer's browser becomes a phone."""

from __future__ import annotations

from aiohttp import web

from helpline.core.errors import Forbidden, Invalid, SignedOut
from helpline.web.errors import NotFound
from helpline.web.house import ROOMS
from helpline.web.sip_lines import PROTOCOL


async def carry_sip(request: web.Request) -> web.StreamResponse:
    """Carry the websocket of a page of ours on to the PBX.

    Raises:
        NotFound: this helpline has no telephone.
        Forbidden: the page is not one of ours; who says no origin is no browser, as in Socket.IO.
        Invalid: what is to be spoken is not SIP.
    """
    rooms = request.app[ROOMS]
    if rooms.house.sip is None:
        raise NotFound
    origin = request.headers.get("Origin")
    if origin is not None and origin not in rooms.origins:
        raise Forbidden
    spoken = request.headers.get("Sec-WebSocket-Protocol", "")
    # aiohttp would log the peer's address with a name that it does not know
    if PROTOCOL not in [it.strip() for it in spoken.split(",")]:
        raise Invalid
    token = rooms.cookie.token(request)
    if token is None:
        raise SignedOut
    return await rooms.house.sip.carry(request, token)


async def close_sip(app: web.Application) -> None:
    """The process ends."""
    sip = app[ROOMS].house.sip
    if sip is not None:
        await sip.close()
