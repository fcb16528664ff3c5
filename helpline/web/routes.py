"""Every route, in one table. Who may ask it stands in `core/permissions.py`; what is not there stops the start."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from helpline.web import audit, editing, factors, knowledge, recordings, show
from helpline.web.away import go_away
from helpline.web.guard import guard, refuse_unstated
from helpline.web.headers import add_headers
from helpline.web.house import BOTH, CHILD, DESK, ROOMS, Handler, House, rooms_of
from helpline.web.sessions import begin_session, end_session
from helpline.web.sip import carry_sip, close_sip


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
    app.on_shutdown.append(close_sip)
    return app


def _routes(house: House) -> tuple[Route, ...]:
    child, desk = frozenset({CHILD}), frozenset({DESK})
    pages, settings = house.pages, house.settings
    microphone = ("microphone",) if house.sip else ()
    return (
        Route("GET", "/", show.page(pages.child, settings), child),
        Route("GET", "/blank", show.page(pages.blank, settings), child),
        Route("GET", "/practice", show.page_or_none(pages.practice, settings), child),
        Route("POST", "/child/away", go_away, child),
        Route("GET", "/desk", show.page(pages.desk, settings, *microphone), desk),
        Route("POST", "/api/session", begin_session, desk),
        Route("DELETE", "/api/session", end_session, desk),
        *(Route(method, f"/api/factors{path}", handler, desk) for method, path, handler in factors.ROUTES),
        Route("GET", "/api/form", show.form(house), desk),
        Route("GET", "/api/topics", show.topics(house)),
        Route("GET", "/api/help", knowledge.read_help, child),
        Route("GET", "/api/knowledge", knowledge.search, desk),
        Route("GET", "/api/knowledge/complete", knowledge.complete, desk),
        Route("GET", "/api/knowledge/about", knowledge.about, desk),
        Route("POST", "/api/knowledge/missed", knowledge.miss, desk),
        Route("GET", "/api/knowledge/articles/{slug}", knowledge.read_article, desk),
        Route("GET", "/api/knowledge/shelf", editing.show_shelf, desk),
        Route("POST", "/api/knowledge/shelf", editing.write, desk),
        Route("GET", "/api/knowledge/shelf/{slug}", editing.show_versions, desk),
        Route("GET", "/api/knowledge/shelf/{slug}/{number}", editing.show_version, desk),
        Route("POST", "/api/knowledge/shelf/{slug}/publish", editing.publish, desk),
        Route("POST", "/api/knowledge/shelf/{slug}/retire", editing.retire, desk),
        Route("POST", "/api/knowledge/shelf/{slug}/approve", editing.approve, desk),
        Route("POST", "/api/knowledge/check", editing.check, desk),
        Route("GET", "/api/knowledge/synonyms", editing.show_synonyms, desk),
        Route("POST", "/api/knowledge/synonyms", editing.write_synonyms, desk),
        Route("GET", "/api/audit", audit.show_audit, desk),
        Route("GET", "/api/audit/chain", audit.show_chain, desk),
        Route("GET", "/api/audit/mine", audit.show_mine, desk),
        Route("GET", "/sip", carry_sip, desk),
        *(Route(method, f"/api/recordings{path}", handler, desk) for method, path, handler in recordings.ROUTES),
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
