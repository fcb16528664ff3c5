"""Every route that there is, and who may ask it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from aiohttp import web

from helpline.core.permissions import ROUTES, Who, may_ask
from helpline.web.guard import Unstated
from helpline.web.house import CHILD, DESK
from helpline.web.routes import make_web
from tests.web.place import OURS, TOKEN, Place

ANY = {"name": "plain.svg", "slug": "kissing", "number": "1", "language": "nl", "factor": "f1", "staff": "zoe"}
OF_THE_DESK = ("/api/knowledge", "/api/audit", "/api/factors", "/api/recordings")
CHILD_ONLY = {("GET", "/"), ("GET", "/practice"), ("GET", "/blank"), ("POST", "/child/away"), ("GET", "/api/help")}
DESK_ONLY = {
    ("GET", "/desk"),
    ("POST", "/api/session"),
    ("DELETE", "/api/session"),
    ("GET", "/api/form"),
    ("GET", "/sip"),
} | {route for route in ROUTES if route[1].startswith(OF_THE_DESK)}


def served(app: web.Application) -> set[tuple[str, str]]:
    """Method and path of every route, HEAD left out."""
    routes = {(route.method, route.resource.canonical) for route in app.router.routes() if route.resource}
    assert {("GET", path) for method, path in routes if method == "HEAD"} <= routes
    return {(method, path) for method, path in routes if method != "HEAD"}


async def test_what_is_served_and_what_states_who_may_ask_are_the_same(house):
    assert served(make_web(house)) == set(ROUTES)


async def test_each_face_serves_its_own_routes_and_what_both_need(house):
    assert served(make_web(replace(house, faces=frozenset({CHILD})))) == set(ROUTES) - DESK_ONLY
    desk = replace(house, faces=frozenset({DESK}), pseudonyms=None)
    assert served(make_web(desk)) == set(ROUTES) - CHILD_ONLY


async def test_the_childs_face_does_not_start_without_pseudonyms(house):
    with pytest.raises(ValueError, match="pseudonyms"):
        make_web(replace(house, pseudonyms=None))


async def nothing(_: web.Request) -> web.Response:
    return web.Response(text="this was never stated")


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/api/secrets"), ("POST", "/desk"), ("*", "/desk"), ("GET", "/socket.io/more")]
)
async def test_a_route_that_does_not_state_who_may_ask_it_stops_the_start(open_house, house, method, path):
    with pytest.raises(Unstated, match="does not stand in core/permissions.py"):
        await open_house(house, lambda app: app.router.add_route(method, path, nothing))


async def test_socket_io_is_let_through_for_it_guards_itself(open_house, house):
    place = await open_house(house, lambda app: app.router.add_route("*", "/socket.io/", nothing))
    assert (await place.ask("POST", "/socket.io/?EIO=4", origin=None)).body == b"this was never stated"
    assert (await place.ask("POST", "/socket.io", origin=None)).code == "forbidden"
    assert (await place.ask("POST", "/socket.io/more", origin=OURS)).code == "not_found"


async def everybody(place: Place) -> dict[str | None, Who]:
    """By what stands in the cookie. Who was logged out or disabled is nobody, and so is a child."""
    await place.child_enters(TOKEN)
    logged_out, disabled = (await place.log_in("ann")).token, (await place.log_in("ben")).token
    await place.ask("DELETE", "/api/session", token=logged_out)
    await place.disable("ben")
    return {
        **dict.fromkeys((None, TOKEN, logged_out, disabled), Who.ANYONE),
        (await place.log_in("ann")).token: Who.VOLUNTEER,
        (await place.log_in("cora")).token: Who.COORDINATOR,
    }


@pytest.mark.parametrize(("method", "path"), sorted(ROUTES))
async def test_each_route_answers_those_it_is_for_and_refuses_the_others(place, method, path):
    needed = ROUTES[method, path]
    for token, who in (await everybody(place)).items():
        answer = await place.ask(method, path.format(**ANY), token=token)
        refused = answer.status in (401, 403) and answer.code == ("signed_out" if who == Who.ANYONE else "forbidden")
        # this machine is an operator's, whoever is logged in
        assert refused == (needed != Who.OPERATOR and not may_ask(who, method, path))


async def test_an_unknown_path_is_not_found(place):
    for path in ("/nothing", "/api", "/api/", "/desk/", "//", "/assets/", "/assets", "/child/away/x", "/%00", "/%ff"):
        answer = await place.ask("GET", path)
        assert (answer.status, answer.json) == (404, {"error": {"code": "not_found"}})


@pytest.mark.parametrize("method", ["PUT", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
async def test_a_known_path_asked_in_another_way_says_so(place, method):
    for path in {path.format(**ANY) for _, path in ROUTES}:
        answer = await place.ask(method, path)
        assert (answer.status, answer.json) == (405, {"error": {"code": "method_not_allowed"}})
        assert answer.headers["Allow"]


async def test_the_tree_of_topics_is_for_anyone(place):
    tree = (await place.ask("GET", "/api/topics")).json
    assert {"slug", "nl", "en", "subtopics"} <= tree[0].keys()


async def test_the_form_names_its_fields_and_phases(place):
    form = (await place.ask("GET", "/api/form", token=(await place.log_in()).token)).json
    assert form.keys() == {"version", "fields", "phases", "snippets", "chosen_topics"}
    assert len(form["phases"]) == 5
