"""Two hundred children ring the whole helpline through a real Asterisk, and afterwards no number is anywhere.

What is searched: all that the PBX wrote, all that it told us and we told it, our database, our other files, our logs,
whatever a window of the desk or the telephone of a volunteer was sent, and our figures.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest

from helpline.identity.caller_pepper import CallerPepper
from helpline.telephony import secret_files
from tests.commands.typed import environment, program
from tests.realtime.faces.clients import DeskClient
from tests.servers.asterisk import SIP_ADDRESS, TRUNK_ADDRESS, Asterisk, free_datagram_port
from tests.servers.asterisk import program as asterisk_program
from tests.telephony import canaries
from tests.telephony.left import written
from tests.telephony.phone import Phone, Talk
from tests.telephony.test_number import UNMASKED

pytestmark = pytest.mark.slow

DEADLINE = 120
COUNT, AT_ONCE, ANSWERED = 200, 20, 4
PASSWORD = "vier rode fietsen op een rij"
ORIGIN = {"Origin": "http://hulplijn.example"}
CONFIG = '[web]\norigins = ["http://hulplijn.example"]\n[staff]\nsecond_factor = "nobody"\n'
ASTERISK_TOLD = "what Asterisk told us, and we told it"


class Window(DeskClient):
    """A window of the desk that keeps all it was sent, as it came."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse[bool]) -> None:
        super().__init__(socket)
        self.everything: list[str] = []

    async def _take(self, packet: str) -> None:
        self.everything.append(packet)
        await super()._take(packet)


@dataclass
class Wire:
    """Between us and Asterisk: carries, and keeps what it carried."""

    to: int
    carried: bytearray = field(default_factory=bytearray)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.to)
        for one, other in ((reader, far_writer), (far_reader, writer)):
            task = asyncio.create_task(self._carry(one, other))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(65_536):
                self.carried += data
                writer.write(data)
        writer.close()


@dataclass
class Whole:
    """The helpline and its PBX, and what they left so far."""

    folder: Path
    server: Asterisk
    http: aiohttp.ClientSession
    trunk: Phone
    left: dict[str, bytes] = field(default_factory=dict)

    async def log_in(self, name: str) -> Window:
        body = {"name": name, "password": PASSWORD}
        async with self.http.post("/api/session", json=body, headers=ORIGIN) as answer:
            assert answer.status == 204
        return await Window.open(self.http, headers={"Cookie": answer.headers["Set-Cookie"].partition(";")[0]})

    async def volunteer(self, window: Window) -> Phone:
        """Their telephone logs in at Asterisk with what the desk gave it."""
        given = await window.call("phone")
        phone = Phone(given["phone"], SIP_ADDRESS, (SIP_ADDRESS, self.server.sip_port), 650)
        await phone.start()
        assert await phone.register(given["password"]) == 200
        await window.be("available", channels=["phone"])
        return phone

    async def ring(self, who: str, more: canaries.Headers) -> Talk:
        return await self.trunk.invite("1234", who, more)


async def all_ring(whole: Whole, children: list[canaries.Canary]) -> None:
    """Each in the next of all spellings, some at once; the welcome is heard, and they hang up."""
    ways = len(children[0].invites())
    for first in range(0, len(children), AT_ONCE):
        some = [it.invites()[(first + place) % ways] for place, it in enumerate(children[first : first + AT_ONCE])]
        talks = [await whole.ring(*it) for it in some]
        for talk in talks:
            await talk.until("up")
        for talk in talks:
            talk.press("5")
            talk.hang_up()


async def is_helped(whole: Whole, window: Window, phone: Phone, child: canaries.Canary, way: int) -> None:
    """In the talk, on hold, and to the end; the second one with a time-out, whose way back it then takes."""
    talk = await whole.ring(*child.invites()[way])
    conversation = await window.accept()
    async with asyncio.timeout(DEADLINE):
        answered = await phone.rung.get()
    answered.answer()
    await talk.until("up")
    for do in ("hold", "resume"):
        assert (await window.do("call", conversation, do=do))["ok"]
    talk.press("1")
    assert (await window.hears("key"))["key"] == "1"
    assert (await window.do("call", conversation, do="recording"))["ok"]
    assert (await window.do("register", conversation, fields={"type": "fault"}))["ok"]
    assert (await window.do("finish", conversation))["ok"]
    await answered.until("over")
    talk.hang_up()
    await window.be("available", channels=["phone"])


async def an_evening(whole: Whole, children: list[canaries.Canary]) -> None:
    cora, ann = [await whole.log_in(name) for name in ("cora", "ann")]
    phone = await whole.volunteer(ann)
    helped = children[:ANSWERED]
    for way, child in enumerate(helped):
        await is_helped(whole, ann, phone, child, 3 * way)
    await ann.be("away")
    await all_ring(whole, children)
    for path in ("/api/audit", "/metrics"):
        async with whole.http.get(path, headers=cora.headers) as answer:
            whole.left[path] = await answer.read()
    for window in (cora, ann):
        await window.close()
    whole.left["what the windows of the desk were sent"] = "\n".join(cora.everything + ann.everything).encode()
    whole.left["what rang at the volunteer"] = b"\n".join(phone.received)
    assert len(phone.received) > ANSWERED
    phone.close()


