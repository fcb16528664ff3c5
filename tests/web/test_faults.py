"""What nobody foresaw: a number for the person, and nothing of what was sent."""

from __future__ import annotations

import asyncio
import io
import logging
from dataclasses import replace
from functools import partial

import pytest
from aiohttp import web

from helpline import logs
from helpline.web.routes import make_web
from helpline.web.serving import serving
from tests.web.place import OURS, AwayStore, CountingPasswords

CANARY = "kanarie-7f3a"


class BrokenPasswords(CountingPasswords):
    async def matches(self, password_hash: str | None, password: str) -> bool:
        raise RuntimeError(f"cannot compare {password}")


async def test_the_person_gets_a_number_and_the_technician_the_error(open_house, house):
    place = await open_house(replace(house, passwords=BrokenPasswords()))
    answer = await place.log_in("ann", CANARY)
    assert (answer.status, answer.json) == (500, {"error": {"code": "fault", "number": "123456"}})
    (error,) = place.faults
    assert isinstance(error, RuntimeError)
    assert (await place.ask("GET", "/healthz")).status == 200


async def test_nothing_that_was_sent_stands_in_the_log(open_house, house, monkeypatch):
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logs.AllowList())
    monkeypatch.setattr(logging.root, "handlers", [handler])
    monkeypatch.setattr(logging, "_logRecordFactory", logs.ReducedRecord)
    report = partial(logs.report_fault, logging.getLogger("helpline.web"))
    house = replace(house, passwords=BrokenPasswords(), report_fault=report)
    async with serving(make_web(house), "127.0.0.1", 0) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        body = f'{{"name":"{CANARY}","password":"{CANARY}"}}'.encode()
        head = f"POST /api/session?{CANARY} HTTP/1.1\r\nHost: {CANARY}\r\nOrigin: {OURS}\r\nCookie: a={CANARY}\r\n"
        more = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        writer.write((head + more).encode() + body)
        answer = await reader.read()
        writer.close()
        await writer.wait_closed()
    assert b" 500 " in answer
    assert '"event": "fault"' in written.getvalue()
    assert "RuntimeError" in written.getvalue()
    for secret in (CANARY, "127.0.0.1", "cannot compare"):
        assert secret not in written.getvalue()
        assert secret.encode() not in answer


async def test_a_database_that_is_away_asks_to_come_back(open_house, house):
    place = await open_house(replace(house, store=AwayStore()))
    for answer in (await place.log_in(), await place.ask("GET", "/api/form", token="A" * 43)):
        assert (answer.status, answer.json) == (503, {"error": {"code": "try_again", "retry_seconds": 2}})
        assert answer.headers["Retry-After"] == "2"
    assert place.faults == []


@pytest.mark.parametrize("error", [RuntimeError(CANARY), TimeoutError(CANARY), KeyError(CANARY)])
async def test_a_fault_outside_of_every_route_has_a_number_too(open_house, house, caplog, error):
    async def break_down(_: web.Request) -> web.Response:
        raise error

    place = await open_house(house, lambda app: app.router.add_get("/socket.io/", break_down))
    answer = await place.ask("GET", "/socket.io/")
    assert (answer.status, answer.json) == (500, {"error": {"code": "fault", "number": "123456"}})
    assert answer.headers["Cache-Control"] == "no-store"
    assert len(place.faults) == 1
    assert caplog.records == []  # aiohttp's own line would hold the address


async def test_a_route_that_runs_out_of_time_is_a_fault(open_house, house):
    class LatePasswords(CountingPasswords):
        async def matches(self, password_hash: str | None, password: str) -> bool:
            raise TimeoutError

    place = await open_house(replace(house, passwords=LatePasswords()))
    assert (await place.log_in()).json == {"error": {"code": "fault", "number": "123456"}}


async def test_the_port_is_free_again_afterwards(house):
    async with serving(make_web(house), "127.0.0.1", 0) as port:
        pass
    async with serving(make_web(house), "127.0.0.1", port) as again:
        assert again == port
