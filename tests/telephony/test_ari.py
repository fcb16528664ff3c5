"""What is kept of what Asterisk lists: in the first milliseconds of a call the number of a child is still among it."""

from __future__ import annotations

import logging

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from helpline.core.errors import TryAgain
from helpline.telephony.ari import Ari
from helpline.telephony.known_call import found_calls
from tests.privacy.encodings import find_traces

NUMBER = "31612094837"
EARLY = {
    "id": "1700000000.1",
    "name": "PJSIP/trunk-00000001",
    "state": "Ring",
    "caller": {"name": "Zwanehalsje", "number": f"+{NUMBER}"},
    "connected": {"name": "", "number": f"0{NUMBER[2:]}"},
    "accountcode": NUMBER,
    "dialplan": {"context": "helpline-in", "exten": "1234", "app_name": "Set", "app_data": f"NUMBER={NUMBER}"},
    "channelvars": {"NUMBER": NUMBER},
}
LATER = {**EARLY, "dialplan": {"app_name": "Stasis", "app_data": f"helpline,1234,{'0a' * 20}"}}


async def listed(channel: dict[str, object]) -> object:
    """What we are answered, when Asterisk lists this one."""

    async def channels(request: web.Request) -> web.Response:
        return web.json_response([channel])

    app = web.Application()
    app.router.add_get("/ari/channels", channels)
    async with TestServer(app) as server, ClientSession() as session:
        ari = Ari(session, str(server.make_url("/ari")), "helpline", "helpline", "password")
        _, found = await ari.send("GET /channels")
        return found


@pytest.mark.parametrize("channel", [EARLY, LATER])
async def test_no_number_comes_further_than_the_connection(
    channel: dict[str, object], caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    found = await listed(channel)
    assert isinstance(found, list)
    assert find_traces(repr(found).encode(), NUMBER[2:]) == []
    assert find_traces(caplog.text.encode(), NUMBER[2:]) == []
    assert "Zwanehalsje" not in repr(found)


async def test_a_call_that_the_dialplan_still_hides_is_no_call_yet():
    early, later = await listed(EARLY), await listed(LATER)
    assert isinstance(early, list)
    assert isinstance(later, list)
    assert found_calls("helpline", early, []) == {}
    assert [(it.dialled, it.caller_key) for it in found_calls("helpline", later, []).values()] == [("1234", "0a" * 20)]


async def test_nothing_is_sent_by_whose_turn_it_is_not():
    asked: list[str] = []

    async def channels(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.json_response([])

    app = web.Application()
    app.router.add_get("/ari/{path:.*}", channels)
    async with TestServer(app) as server, ClientSession() as session:
        url = str(server.make_url("/ari"))
        ari = Ari(session, url, "helpline", "helpline", "password", may=lambda: False)
        with pytest.raises(TryAgain):
            await ari.send("GET /channels")
        with pytest.raises(TryAgain):
            async with ari.events():
                raise AssertionError("connected")
        assert asked == []
        assert await ari.at_any_time().does("GET /asterisk/info")
