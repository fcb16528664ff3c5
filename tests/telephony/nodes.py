"""Several processes of ours on one PostgreSQL and one Asterisk, and people who ring, each with a telephone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from helpline.telephony import secret_files
from tests.commands.at_node import ORIGIN
from tests.commands.typed import PASSWORD, Server, program
from tests.realtime.faces.clients import DeskClient
from tests.servers.asterisk import MUSIC_HZ, SIP_ADDRESS, TRUNK_ADDRESS, Asterisk
from tests.telephony.exchange import DEADLINE_SECONDS
from tests.telephony.phone import Phone, Talk

BLUE_HZ, ANN_HZ = 450, 650
ENVIRONMENT = dict[str, str]


def install(database: str, asterisk: Asterisk, folder: Path, attended_by: str = "serve") -> ENVIRONMENT:
    """An installation that every process shares, with Ann on the staff; without recordings, which keep who waits from
    hearing its music."""
    for path in (asterisk.run / "data/sounds/nl/helpline").iterdir():
        path.unlink()
    config, data = folder / "config", folder / "data"
    config.mkdir()
    (config / "helpline.toml").write_text(
        f'[web]\norigins = ["{ORIGIN}"]\n[telephone]\nline = "asterisk"\nphones = "telephone"\n'
        f'ari_url = "{asterisk.url}"\ntrunk = "{TRUNK_ADDRESS}"\nattended_by = "{attended_by}"\n'
    )
    (config / "rules.toml").write_text("[opening]\nalways = true\n")
    said = {"HELPLINE_DATABASE_URL": database, "HELPLINE_CONFIG": str(config)}
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


@dataclass
class People:
    """The people, each with a telephone."""

    children: Phone
    ann: Phone
    asterisk: Asterisk

    async def rings(self, number: str) -> Talk:
        return await self.children.invite("1234", f"<sip:{number}@operator.example>")


@asynccontextmanager
async def people(asterisk: Asterisk) -> AsyncIterator[People]:
    """Children, and Ann."""
    pbx = (SIP_ADDRESS, asterisk.sip_port)
    children, ann = Phone("trunk", TRUNK_ADDRESS, pbx, BLUE_HZ), Phone("ann", SIP_ADDRESS, pbx, ANN_HZ)
    await children.start()
    await ann.start()
    try:
        yield People(children, ann, asterisk)
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


async def a_talk(people: People, ann: DeskClient) -> tuple[Talk, Talk, str]:
    """A child rings, and Ann answers at the desk; the two ends of it, and the conversation."""
    blue = await people.rings("0612345678")
    async with asyncio.timeout(DEADLINE_SECONDS):
        rung = await people.ann.rung.get()
    talk = await ann.accept()
    rung.answer()
    await hears(blue, {ANN_HZ})
    await hears(rung, {BLUE_HZ})
    return blue, rung, talk


async def finishes(ann: DeskClient, talk: str) -> None:
    """Ann registers a talk that is over, and is free."""
    assert (await ann.do("register", talk, fields={"type": "hang_up"}))["ok"]
    assert (await ann.do("finish", talk))["ok"]


async def is_helped(people: People, ann: DeskClient, red: Talk) -> None:
    """Who waits is put through to Ann, and hangs up."""
    async with asyncio.timeout(DEADLINE_SECONDS):
        rung = await people.ann.rung.get()
    await ann.accept()
    rung.answer()
    await hears(red, {ANN_HZ})
    red.hang_up()
    await rung.until("over")
