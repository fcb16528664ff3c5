"""The tests' own Asterisk, as the packaged files configure it."""

from __future__ import annotations

import pytest
from aiohttp import ClientSession, encode_basic_auth

from tests.servers.asterisk import Asterisk
from tests.tooling.tracked import ROOT

NEVER = (
    "app_mixmonitor",
    "app_record",
    "app_voicemail",
    "app_chanspy",
    "res_monitor",
    "res_ari_recordings",
    "cdr_",
    "cel_",
)


async def asked(asterisk: Asterisk, method: str, path: str) -> tuple[int, object]:
    async with (
        ClientSession(headers={"Authorization": encode_basic_auth("helpline", asterisk.password)}) as session,
        session.request(method, asterisk.url + path) as answer,
    ):
        return answer.status, await answer.json()


async def test_every_module_that_is_asked_for_runs_and_none_that_keeps_a_call(asterisk: Asterisk):
    _, modules = await asked(asterisk, "GET", "/asterisk/modules")
    assert isinstance(modules, list)
    running = {it["name"] for it in modules if it["status"] == "Running"}
    lines = (ROOT / "config/asterisk/modules.conf").read_text(encoding="utf-8").splitlines()
    assert {line.removeprefix("load = ") for line in lines if line.startswith("load = ")} <= running
    assert [name for name in running if name.startswith(NEVER)] == []


@pytest.mark.parametrize("path", ["/recordings/stored", "/recordings/live/any"])
async def test_there_is_no_way_to_a_recording(asterisk: Asterisk, path: str):
    status, _ = await asked(asterisk, "GET", path)
    assert status == 404
