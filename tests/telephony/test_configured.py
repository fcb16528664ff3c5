"""What `helpline phone configure` writes is enough for a bare Asterisk: a call comes in, and is talked with."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from aiohttp import ClientSession
from click.testing import CliRunner

from helpline.__main__ import main
from helpline.core.line import CallerGone, Incoming, LegAnswered, LegRinging
from helpline.core.wishes import Answer, Connect, HangUp, Offer
from helpline.identity.caller_pepper import CallerPepper
from helpline.telephony import secret_files
from tests.servers.asterisk import TRUNK_ADDRESS, Asterisk, free_datagram_port, program
from tests.telephony.on_asterisk import AsteriskExchange

pytestmark = pytest.mark.slow
Bare = Callable[[str], Asterisk]


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Bare]:
    """Configure an Asterisk that was only unpacked, as a technician does; answers with it, running."""
    found = program()
    if found is None:
        pytest.skip("there is no Asterisk (scripts/get-asterisk FOLDER, and HELPLINE_ASTERISK names the folder)")
    server = Asterisk(found, tmp_path / "pbx", free_datagram_port(TRUNK_ADDRESS))
    data = tmp_path / "data"

    def helpline(*words: str) -> None:
        done = CliRunner().invoke(
            main, words, env={"HELPLINE_DATA": str(data), "HELPLINE_CONFIG": str(data / "config")}
        )
        assert done.exit_code == 0, done.output

    def configured(more: str) -> Asterisk:
        helpline("init")
        it = server.settings()
        (data / "config" / "helpline.toml").write_text(
            f'[telephone]\nline = "asterisk"\nari_url = "{it.ari_url}"\nsip_url = "{it.sip_url}"\n'
            f'sip_address = "{it.sip_address}"\ntrunk = "{it.trunk}"\nmedia_address = "{it.media_address}"\n'
            f'media_ports = "{it.media_ports[0]}-{it.media_ports[1]}"\n{more}'
        )
        secret = data / "keys" / secret_files.TRUNK
        secret.write_text("secret-of-the-trunk\n")
        secret.chmod(0o600)
        for _ in range(2):
            helpline("phone", "configure", "--to", str(server.run), "--unpacked", str(found.parent))
        server.password = secret_files.read_secret(data / "keys", secret_files.ARI)
        server.pepper = CallerPepper(data / "keys").written()
        server.start()
        return server

    try:
        yield configured
    finally:
        server.stop()


async def a_call(server: Asterisk) -> str | None:
    """A child rings, a volunteer answers, and they hear each other; answers the key of the caller."""
    async with ClientSession() as session:
        exchange = AsteriskExchange(server, session)
        try:
            await exchange.start()
            await exchange.ring_up(number="0612345678")
            it = await exchange.told.one(Incoming)
            exchange.line.wish(Answer(it.call))
            exchange.line.wish(Offer(it.call, "a", exchange.volunteer, 60))
            await exchange.told.this(LegRinging(it.call, "a"))
            await exchange.pick_up(it.call, "a")
            await exchange.told.this(LegAnswered(it.call, "a"))
            exchange.line.wish(Connect(it.call, "a"))
            await exchange.hears(it.call, "child", {"a"})
            await exchange.hears(it.call, "a", {"child"})
            exchange.line.wish(HangUp(it.call))
            await exchange.told.this(CallerGone(it.call))
        finally:
            await exchange.stop()
        return it.caller_key


async def test_from_a_bare_asterisk_to_the_first_call(bare: Bare, tmp_path: Path):
    key = await a_call(await asyncio.to_thread(bare, ""))
    pepper = await asyncio.to_thread(CallerPepper, tmp_path / "data" / "keys")
    assert key == pepper.key("+31612345678")


async def test_with_a_log_in_at_the_trunk_and_a_stun_server_it_starts_as_well(bare: Bare):
    more = 'trunk_user = "31880000000"\nice_servers = ["stun:127.0.0.1:9"]\ntrunk_addresses = ["127.0.0.10/32"]\n'
    assert await a_call(await asyncio.to_thread(bare, more))
