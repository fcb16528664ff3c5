"""Whatever is sent: a stable code, nothing changed, no fault, and the server answers the next one."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import json as strict_json

from helpline.core.permissions import ROUTES
from helpline.web import body as module
from helpline.web.sessions import LogIn
from tests.web.place import PASSWORD, TOKEN

JSON = {"Content-Type": "application/json"}
RIGHT = {"name": "ann", "password": PASSWORD}

SHAPES: list[object] = [
    None,
    True,
    7,
    "ann",
    [],
    [RIGHT],
    {},
    {"name": "ann"},
    {"password": PASSWORD},
    {**RIGHT, "role": "coordinator"},
    {**RIGHT, "code": 123456},
    {**RIGHT, "code": "12345"},
    {**RIGHT, "code": "12345\n"},
    {**RIGHT, "assertion": "x"},
    {**RIGHT, "ways": ["code"]},
    {"name": None, "password": PASSWORD},
    {"name": 1, "password": PASSWORD},
    {"name": ["ann"], "password": PASSWORD},
    {"name": {"$ne": ""}, "password": PASSWORD},
    {"name": "ann", "password": None},
    {"name": "ann", "password": True},
    {"name": "", "password": PASSWORD},
    {"name": "ann", "password": ""},
    {"name": "a" * 65, "password": PASSWORD},
    {"name": "ann", "password": "w" * 1_025},
    {"name": "ann\0", "password": PASSWORD},
    {"name": "ann\n", "password": PASSWORD},
    {"name": "\u202eann", "password": PASSWORD},
    {"NAME": "ann", "password": PASSWORD},
]
BODIES = [
    b"",
    b" ",
    b"{",
    b"not json",
    b"'name'",
    b"\xef\xbb\xbf" + json.dumps(RIGHT).encode(),
    json.dumps(RIGHT).encode() + b" and more",
    json.dumps(RIGHT).encode("utf-16"),
    b'{"name":"\xff","password":"x"}',
    b'{"name":"\xed\xa0\x80","password":"x"}',
    b'{"name":"\\ud800","password":"x"}',
    b'{"name":"ann","password":"\\udfff\\ud800"}',
    b'{"name":"ann","password":"x","more":' + b"[" * 30_000 + b"]" * 30_000 + b"}",
    b'{"name":' + b'{"a":' * 10_000 + b"1" + b"}" * 10_000 + b',"password":"x"}',
    b"[" * 60_000,
    b'{"name":1e999999,"password":NaN}',
    b"\0" * 100,
]
TYPES = [
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "text/json",
    "application/json-seq",
    "nonsense",
    "",
]
TOKENS = [
    b"",
    b"x",
    b"A" * 256,
    b"A" * 257,
    b"A" * 70_000,
    b"\0" * 22,
    b"\xff" * 22,
    "é".encode() * 11,
    b'{"token":"x"}',
    TOKEN.encode() + b"\n",
    TOKEN.encode()[:-1] + b"B",
]


async def test_only_the_shape_of_a_log_in_is_taken(place):
    for shape in SHAPES:
        answer = await place.ask("POST", "/api/session", json=shape)
        assert (answer.status, answer.json) == (400, {"error": {"code": "invalid"}}), shape
    assert await place.count("session") == 0
    assert place.passwords.compared == []
    await place.check_still_well()


async def test_what_is_no_json_is_invalid(place):
    for body in BODIES:
        answer = await place.ask("POST", "/api/session", data=body, headers=JSON)
        assert (answer.status, answer.code) == (400, "invalid"), body[:40]
    await place.check_still_well()


async def test_json_under_another_name_is_invalid(place):
    for kind in TYPES:
        answer = await place.ask(
            "POST", "/api/session", data=json.dumps(RIGHT).encode(), headers={"Content-Type": kind}
        )
        assert (answer.status, answer.code) == (400, "invalid"), kind
    for kind in ("application/json; charset=utf-8", "Application/JSON"):
        answer = await place.ask(
            "POST", "/api/session", data=json.dumps(RIGHT).encode(), headers={"Content-Type": kind}
        )
        assert answer.status == 204
    await place.check_still_well()


async def test_a_packed_body_is_invalid_on_every_route_that_takes_one(place):
    waiting = await place.child_enters()
    for packing in ("gzip", "deflate", "br", "zstd", "x"):
        headers = {"Content-Encoding": packing, **JSON}
        answer = await place.ask("POST", "/api/session", data=b"\x1f\x8b" * 20, headers=headers, skip_auto_headers=())
        assert (answer.status, answer.code) == (400, "invalid")
        assert (await place.ask("POST", "/child/away", data=TOKEN, headers=headers)).status == 204
    assert (await place.look_at(waiting.id)).ended_at is None
    await place.check_still_well()


async def test_too_much_is_too_large_whether_its_size_is_told_or_not(place):
    async def piecewise():
        for _ in range(20):
            yield b" " * 8_192

    for data in (b" " * (module.MOST_BYTES + 1), piecewise()):
        answer = await place.ask("POST", "/api/session", data=data, headers=JSON)
        assert (answer.status, answer.json) == (413, {"error": {"code": "too_large"}})
    just_fits = json.dumps(RIGHT).encode().ljust(module.MOST_BYTES)
    assert (await place.ask("POST", "/api/session", data=just_fits, headers=JSON)).status == 204
    await place.check_still_well()


async def test_going_away_tells_nothing_whatever_is_sent(place):
    waiting = await place.child_enters()

    async def piecewise():
        for _ in range(20):
            yield b"A" * 100

    for data in (*TOKENS, piecewise()):
        answer = await place.ask("POST", "/child/away", data=data, headers={"Content-Type": "text/plain"})
        assert (answer.status, answer.body) == (204, b"")
    assert (await place.look_at(waiting.id)).ended_at is None
    await place.check_still_well()


async def test_a_cookie_of_any_kind_is_nobody(place):
    for cookie in ("=", "__Host-helpline", "__Host-helpline=", "; ;;", "__Host-helpline=" + "A" * 4_000, "\x80=\xff"):
        headers = {"Cookie": cookie}
        assert (await place.ask("GET", "/api/form", headers=headers)).code == "signed_out"
        assert (await place.ask("DELETE", "/api/session", headers=headers)).status == 204
    await place.check_still_well()


@pytest.mark.parametrize(("method", "path"), sorted(ROUTES))
async def test_odd_queries_bodies_and_headers_break_no_route(place, method, path):
    path = path.replace("{name}", "plain.svg")
    for query in ("?a=1&a=2", "?%ff=%00", "?" + "x" * 4_000, "?__proto__[x]=1"):
        assert (await place.ask(method, path + query)).status < 500
    for body in (b"\xff" * 1_000, b"{}"):
        assert (await place.ask(method, path, data=body)).status < 500
    odd = {"Accept": "\x80", "Accept-Encoding": "gzip;q=x, ,;", "Range": "bytes=9-1", "If-None-Match": "*", "X-A": "é"}
    assert (await place.ask(method, path, headers=odd)).status < 500
    await place.check_still_well()


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["name", "password", "x"]), inner),
    max_leaves=8,
)


@given(VALUES)
def test_whatever_json_is_read_has_the_one_shape(value):
    try:
        sent = json.dumps(value).encode()
        read = strict_json.decode(sent, type=LogIn)
    except ValueError:
        return
    assert isinstance(value, dict)
    assert value == {"name": read.name, "password": read.password}
