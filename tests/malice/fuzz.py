"""Who sends one thing after the other on a socket of its own, and asks only whether the server still answers."""

from __future__ import annotations

import asyncio
import json
import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import Any

import aiohttp
import msgspec

from helpline.core.permissions import CHILD_FACE, DESK_FACE, EVENTS, PRACTICE_FACE
from helpline.realtime.shapes import CHILD_SHAPES, DESK_SHAPES, PRACTICE_SHAPES, Nothing
from tests.documents.openapi import document
from tests.malice.making import as_json, as_told, many, nearly

DEADLINE = 60.0
"""Seconds for one answer; it only ends what hangs."""
AT_ONCE = 20
IDS = re.compile(r'"(conversation|offer|sanction)":"([\w-]{8,})"')
SHAPES = {CHILD_FACE: CHILD_SHAPES, DESK_FACE: DESK_SHAPES, PRACTICE_FACE: PRACTICE_SHAPES}
WORDS = {
    "type": "object",
    "properties": {"client_id": {"type": "string", "maxLength": 8}, "text": {"type": "string", "maxLength": 40}},
    "required": ["client_id", "text"],
}
"""`say`, which has no shape of its own."""

Packet = tuple[str, Any]


def packets(face: str, each: int) -> list[Packet]:
    """So many of every event of a face: its name and what goes with it."""
    made: list[Packet] = []
    for name in sorted(event for of, event in EVENTS if of == face):
        shape = SHAPES[face].get(name)
        (schema,), shapes = msgspec.json.schema_components([shape or Nothing])
        told = as_told(schema, shapes) if shape else as_told(_said(face), {})
        made += [(name, data) for data in many(nearly(told), each)]
    return made


def _said(face: str) -> dict[str, Any]:
    if face != DESK_FACE:
        return WORDS
    conversation = {"type": "string", "maxLength": 64}
    return {**WORDS, "properties": {**WORDS["properties"], "conversation": conversation}}  # type: ignore[dict-item]


@dataclass
class Tally:
    """What came of it. hangs: questions without an answer · spared: the conversation that nobody is to end."""

    sent: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    closed: int = 0
    hangs: int = 0
    spared: str = ""


class Sender:
    """One socket after the other, to one face."""

    def __init__(self, http: aiohttp.ClientSession, face: str, cookie: str, tally: Tally, chance: Random) -> None:
        self._http, self._face, self._cookie, self._tally, self._chance = http, face, cookie, tally, chance
        self._ids: dict[str, list[str]] = {}
        self._numbers = count(1)

    async def sends(self, pool: list[Packet], most: int) -> None:
        """So many packets, by chance from the pool."""
        left = most
        while left > 0:
            headers = {"Cookie": self._cookie} if self._cookie else {}
            address = "/socket.io/?EIO=4&transport=websocket"
            async with self._http.ws_connect(address, headers=headers, max_msg_size=0) as socket:
                await socket.send_str(f"40{self._face},")
                left = await self._on(socket, pool, left)

    async def _on(self, socket: aiohttp.ClientWebSocketResponse, pool: list[Packet], left: int) -> int:
        while left > 0:
            batch = [self._bent(*self._chance.choice(pool)) for _ in range(min(AT_ONCE, left))]
            left -= len(batch)
            self._tally.sent += len(batch)
            last = next(self._numbers)
            try:
                for packet in batch:
                    await socket.send_str(packet)
                await socket.send_str(f'42{self._face},{last}["nothing at all"]')
            except ConnectionError:
                self._tally.closed += 1
                return left
            if not await self._hears(socket, f"43{self._face},{last}["):
                self._tally.closed += 1
                return left
        return left

    async def _hears(self, socket: aiohttp.ClientWebSocketResponse, last: str) -> bool:
        """The answers up to this one; False when the server has closed, as it does to who sends nonsense."""
        while True:
            try:
                message = await socket.receive(DEADLINE)
            except TimeoutError:
                self._tally.hangs += 1
                return False
            if message.type is not aiohttp.WSMsgType.TEXT:
                return False
            text = str(message.data)
            if text == "2":
                await socket.send_str("3")
            elif text.startswith("43"):
                self._tally.answers[_code(text)] += 1
            for what, name in IDS.findall(text):
                if name == self._tally.spared:
                    continue
                self._ids.setdefault(what, []).append(name)
                del self._ids[what][:-20]
            if text.startswith(last):
                return True

    def _bent(self, name: str, data: Any) -> str:
        """As it was made, about something that there is, or broken somewhere."""
        if isinstance(data, dict):
            known = {key: self._chance.choice(self._ids[key]) for key in data if key in self._ids}
            data = {**data, **known} if self._chance.random() < 0.7 else data
        whole = f"42{self._face},{next(self._numbers)}{as_json([name, data])}"
        if self._chance.random() > 0.02:
            return whole
        at = self._chance.randrange(len(whole))
        return self._chance.choice(
            [whole[:at], whole[at:], whole[:at] + chr(self._chance.randrange(0xD7FF)) + whole[at:]]
        )


def _code(text: str) -> str:
    try:
        answer = json.loads(text[text.index("[") :])[0]
    except (ValueError, IndexError):
        return "?"
    return str(answer["error"]["code"]) if "error" in answer else "ok"


@dataclass(frozen=True)
class Question:
    """One request."""

    method: str
    path: str
    query: dict[str, str]
    body: bytes | None
    kind: str


def questions(each: int) -> list[Question]:
    """So many of every route, from the published list of them."""
    told = document()
    shapes = told["components"]["schemas"]
    made: list[Question] = []
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            content = next(iter(operation.get("requestBody", {}).get("content", {}).items()), None)
            names = [it for it in operation["parameters"] if it["in"] == "path"]
            texts = many(as_told({"type": "array", "items": {"type": "string"}, "minItems": 4}, {}), each)
            bodies = many(nearly(as_told(content[1]["schema"], shapes)), each) if content else [None] * each
            for said, body in zip(texts, bodies, strict=False):
                place = path
                for parameter in names:
                    place = place.replace(f"{{{parameter['name']}}}", _segment(said[-1]))
                query = {
                    it["name"]: text for it, text in zip(operation["parameters"][len(names) :], said, strict=False)
                }
                sent = None if body is None else as_json(body).encode()
                made.append(Question(method.upper(), place, query, sent, content[0] if content else ""))
    return made


def _segment(text: str) -> str:
    kept = "".join(each for each in text if each.isalnum() or each in "-_")
    return kept[:80] or "x"


async def asks(
    http: aiohttp.ClientSession, origin: str, cookies: list[str], pool: list[Question], most: int, chance: Random
) -> Counter[str]:
    """So many requests; the statuses."""
    found: Counter[str] = Counter()
    for _ in range(most):
        it = chance.choice(pool)
        cookie = chance.choice(cookies)
        if (it.method, it.path) == ("DELETE", "/api/session"):
            cookie = ""  # who logs out is no longer there to ask the rest
        headers = {"Origin": origin, "Content-Type": it.kind or "text/plain", "Cookie": cookie}
        try:
            async with asyncio.timeout(DEADLINE):
                request = http.request(
                    it.method, it.path, params=it.query, data=it.body, headers=headers, allow_redirects=False
                )
                async with request as answer:
                    await answer.read()
                    found[str(answer.status)] += 1
        except TimeoutError:
            found["hangs"] += 1
    return found
