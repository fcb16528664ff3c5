"""Only our own pages may change something: every combination of what a browser, a page or a proxy may say."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import ip_network

import pytest

from helpline.web.origins import is_from_us
from tests.web.place import ALSO_OURS, COOKIE, FOREIGN, FORWARDED, OURS, TOKEN, origins_beside, with_web

ORIGINS = (
    None,
    OURS,
    ALSO_OURS,
    FOREIGN,
    "null",
    "",
    OURS + "/",
    OURS.upper(),
    OURS.replace("https", "http"),
    OURS + ":8443",
    f"{OURS}.elsewhere.example",
    f"{OURS}, {FOREIGN}",
)
SITES = (None, "same-origin", "same-site", "cross-site", "none", "Same-Origin")
# What the contract says, written out: nothing else is let in.
LET_IN = {
    (OURS, None),
    (OURS, "same-origin"),
    (ALSO_OURS, None),
    (ALSO_OURS, "same-origin"),
    (None, "same-origin"),
    # a beacon of a page that sends no referrer
    ("null", "same-origin"),
}
UNSAFE = (("POST", "/api/session"), ("DELETE", "/api/session"), ("POST", "/child/away"))
PROXIES = {
    "X-Forwarded-Host": "elsewhere.example",
    "X-Forwarded-Proto": "http",
    "X-Forwarded-For": "127.0.0.1",
    "Forwarded": "host=elsewhere.example;proto=http",
    "X-Original-URL": "/blank",
    "X-HTTP-Method-Override": "GET",
}


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("origin", ORIGINS)
def test_only_what_says_that_it_is_one_of_our_pages_is_let_in(origin, site):
    assert is_from_us(origin, site, {OURS, ALSO_OURS}) == ((origin, site) in LET_IN)


@pytest.mark.parametrize("origin", ORIGINS)
async def test_every_unsafe_route_asks_and_believes_no_proxy_about_it(place, origin):
    for site in SITES:
        token = (await place.log_in()).token
        said = {"Origin": origin, "Sec-Fetch-Site": site}
        said = {name: value for name, value in said.items() if value is not None}
        for method, path in UNSAFE:
            for more in ({}, PROXIES, {"Host": "chat.hulplijn.example"}, {"Host": "elsewhere.example"}):
                answer = await place.ask(method, path, origin=None, headers=said | more, token=token, data=b"x")
                refused = (answer.status, answer.body) == (403, b'{"error":{"code":"forbidden"}}')
                assert refused == ((origin, site) not in LET_IN)
        assert await place.is_signed_in(token) == ((origin, site) not in LET_IN)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_a_page_may_be_asked_for_from_anywhere(place, method):
    for site in ("cross-site", "none"):
        for path in ("/", "/desk", "/api/topics"):
            headers = {"Origin": FOREIGN, "Sec-Fetch-Site": site}
            assert (await place.ask(method, path, headers=headers)).status == 200


async def test_a_foreign_page_cannot_make_a_child_leave(place):
    waiting = await place.child_enters()
    await place.ask("POST", "/child/away", origin=FOREIGN, data=TOKEN)
    await place.ask("POST", "/child/away", origin=None, data=TOKEN)
    assert (await place.look_at(waiting.id)).ended_at is None


async def test_a_foreign_page_learns_nothing_of_what_exists(place):
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        for path in ("/", "/api/session", "/nothing", "/metrics"):
            answer = await place.ask(method, path, origin=FOREIGN)
            assert (answer.status, answer.code) == (403, "forbidden")


async def test_another_site_may_not_ask_beforehand_either(place):
    headers = {"Access-Control-Request-Method": "POST"}
    answer = await place.ask("OPTIONS", "/api/session", origin=FOREIGN, headers=headers)
    assert (answer.status, answer.code) == (405, "method_not_allowed")
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]


@pytest.mark.parametrize("is_trusted", [False, True], ids=["no proxy is trusted", "the proxy is trusted"])
@pytest.mark.parametrize("called", origins_beside(OURS))
async def test_whatever_a_proxy_says_only_our_own_origin_logs_in_and_the_cookie_stays_safe(
    open_house, house, called, is_trusted
):
    """Also where that proxy is believed about addresses: about hosts and schemes nobody is."""
    trusted = (ip_network("127.0.0.1/32"),) if is_trusted else ()
    place = await open_house(replace(house, settings=with_web(house.settings, trusted_proxies=trusted)))
    await place.add("ann")
    origin = origins_beside(OURS)[called]
    let_in = {}
    for said, headers in FORWARDED.items():
        answer = await place.log_in("ann", origin=origin, headers=headers)
        let_in[said] = answer.status == 204
        assert answer.status in (204, 403)
        for cookie in answer.cookies:
            assert cookie.startswith(f"{COOKIE}=")
            assert sorted(cookie.split("; ")[1:]) == ["HttpOnly", "Path=/", "SameSite=Strict", "Secure"]
    assert let_in == dict.fromkeys(FORWARDED, called == "own")
    assert await place.count("session") == (len(FORWARDED) if called == "own" else 0)
