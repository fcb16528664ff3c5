"""A helpline's web side on a free port of this machine, with a real database and with clocks and keys of glass."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import aiohttp

from helpline.actions.accounts import NewStaff, add_staff, disable_staff
from helpline.actions.carry_out import carry_out
from helpline.actions.enter import Entered, Service, Wish, enter
from helpline.core.conversation import Conversation
from helpline.core.deadlines import Graces
from helpline.core.errors import TryAgain
from helpline.core.rules import Rules
from helpline.core.staff import Role, Staff
from helpline.ports import UnitOfWork
from helpline.settings import Settings
from helpline.web.house import House
from helpline.web.metrics import Figures
from tests.fakes.clock import FakeClock
from tests.fakes.pseudonyms import FakePseudonyms
from tests.fakes.vault import FakeVault

OURS = "https://chat.hulplijn.example"
ALSO_OURS = "https://desk.hulplijn.example"
FOREIGN = "https://elsewhere.example"
COOKIE = "__Host-helpline"
TOKEN = "rrrrrrrrrrrrrrrrrrrrrA"
"""A child's resume token, in the one spelling that 16 bytes have."""
PASSWORD = "paard-batterij-nietje"
FORWARDED: dict[str, dict[str, str]] = {
    "nothing": {},
    "for": {"X-Forwarded-For": "127.0.0.1"},
    "proto": {"X-Forwarded-Proto": "http"},
    "host": {"X-Forwarded-Host": "elsewhere.example"},
    "all": {
        "X-Forwarded-For": "127.0.0.1, 198.51.100.7",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "elsewhere.example",
        "X-Forwarded-Port": "8443",
        "Forwarded": "for=127.0.0.1;host=elsewhere.example;proto=https",
    },
}
"""What somebody may say that only a proxy should, so that a page of theirs passes for one of ours."""


class CountingPasswords:
    """The port `Passwords` without its cost; it counts what would have cost something."""

    def __init__(self) -> None:
        self.compared: list[tuple[bool, str]] = []

    async def hash(self, password: str) -> str:
        return f"hash of {password}"

    async def matches(self, password_hash: str | None, password: str) -> bool:
        self.compared.append((password_hash is not None, password))
        return password_hash == f"hash of {password}"


class AwayStore:
    """The port `Store`, of a database that is not there."""

    @asynccontextmanager
    async def look(self) -> AsyncIterator[Any]:
        raise TryAgain(retry_seconds=2)
        yield

    begin = look


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    json: Any

    @property
    def code(self) -> str:
        return str(self.json["error"]["code"])

    @property
    def cookies(self) -> list[str]:
        return [value for name, value in self.headers.items() if name == "Set-Cookie"]

    @property
    def token(self) -> str:
        (cookie,) = self.cookies
        return cookie.partition(";")[0].partition("=")[2]


@dataclass
class Place:
    """Everything that a test of the web side touches."""

    house: House
    store: Any
    clock: FakeClock
    passwords: CountingPasswords
    faults: list[BaseException]
    port: int
    http: aiohttp.ClientSession
    draining: bool = False
    figures: Figures = field(default_factory=Figures)
    vault: FakeVault = field(default_factory=FakeVault)

    async def ask(
        self,
        method: str,
        path: str,
        *,
        token: str | None = None,
        headers: Mapping[str, str] | None = None,
        origin: str | None = OURS,
        **more: Any,
    ) -> Answer:
        """One request, as a page of ours would send it."""
        sent = {**({"Origin": origin} if origin and method not in ("GET", "HEAD") else {}), **(headers or {})}
        if token is not None:
            sent["Cookie"] = f"{COOKIE}={token}"
        url = f"http://127.0.0.1:{self.port}{path}"
        async with self.http.request(method, url, headers=sent, **more) as response:
            body = await response.read()
            is_json = response.content_type == "application/json" and body
            read = await response.json() if is_json else None
            return Answer(response.status, response.headers, body, read)

    async def log_in(self, name: str = "ann", password: str = PASSWORD, **more: Any) -> Answer:
        return await self.ask("POST", "/api/session", json={"name": name, "password": password}, **more)

    async def is_signed_in(self, token: str) -> bool:
        answer = await self.ask("GET", "/api/form", token=token)
        assert answer.status in (200, 401), answer
        return answer.status == 200

    async def check_still_well(self) -> None:
        """Nothing went wrong unforeseen, and the next one is served."""
        assert self.faults == []
        assert (await self.log_in()).status == 204

    async def add(self, name: str, role: Role = Role.VOLUNTEER) -> Staff:
        new = NewStaff(name=name, alias=f"alias of {name}", role=role)
        hashed = await self.passwords.hash(PASSWORD)

        async def deed(work: UnitOfWork) -> Staff:
            return await add_staff(new, hashed, work=work, now=self.clock.now())

        return await carry_out(self.store, deed)

    async def disable(self, name: str) -> None:
        await carry_out(self.store, lambda work: disable_staff(name, work=work, now=self.clock.now()))

    async def child_enters(self, token: str = TOKEN) -> Conversation:
        """A child with this token waits."""
        now, settings = self.clock.now(), self.house.settings
        device = FakePseudonyms().of_device(token, now)
        assert device
        rules = Rules(
            graces=Graces(),
            hours=replace(settings.opening, always=True),
            definitions=settings.definitions,
            languages=settings.helpline.languages,
            full_minutes=0,
        )

        async def deed(work: UnitOfWork) -> Conversation:
            entered = await enter(
                Wish(),
                device,
                (),
                work=work,
                vault=self.vault,
                rules=rules,
                service=Service(),
                node="here",
                now=now,
            )
            assert isinstance(entered, Entered)
            return entered.conversation

        return await carry_out(self.store, deed)

    async def look_at(self, conversation: str) -> Conversation:
        async with self.store.look() as records:
            found = await records.conversations.get(conversation)
        assert found is not None
        return found

    async def count(self, table: str) -> int:
        async with self.store.look() as records:
            return int((await records.connection.exec_driver_sql(f"SELECT count(*) FROM {table}")).scalar_one())


def origins_beside(ours: str) -> dict[str, str | None]:
    """What a browser may call itself, of which the second alone is a page of ours."""
    other = "http" if ours.startswith("https") else "https"
    return {
        "absent": None,
        "own": ours,
        "foreign": FOREIGN,
        "null": "null",
        "other port": f"{ours}:8443",
        "other scheme": f"{other}://{ours.partition('://')[2]}",
    }


def with_web(settings: Settings, **changes: Any) -> Settings:
    """The same settings with other keys of `[web]`."""
    return replace(settings, web=replace(settings.web, **changes))


def write_pages(folder: Path, names: Sequence[str] = ("child", "desk", "practice")) -> Path:
    """Pages as the build leaves them, but small."""
    (folder / "assets").mkdir(parents=True)
    for name in names:
        page = f'<!doctype html><head><title>{name}</title><meta name="helpline" content="%HELPLINE%" /></head>\n'
        (folder / f"{name}.html").write_text(page)
    (folder / "assets" / "child-BkSqbbjd.js").write_text("// a script\n" * 200)
    (folder / "assets" / "runtime-CKm0k4h4.css").write_text("p { margin: 0 }\n" * 200)
    (folder / "assets" / "letters-BrHNak5F.woff2").write_bytes(bytes(range(256)))
    (folder / "assets" / "plain.svg").write_text("<svg/>")
    return folder
