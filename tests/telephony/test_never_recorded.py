"""Calls are never recorded: not by a module, not by us, and not by whoever has the password of ARI."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from aiohttp import ClientSession, encode_basic_auth, web
from aiohttp.test_utils import TestServer

from helpline.core.line import CallerGone, Incoming
from helpline.core.wishes import Answer, HangUp
from helpline.telephony.ari import COMMANDS, Ari
from helpline.telephony.pbx_files import RECORDING
from tests.servers.asterisk import TRUNK_ADDRESS, Asterisk, free_datagram_port, program
from tests.telephony.on_asterisk import AsteriskExchange

NOBODY = 65534
WAYS = ("res_ari_recordings", "app_mixmonitor", "app_record", "res_monitor", "app_voicemail")


async def asked(server: Asterisk, method: str, path: str, **query: str) -> int:
    """As anybody who has the password, past our own client; answers the status."""
    headers = {"Authorization": encode_basic_auth("helpline", server.password)}
    async with (
        ClientSession(headers=headers) as session,
        session.request(method, server.url + path, params=query) as answer,
    ):
        return answer.status


@pytest.mark.slow
@pytest.mark.parametrize("module", WAYS)
async def test_what_could_record_is_not_loaded(asterisk: Asterisk, module: str):
    assert await asked(asterisk, "GET", f"/asterisk/modules/{module}.so") == 404
    assert await asked(asterisk, "GET", "/asterisk/modules/app_playback.so") == 200


def test_our_client_knows_no_command_that_records():
    assert [it for it in COMMANDS if "record" in it or "variable" in it] == []


@pytest.mark.parametrize(
    "name", ["x/record", "x/../y/record", "x%2Frecord", "x/record?name=a", "x#/record", "../record"]
)
async def test_no_id_makes_a_way_to_record_out_of_another_command(name: str):
    paths: list[str] = []

    async def any_path(request: web.Request) -> web.Response:
        paths.append(request.raw_path)
        return web.json_response({})

    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", any_path)
    async with TestServer(app) as server, ClientSession() as session:
        ari = Ari(session, str(server.make_url("/ari")), "helpline", "helpline", "password")
        for command in sorted(COMMANDS):
            await ari.send(command, *([name] * command.count("{}")))
            with pytest.raises(ValueError, match="no command of ours"):
                await ari.send(f"{command}/record", *([name] * command.count("{}")))
    assert len(paths) == len(COMMANDS)
    assert [it for it in paths if "record" in it.partition("?")[0].split("/")] == []


Recorder = Callable[[int], Asterisk]


def where_anybody_reads(program: Path, folder: Path) -> Path:
    """The program in a folder that is not closed to other users, as the home of root is."""
    subprocess.run(["cp", "--archive", program.parent, folder / "asterisk"], check=True)
    return folder / "asterisk" / program.name


@pytest.fixture
def whose_folder_is() -> Iterator[Recorder]:
    """An Asterisk of a user of its own, with a folder for recordings of this mode."""
    found = program()
    if found is None:
        pytest.skip("there is no Asterisk (scripts/get-asterisk FOLDER, and HELPLINE_ASTERISK names the folder)")
    folder = Path(tempfile.mkdtemp(prefix="helpline-asterisk-"))
    folder.chmod(0o755)
    run = folder / "run"
    run.mkdir()
    server = Asterisk(where_anybody_reads(found, folder), run, free_datagram_port(TRUNK_ADDRESS))

    def started(mode: int) -> Asterisk:
        server.configure()
        folder = run / RECORDING
        folder.mkdir(parents=True)
        if os.geteuid() == 0:
            server.user = NOBODY
            for path in (run, *run.rglob("*")):
                os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
            os.chown(folder, 0, 0)
        folder.chmod(mode)
        server.start()
        return server

    try:
        yield started
    finally:
        server.stop()
        (run / RECORDING).chmod(0o700)
        shutil.rmtree(folder)


async def recorded(server: Asterisk) -> list[str]:
    """Somebody with the password records a call; answers what is in the folder when it is over."""
    async with ClientSession() as session:
        exchange = AsteriskExchange(server, session)
        try:
            await exchange.start()
            await exchange.ring_up()
            call = (await exchange.told.one(Incoming)).call
            exchange.line.wish(Answer(call))
            await exchange.children[0].until("up")
            await asked(server, "POST", f"/channels/{call}/record", name="child", format="wav")
            exchange.line.wish(HangUp(call))
            await exchange.told.this(CallerGone(call))
        finally:
            await exchange.stop()
    return sorted(await asyncio.to_thread(os.listdir, server.run / RECORDING))


@pytest.mark.slow
async def test_where_a_recording_would_go_asterisk_cannot_write(whose_folder_is: Recorder):
    assert await recorded(await asyncio.to_thread(whose_folder_is, 0o555)) == []


@pytest.mark.slow
async def test_where_it_could_write_the_password_of_ari_would_be_enough(whose_folder_is: Recorder):
    """The danger: so the folder is what keeps calls from being recorded."""
    assert await recorded(await asyncio.to_thread(whose_folder_is, 0o777)) == ["child.wav"]