@asynccontextmanager
async def running(folder: Path, *, replaced: dict[str, str] | None = None) -> AsyncIterator[Whole]:
    """From `helpline init` to `helpline serve`, each in a process of its own; `left` is whole when it ended."""
    found = asterisk_program()
    if found is None:
        pytest.skip("there is no Asterisk (scripts/get-asterisk FOLDER, and HELPLINE_ASTERISK names the folder)")
    data, config = folder / "data", folder / "config"
    for one in (config, folder / "tmp"):
        one.mkdir()
    said = {"HELPLINE_CONFIG": str(config), "TMPDIR": str(folder / "tmp")}
    server = Asterisk(found, folder / "pbx", free_datagram_port(TRUNK_ADDRESS), replaced=replaced or {})
    (config / "rules.toml").write_text("[opening]\nalways = true\n")
    (config / "helpline.toml").write_text(CONFIG)
    add = [("users", "add", name, "--role", role, "--alias", alias, "--password-stdin") for name, role, alias in PEOPLE]
    for words in (("init",), ("migrate",), *add):
        done = await asyncio.to_thread(program, *words, data=data, typed=PASSWORD, **said)
        assert done.returncode == 0, done.stderr
    server.password = await asyncio.to_thread(secret_files.make_ari_password, data / "keys")
    server.pepper = (await asyncio.to_thread(CallerPepper, data / "keys")).written()
    server.configure()
    async with AsyncExitStack() as stack:
        stack.callback(server.stop)
        await asyncio.to_thread(server.start)
        wire = Wire(server.http_port)
        ears = await asyncio.start_server(wire.connect, "127.0.0.1", 0)
        stack.callback(ears.close)
        port = ears.sockets[0].getsockname()[1]
        with (config / "helpline.toml").open("a") as file:
            file.write(
                f'[telephone]\nline = "asterisk"\nphones = "telephone"\nari_url = "http://127.0.0.1:{port}/ari"\n'
            )
        spoken = bytearray()
        url = await stack.enter_async_context(served(folder, said, spoken))
        http = await stack.enter_async_context(aiohttp.ClientSession(url))
        trunk = Phone("trunk", TRUNK_ADDRESS, (SIP_ADDRESS, server.sip_port), 450)
        await trunk.start()
        stack.callback(trunk.close)
        whole = Whole(folder, server, http, trunk)
        yield whole
    whole.left |= {ASTERISK_TOLD: bytes(wire.carried), "our log": bytes(spoken)}
    whole.left["our files, and those of Asterisk"] = written(folder)


PEOPLE = (("ann", "volunteer", "Nora"), ("cora", "coordinator", "Lou"))


@asynccontextmanager
async def served(folder: Path, said: dict[str, str], spoken: bytearray) -> AsyncIterator[str]:
    """Our server; its address once the telephone is up."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "helpline", "serve", "--port", "0"),
        env=environment(folder / "data", **said),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr is not None
    try:
        async with asyncio.timeout(DEADLINE):
            while not (b'"ready"' in spoken and b"telephone_up" in spoken):
                line = await process.stderr.readline()
                assert line, bytes(spoken)
                spoken += line
        port = int(bytes(spoken).partition(b'"port": ')[2].split(b"}")[0].split(b",")[0])
        reads = asyncio.create_task(read_on(process.stderr, spoken))
        yield f"http://127.0.0.1:{port}"
        process.terminate()
        assert await process.wait() == 0
        await reads
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def read_on(stream: asyncio.StreamReader, into: bytearray) -> None:
    """Until it ends."""
    while line := await stream.readline():
        into += line


async def test_of_two_hundred_numbers_none_is_anywhere(tmp_path: Path):
    children = canaries.some(COUNT, seed=31)
    async with running(tmp_path) as whole:
        await an_evening(whole, children)
    assert min(map(len, whole.left.values())) > 0
    assert whole.left[ASTERISK_TOLD].count(b"StasisStart") >= COUNT
    assert canaries.found(whole.left, children) == []


async def test_without_the_dialplan_they_would_be_found(tmp_path: Path):
    children = canaries.some(12, seed=32)
    async with running(tmp_path, replaced=UNMASKED) as whole:
        await all_ring(whole, children)
    traces = canaries.found({ASTERISK_TOLD: whole.left[ASTERISK_TOLD]}, children)
    shown = {child.own for child in children if any(trace.startswith(child.own) for trace in traces)}
    # not those that were withheld, or spelled so that nobody reads a number there
    assert len(shown) >= len(children) // 2
