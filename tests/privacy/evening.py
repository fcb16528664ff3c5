"""An evening full of canaries: everything that somebody might type, or is known by, is one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any, Self

import aiohttp
import pytest

from tests.realtime.faces.clients import ChildClient, DeskClient, Refused

ORIGIN = {"Origin": "http://hulplijn.example"}
REGISTERED = {"type": "counselling", "age": 12, "gender": "unknown", "about": "self", "topics": ["physical-abuse"]}


@dataclass
class Canaries:
    """What must be found nowhere; the names are those of the report. `cookie` is set once there is one."""

    childs_words: str
    volunteers_words: str
    nickname: str
    note: str
    asked: str
    answer: str
    action: str
    whisper: str
    resume: str
    address: str
    address6: str
    password: str
    wrong_password: str
    wrong_name: str
    nonsense: str
    cookie: str = "none so far"

    @classmethod
    def made(cls, mark: str) -> Self:
        """mark: eight hexadecimal digits that stand in each, but for the addresses."""
        return cls(
            childs_words=f"ik durf niet naar huis {mark} 😢 <ë>",
            volunteers_words=f"wat goed dat je dat zegt {mark} & meer",
            nickname=f"blauwe vogel {mark}",
            note=f"wil liever met een vrouw praten {mark}",
            asked=f"is je vader nu thuis {mark}",
            answer=f"hij bonkt op de deur {mark}",
            action=f"met jouw goedvinden 112 gebeld {mark}",
            whisper=f"vraag of haar broer thuis is {mark}",
            resume=f"Kanarie{mark}AAAAAAA",
            address="193.0.14.129",
            address6="2001:500:9f:1234::42",
            password=f"vier rode fietsen {mark}",
            wrong_password=f"drie natte schoenen {mark}",
            wrong_name=f"annetje {mark}",
            nonsense=f"onzin {mark} zonder vorm",
        )

    def items(self) -> Iterator[tuple[str, str]]:
        """Name and secret of each."""
        for one in fields(self):
            yield (
                f"what the {one.name} said" if one.name in ("child", "volunteer") else one.name,
                getattr(self, one.name),
            )


async def play(http: aiohttp.ClientSession, canaries: Canaries, *, may_fail: bool = False) -> None:
    """From the first tap to the closed registration, with a hand-over, a reload, company, wrong tries and nonsense.

    may_fail: a child's words meet an error, and are refused.
    """
    ann, ben = [await _desk(http, canaries, name) for name in ("ann", "ben")]
    blue = await ChildClient.open(http, auth={"resume": canaries.resume}, headers=_from(canaries.address))
    green = await ChildClient.open(http, headers=_from(canaries.address6))
    await green.enter(nickname=canaries.nickname)
    await green.call("leave")
    assert (await blue.enter(nickname=canaries.nickname))["resume"] == canaries.resume
    await ann.be("available")
    talk = await ann.accept()
    said = await blue.say("1", canaries.childs_words)
    assert said.get("ok") or may_fail
    assert (await ann.say(talk, "1", canaries.volunteers_words))["ok"]
    await _nonsense(http, blue, ann, canaries, talk)
    assert (await ann.do("alarm", talk))["ok"]
    danger = {name: getattr(canaries, name) for name in ("asked", "answer", "action")}
    assert (await ann.do("danger", talk, **danger))["ok"]
    assert "error" in await ann.do("danger", talk, **danger | {"asked": canaries.nonsense + "\x00"})
    await _company(http, blue, ann, canaries, talk)
    assert (await ann.do("hand_over", talk, note=canaries.note))["ok"]
    await ann.be("away")
    await ben.be("available")
    assert await ben.accept() == talk
    assert ben.view["conversations"][talk]["note"] == canaries.note
    (shown,) = ben.view["conversations"][talk]["danger"]
    assert {name: shown[name] for name in danger} == danger
    again = await ChildClient.open(http, auth={"resume": canaries.resume}, headers=_from(canaries.address))
    assert canaries.childs_words in [message["text"] for message in again.view["messages"]] or may_fail
    assert (await ben.do("end", talk))["ok"]
    assert (await ben.do("register", talk, fields=REGISTERED))["ok"]
    assert (await ben.do("finish", talk))["ok"]
    headers = ORIGIN | _from(canaries.address)
    async with http.post("/child/away", data=canaries.resume, headers=headers) as answer:
        assert answer.status == 204
    for client in (ann, ben, blue, green, again):
        await client.close()


async def _company(
    http: aiohttp.ClientSession, blue: ChildClient, ann: DeskClient, canaries: Canaries, talk: str
) -> None:
    """A coordinator reads along and whispers: the volunteer hears it, and the child never does."""
    cora = await _desk(http, canaries, "cora")
    assert (await ann.do("ask_along", talk))["ok"]
    assert (await cora.do("watch", talk, reason="asked"))["ok"]
    assert (await cora.do("whisper", talk, text=canaries.whisper)) == {"ok": True}
    assert (await ann.hears("whisper"))["text"] == canaries.whisper
    assert "error" in await cora.do("whisper", talk, text=canaries.nonsense + "\x00")
    assert "error" in await cora.do("watch", talk, reason=canaries.nonsense)
    async with http.get("/api/audit", headers=cora.headers) as answer:
        assert canaries.whisper not in await answer.text()
    assert (await blue.call("sync", {"after": 0}))["ok"]
    assert canaries.whisper not in str([blue.heard, blue.view])
    assert (await cora.do("unwatch", talk))["ok"]
    await cora.close()


async def _desk(http: aiohttp.ClientSession, canaries: Canaries, name: str) -> DeskClient:
    for tried, password, status in (
        (name, canaries.wrong_password, 401),
        (canaries.wrong_name, canaries.password, 401),
        (name, canaries.password, 204),
    ):
        body = {"name": tried, "password": password}
        async with http.post("/api/session", json=body, headers=ORIGIN | _from(canaries.address)) as answer:
            assert answer.status == status
    cookie = answer.headers["Set-Cookie"].partition(";")[0]
    canaries.cookie = cookie.partition("=")[2]
    return await DeskClient.open(http, headers={"Cookie": cookie})


async def _nonsense(
    http: aiohttp.ClientSession, blue: ChildClient, ann: DeskClient, canaries: Canaries, talk: str
) -> None:
    """What is refused may hold anything too."""
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("say", {"client_id": canaries.nonsense + "\x00", "text": canaries.nonsense}),
        ("say", {"client_id": "2", "text": canaries.nonsense + "\x00"}),
        (canaries.nonsense, {}),
        ("enter", {canaries.nonsense: canaries.nonsense}),
        ("sync", {"after": canaries.nonsense}),
    ]
    for event, data in wrong:
        assert "error" in await blue.call(event, data)
    assert "error" in await blue.call_raw("say", f'["say",{{"client_id":"3","text":"{canaries.nonsense}\\ud83d"}}]')
    assert "error" in await ann.do("register", talk, fields={canaries.nonsense: canaries.nonsense})
    assert "error" in await ann.call("accept", {"offer": canaries.nonsense})
    for path in (f"/{canaries.nonsense}", f"/?q={canaries.nonsense}", f"/assets/{canaries.nonsense}"):
        async with http.get(path, headers={"X-Nonsense": canaries.nonsense, **_from(canaries.address)}) as answer:
            await answer.read()
    with pytest.raises(Refused, match="origin"):
        await ChildClient.open(http, headers={"Origin": f"http://{canaries.nonsense.replace(' ', '')}.example"})


def _from(address: str) -> dict[str, str]:
    """As our own proxy says it."""
    return {"X-Forwarded-For": address}
