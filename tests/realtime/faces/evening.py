"""A whole evening in one process: both faces, the web's log-in, the clockwork, on a free port of this machine.

The clock stands still until a test moves it; what the passing of time brings is then done by hand.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from helpline import app
from helpline.actions.accounts import NewStaff, add_staff, disable_staff
from helpline.actions.carry_out import carry_out
from helpline.core.staff import Level, Role, Staff
from helpline.realtime.hub import Viewer
from helpline.realtime.sessions import SessionWatch
from helpline.ticker import Ticker
from tests.fakes.clock import FakeClock
from tests.realtime.faces.clients import DEADLINE, ChildClient, Client, DeskClient, PracticeClient
from tests.realtime.faces.fresh import fresh_child, fresh_desk, is_noticed
from tests.realtime.faces.reducers import Form, lasting
from tests.web.place import CountingPasswords

OURS = "http://hulplijn.example"
PASSWORD = "paard-batterij-nietje"
TRIES = 8
FLUSHED_BY = {"/child": "sync", "/desk": "colleagues", "/practice": "press"}
"""What changes nothing and is answered."""


@dataclass
class Evening:
    """Everything that a test of the faces touches."""

    node: app.Node
    clock: FakeClock
    ticker: Ticker
    sessions: SessionWatch
    port: int
    http: aiohttp.ClientSession
    clients: list[Client] = field(default_factory=list)
    reads_aside: bool = False
    """Compare with what the house would show, and not with what it shows to one more window: that is much quicker."""
    told: dict[str, set[str]] = field(default_factory=lambda: {"/child": set(), "/desk": set(), "/practice": set()})
    """The names of all events that were heard, by face."""

    # ---- who comes ----

    async def add(self, name: str, alias: str, role: Role, level: Level = Level.INDEPENDENT) -> Staff:
        """A new account; the password is everybody's."""
        new, now = NewStaff(name=name, alias=alias, role=role, level=level), self.clock.now()
        hashed = await CountingPasswords().hash(PASSWORD)
        return await carry_out(self.node.house.store, lambda work: add_staff(new, hashed, work=work, now=now))

    async def disable(self, name: str) -> None:
        """Close an account."""
        now = self.clock.now()
        await carry_out(self.node.house.store, lambda work: disable_staff(name, work=work, now=now))

    async def log_in(self, name: str, *, held: str | None = None) -> str:
        """A new session; the cookie. held: the cookie that the browser has."""
        body, headers = {"name": name, "password": PASSWORD}, {"Origin": OURS} | ({"Cookie": held} if held else {})
        async with self.http.post("/api/session", json=body, headers=headers) as answer:
            assert answer.status == 204, answer.status
            return answer.headers["Set-Cookie"].partition(";")[0]

    async def log_out(self, cookie: str) -> None:
        """End the session."""
        async with self.http.delete("/api/session", headers={"Origin": OURS, "Cookie": cookie}) as answer:
            assert answer.status == 204, answer.status

    async def child(self, resume: Any = None, headers: Form | None = None, *, at_the_door: bool = False) -> ChildClient:
        """A child opens the page, or comes back to it. at_the_door: it was told there that something keeps it out."""
        auth = ({} if resume is None else {"resume": resume}) | ({"out": True} if at_the_door else {}) or None
        return self._kept(await ChildClient.open(self.http, auth=auth, headers=headers))

    async def desk(self, name: str, *, cookie: str | None = None) -> DeskClient:
        """Somebody logs in, or opens one more window with their cookie."""
        cookie = cookie or await self.log_in(name)
        return self._kept(await DeskClient.open(self.http, headers={"Cookie": cookie}))

    async def telephone(self) -> PracticeClient:
        """Somebody opens the page of the practice line."""
        return self._kept(await PracticeClient.open(self.http))

    def _kept(self, client: Any) -> Any:
        client.told = self.told[client.namespace]
        client.told |= {event for event, _ in client.heard} | {"snapshot"}
        self.clients.append(client)
        return client

    async def leaves(self, *clients: Client) -> None:
        """Their sockets close, and the house has noticed."""
        for client in clients:
            await client.close()
            self.clients.remove(client)
            await self._noticed(client)
        await self.settle()

    async def loses(self, client: Client) -> None:
        """The house closes this page, and has noticed."""
        await client.is_closed()
        self.clients.remove(client)
        await self._noticed(client)

    async def _noticed(self, client: Client) -> None:
        written = asyncio.Event()  # the house writes it down after the socket has gone
        self.node.house.store._wakeups.subscribe(lambda _: written.set())
        async with asyncio.timeout(DEADLINE):
            while not await is_noticed(self.node, client, self.clients):
                await written.wait()
                written.clear()

    async def talk(self, name: str = "ann", **wish: Any) -> tuple[ChildClient, DeskClient, str]:
        """A child and a volunteer who talk."""
        child, desk = await self.child(), await self.desk(name)
        await child.enter(**wish)
        await desk.be("available")
        conversation = await desk.accept()
        await child.hears("joined")
        return child, desk, conversation

    # ---- time passes ----

    async def pass_time(self, seconds: float) -> None:
        """Let time pass, and do what is due."""
        self.clock.advance(seconds=seconds)
        await self.settle()

    async def settle(self) -> None:
        """Wait until everything that is due now has been done, sent and received."""
        await self.settle_without_asking()
        await asyncio.gather(*(self._flush(client) for client in self.clients if not client.ended.is_set()))

    async def settle_without_asking(self) -> None:
        """The same without a sign of life of the people who are there."""
        await self.ticker.step()
        await self.sessions.step()
        await self._all_looked()
        await self.node.board.step()
        await self._all_looked()

    async def _all_looked(self) -> None:
        while looking := [viewer.looking for viewer in self._viewers() if viewer.looking is not None]:
            await asyncio.wait(looking)

    def _viewers(self) -> set[Viewer]:
        hub = self.node.house.hub
        return {viewer for viewers in hub._by_topic.values() for viewer in viewers}

    async def _flush(self, client: Client) -> None:
        """An answer comes behind all that was sent before it."""
        event = FLUSHED_BY[client.namespace]
        try:
            await client.call(event, {"after": 2**30} if event == "sync" else {})
        except TimeoutError:
            assert client.ended.is_set(), f"no answer to {event}"

    # ---- what is so ----

    async def agrees(self, *clients: Client) -> None:
        """What these pages (or all) made of snapshot and events is what a fresh snapshot shows, once all was sent."""
        asked = [client for client in clients or self.clients if not client.ended.is_set()]
        for _ in range(TRIES):
            await self.pass_time(5)
            wrong = [told for client in asked if (told := await self._difference(client))]
            if not wrong:
                return
        raise AssertionError("\n".join(wrong))

    async def _difference(self, client: Client) -> str:
        shown, fresh = lasting(client.view), lasting(await self._fresh(client))
        return "" if shown == fresh else f"{client.namespace}: {difference(shown, fresh)}"

    async def _fresh(self, client: Client) -> Form:
        if isinstance(client, ChildClient):
            return await fresh_child(self.node, self.clock, client)
        assert isinstance(client, DeskClient)
        if self.reads_aside:
            return await fresh_desk(self.node, client)
        window = await DeskClient.open(self.http, headers=client.headers)
        try:
            return window.view
        finally:
            await window.close()


def difference(shown: Form, fresh: Form) -> str:
    """Which keys differ, in a form that can be read."""
    keys = sorted(key for key in {*shown, *fresh} if shown.get(key) != fresh.get(key))
    return "\n".join(["", *(f"{key}: shown {shown.get(key)!r}\n     fresh {fresh.get(key)!r}" for key in keys)])
