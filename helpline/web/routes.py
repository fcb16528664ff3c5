"""Every route, in one table. Who may ask it stands in `core/permissions.py`; what is not there stops the start."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from helpline.web import show
from helpline.web.away import go_away
from helpline.web.guard import guard, refuse_unstated
from helpline.web.headers import add_headers
from helpline.web.house import BOTH, CHILD, DESK, ROOMS, Handler, House, rooms_of
from helpline.web.sessions import begin_session, end_session


@dataclass(frozen=True, slots=True)
class Route:
    """Method and path as the router takes them · faces: where it is served."""

    method: str
    path: str
    handler: Handler
    faces: frozenset[str] = BOTH


def make_web(house: House) -> web.Application:
    """The application with the routes of the house's faces; Socket.IO may be attached to it before it starts.

    Raises:
        ValueError: the child's face has no pseudonyms.
    """
    if CHILD in house.faces and house.pseudonyms is None:
        raise ValueError("the child's face needs pseudonyms")
    app = web.Application(middlewares=[guard])
    app[ROOMS] = rooms_of(house)
    for route in _routes(house):
        if route.faces & house.faces:
            _add(app, route)
    add_headers(app)
    app.on_startup.append(refuse_unstated)
    return app


def _routes(house: House) -> tuple[Route, ...]:
    child, desk = frozenset({CHILD}), frozenset({DESK})
    pages, settings = house.pages, house.settings
    return (
        Route("GET", "/", show.page(pages.child, settings), child),
        Route("GET", "/blank", show.page(pages.blank, settings), child),
        Route("POST", "/child/away", go_away, child),
        Route("GET", "/desk", show.page(pages.desk, settings), desk),
        Route("POST", "/api/session", begin_session, desk),
        Route("DELETE", "/api/session", end_session, desk),
        Route("GET", "/api/form", show.form(house), desk),
        Route("GET", "/api/topics", show.topics(house)),
        Route("GET", "/assets/{name}", show.show_asset),
        Route("GET", "/healthz", show.show_health),
        Route("GET", "/readyz", show.show_readiness),
        Route("GET", "/metrics", show.show_metrics),
    )


def _add(app: web.Application, route: Route) -> None:
    if route.method == "GET":
        app.router.add_get(route.path, route.handler)  # and HEAD
    else:
        app.router.add_route(route.method, route.path, route.handler)
