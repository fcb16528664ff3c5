"""Two processes of ours on one PostgreSQL and one Asterisk: one attends, and who talks does not notice that it dies."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from helpline.clock import SystemClock
from helpline.telephony import secret_files
from tests.commands.at_node import ORIGIN, desk
from tests.commands.typed import PASSWORD, Server, program
from tests.realtime.faces.clients import DeskClient
from tests.servers.asterisk import MUSIC_HZ, SIP_ADDRESS, TRUNK_ADDRESS, Asterisk
from tests.telephony.exchange import DEADLINE_SECONDS
from tests.telephony.phone import Phone, Talk

pytestmark = pytest.mark.slow
BLUE_HZ, ANN_HZ = 450, 650
ENVIRONMENT = dict[str, str]


@pytest.fixture
def environment(postgresql_url: str, asterisk: Asterisk, tmp_path: Path) -> ENVIRONMENT:
    """An installation that every process shares, with Ann on the staff; without recordings, which keep who waits from
    hearing its music."""
    for path in (asterisk.run / "data/sounds/nl/helpline").iterdir():
        path.unlink()
    config, data = tmp_path / "config", tmp_path / "data"
    config.mkdir()
    (config / "helpline.toml").write_text(
        f'[web]\norigins = ["{ORIGIN}"]\n[telephone]\nline = "asterisk"\nphones = "telephone"\n'
        f'ari_url = "{asterisk.url}"\ntrunk = "{TRUNK_ADDRESS}"\n'
    )
    (config / "rules.toml").write_text("[opening]\nalways = true\n")
    said = {"HELPLINE_DATABASE_URL": postgresql_url, "HELPLINE_CONFIG": str(config)}
    added = ("users", "add", "ann", "--role", "volunteer", "--alias", "Nora", "--password-stdin")
    for words in (("init", "--accept"), ("migrate",), added):
        done = program(*words, data=data, typed=f"{PASSWORD}\n", **said)
        assert done.returncode == 0, done.stderr
    secret = data / "keys" / secret_files.ARI
    secret.write_text(asterisk.password)
    secret.chmod(0o600)
    return said | {"data": str(data)}


def start(environment: ENVIRONMENT, *words: str) -> Server:
    more = {name: value for name, value in environment.items() if name != "data"}
    return Server(*words, data=Path(environment["data"]), **more)


@pytest.fixture
def first(environment: ENVIRONMENT) -> Iterator[Server]:
    with start(environment, "serve", "--port", "0") as it:
        it.says("telephone_up")
        yield it


@pytest.fixture
def second(first: Server, environment: ENVIRONMENT) -> Iterator[Server]:
    """The one that serves the desk, and waits for its turn."""
    with start(environment, "serve", "--port", "0") as it:
        yield it.ready()


@dataclass
class Evening:
    """The people, each with a telephone."""

    children: Phone
    ann: Phone
    asterisk: Asterisk

    async def rings(self, number: str) -> Talk:
        return await self.children.invite("1234", f"<sip:{number}@operator.example>")


@pytest.fixture
async def evening(asterisk: Asterisk) -> AsyncIterator[Evening]:
    pbx = (SIP_ADDRESS, asterisk.sip_port)
    children, ann = Phone("trunk", TRUNK_ADDRESS, pbx, BLUE_HZ), Phone("ann", SIP_ADDRESS, pbx, ANN_HZ)
    await children.start()
    await ann.start()
    try:
        yield Evening(children, ann, asterisk)
    finally:
        children.close()
        ann.close()


async def has_phone(ann: DeskClient, phone: Phone) -> None:
    """The desk became a telephone, which can be rung."""
    lent = await ann.call("phone")
    phone.name = lent["phone"]
    assert await phone.register(lent["password"]) == 200
    await can_be_rung(ann)


async def can_be_rung(ann: DeskClient) -> None:
    while ann.view["me"]["phone"] != {"online": True}:
        await ann.hears("me")


async def hears(talk: Talk, tones: set[int]) -> None:
    async with asyncio.timeout(DEADLINE_SECONDS):
        while await talk.heard({BLUE_HZ, ANN_HZ, MUSIC_HZ}) != tones:
            pass


async def a_talk(evening: Evening, ann: DeskClient) -> tuple[Talk, Talk, str]:
    """A child rings, and Ann answers at the desk; the two ends of it, and the conversation."""
    blue = await evening.rings("0612345678")
    async with asyncio.timeout(DEADLINE_SECONDS):
        rung = await evening.ann.rung.get()
    talk = await ann.accept()
    rung.answer()
    await hears(blue, {ANN_HZ})
    await hears(rung, {BLUE_HZ})
    return blue, rung, talk


async def test_a_call_is_answered_at_the_node_that_does_not_attend_and_outlasts_the_one_that_does(
    first: Server, second: Server, evening: Evening
):
    async with desk(second, "ann") as ann:
        await has_phone(ann, evening.ann)
        await ann.be("available", channels=["phone"])
        blue, rung, talk = await a_talk(evening, ann)
        red = await evening.rings("0687654321")
        await hears(red, {MUSIC_HZ})

        killed = SystemClock().now()
        first.process.kill()
        await hears(blue, {ANN_HZ})
        up = await asyncio.to_thread(second.says, "telephone_up")
        assert datetime.fromisoformat(str(up["at"])) > killed, "both attended, and took each other's calls away"
        await hears(blue, {ANN_HZ})
        await hears(rung, {BLUE_HZ})
        await hears(red, {MUSIC_HZ})

        # whoever attends now does what is asked at the desk
        assert await ann.do("call", talk, do="hang_up") == {"ok": True}
        await blue.until("over")
        assert (await ann.do("register", talk, fields={"type": "hang_up"}))["ok"]
        assert (await ann.do("finish", talk))["ok"]
        async with asyncio.timeout(DEADLINE_SECONDS):
            again = await evening.ann.rung.get()
        await ann.accept()
        again.answer()
        await hears(red, {ANN_HZ})
        red.hang_up()
        await again.until("over")
