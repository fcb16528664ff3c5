"""Asked of every request before its route, and what becomes of everything that is refused or goes wrong."""

from __future__ import annotations

from collections.abc import Awaitable

from aiohttp import web

from helpline.actions.accounts import signed_in
from helpline.actions.second_factor import half_signed_in
from helpline.core.errors import Forbidden, Refusal, SignedOut
from helpline.core.permissions import ROUTES, Who, may_ask
from helpline.web.errors import Fault, refused, refused_by_router
from helpline.web.house import HALF_TOKEN, ROOMS, WHO, Handler
from helpline.web.metrics import Answered
from helpline.web.origins import SAFE_METHODS, is_from_us
from helpline.web.peer import is_operator

SOCKETS = "/socket.io/"
"""Socket.IO guards itself: it has its own table of who may send what, and its own rule for origins."""
NO_ROUTE = "-"
STAFF = (Who.VOLUNTEER, Who.COORDINATOR)
LOGGED_IN = (*STAFF, Who.ENTERS)


class Unstated(Exception):
    """A route does not say who may ask it."""


async def refuse_unstated(app: web.Application) -> None:
    """Stop the start when a route does not stand in `core/permissions.py`.

    Raises:
        Unstated: with the method and the route.
    """
    for route in app.router.routes():
        path = route.resource.canonical if route.resource else NO_ROUTE
        method = "GET" if route.method == "HEAD" else route.method
        if path != SOCKETS and (method, path) not in ROUTES:
            raise Unstated(f"{route.method} {path} does not stand in core/permissions.py")


@web.middleware
def guard(request: web.Request, handler: Handler) -> Awaitable[web.StreamResponse]:
    """Let a request through to its route, or answer with why not."""
    # no coroutine of ours around a websocket: it would stay in memory as long as the socket
    return handler(request) if _path(request) == SOCKETS else _guarded(request, handler)


async def _guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
    rooms = request.app[ROOMS]
    answer: web.StreamResponse
    try:
        _check_origin(request)
        await _check_permission(request)
        answer = await handler(request)
    except Refusal as refusal:
        answer = refused(refusal)
    except web.HTTPException as error:
        answer = refused_by_router(error)
    except Exception as error:  # noqa: BLE001 - the last place where it can be kept from aiohttp's log
        answer = refused(Fault(number=rooms.house.report_fault(error)))
    rooms.answers[_answered(request, answer.status)] += 1
    return answer


def _path(request: web.Request) -> str:
    """The route as the router writes it, or `-`."""
    resource = request.match_info.route.resource
    return resource.canonical if resource else NO_ROUTE


def _answered(request: web.Request, status: int) -> Answered:
    path = _path(request)
    return Answered(NO_ROUTE if path == NO_ROUTE else request.method, path, status)


def _check_origin(request: web.Request) -> None:
    if request.method in SAFE_METHODS:
        return
    headers = request.headers
    if not is_from_us(headers.get("Origin"), headers.get("Sec-Fetch-Site"), request.app[ROOMS].origins):
        raise Forbidden


async def _check_permission(request: web.Request) -> None:
    path = _path(request)
    if path == NO_ROUTE:  # the router has its own answer
        return
    method = "GET" if request.method == "HEAD" else request.method
    needed = ROUTES.get((method, path))
    who = await _who(request, needed)
    if not may_ask(who, method, path):
        raise SignedOut if who == Who.ANYONE and needed in LOGGED_IN else Forbidden


async def _who(request: web.Request, needed: Who | None) -> str:
    """As whom the request may be answered, as far as its route needs to know."""
    rooms = request.app[ROOMS]
    house = rooms.house
    if needed == Who.OPERATOR and is_operator(rooms.peer(request), house.settings.web.operators):
        return Who.OPERATOR
    half = rooms.half_cookie.token(request) if needed == Who.ENTERS else None
    entering = await half_signed_in(half, store=house.store, now=house.clock.now())
    if half is not None and entering is not None:
        request[WHO], request[HALF_TOKEN] = entering, half
        return Who.ENTERS
    if needed in LOGGED_IN:
        staff = await signed_in(rooms.cookie.token(request), store=house.store, now=house.clock.now())
        if staff is not None:
            request[WHO] = staff
            return staff.role
    return Who.ANYONE
