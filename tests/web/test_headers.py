"""What every answer says about itself, also when it is a refusal."""

from __future__ import annotations

from dataclasses import replace

import pytest
from aiohttp import web

from helpline.core.permissions import ROUTES
from helpline.web.headers import page_policy
from helpline.web.show import FOR_EVER
from tests.web.place import FOREIGN, OURS

ALWAYS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def check(answer, *, cache: str = "no-store") -> None:
    """The promises of every answer."""
    assert ALWAYS.items() <= dict(answer.headers).items()
    assert answer.headers["Cache-Control"] == cache
    assert "Server" not in answer.headers
    assert "microphone=()" in answer.headers["Permissions-Policy"]
    policy = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "data:" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(("method", "path"), sorted(ROUTES))
async def test_every_route_answers_with_the_headers_whether_it_refuses_or_not(place, method, path):
    path = path.replace("{name}", "plain.svg")
    check(await place.ask(method, path))
    check(await place.ask(method, path, origin=FOREIGN))
    check(await place.ask(method, path, token=(await place.log_in()).token))
    if method == "GET":
        check(await place.ask("HEAD", path))


async def test_so_does_every_other_refusal(place):
    for status, method, path, more in (
        (404, "GET", "/nothing", {}),
        (404, "GET", "/assets/nothing.js", {}),
        (405, "PUT", "/", {}),
        (400, "POST", "/api/session", {"data": b"{"}),
        (413, "POST", "/api/session", {"data": b" " * 70_000, "headers": {"Content-Type": "application/json"}}),
        (417, "GET", "/", {"headers": {"Expect": "a cake"}}),
    ):
        answer = await place.ask(method, path, **more)
        assert answer.status == status
        check(answer)


async def test_so_does_a_fault(open_house, house):
    place = await open_house(replace(house, pages=replace(house.pages, assets=None)))
    answer = await place.ask("GET", "/assets/x.js")
    assert answer.status == 500
    check(answer)


async def test_so_does_what_socket_io_answers(open_house, house):
    async def polled(_: web.Request) -> web.Response:
        return web.Response(text="ok")

    place = await open_house(house, lambda app: app.router.add_get("/socket.io/", polled))
    check(await place.ask("GET", "/socket.io/"))


async def test_a_websocket_says_nothing_that_only_documents_need(open_house, house):
    async def upgraded(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.close()
        return socket

    place = await open_house(house, lambda app: app.router.add_get("/socket.io/", upgraded))
    async with place.http.ws_connect(f"http://127.0.0.1:{place.port}/socket.io/") as socket:
        said = socket._response.headers
        assert "Server" not in said
        assert "Content-Security-Policy" not in said


@pytest.mark.parametrize("path", ["/", "/desk", "/blank"])
async def test_a_page_runs_only_our_own_files_and_stands_in_nobodys_frame(place, path):
    policy = (await place.ask("GET", path)).headers["Content-Security-Policy"]
    assert policy == page_policy(place.house.settings.origins)
    assert policy == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "connect-src 'self' wss://chat.hulplijn.example wss://desk.hulplijn.example; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


def test_on_http_the_page_may_open_a_plain_websocket():
    assert "connect-src 'self' ws://localhost:8080;" in page_policy(["http://localhost:8080"])


async def test_only_files_whose_names_change_with_them_are_kept(place):
    check(await place.ask("GET", "/assets/child-BkSqbbjd.js"), cache=FOR_EVER)
    check(await place.ask("GET", "/assets/plain.svg"))
    for path in ("/", "/desk", "/blank", "/api/topics", "/healthz"):
        check(await place.ask("GET", path))


async def test_no_answer_lets_another_site_read_it(place):
    for method, path in ROUTES:
        answer = await place.ask(method, path.replace("{name}", "plain.svg"), headers={"Origin": OURS})
        assert not [name for name in answer.headers if name.lower().startswith("access-control")]
