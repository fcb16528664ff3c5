"""An evening in which people do whatever they may, in an order that only a seed knows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from random import Random

from tests.realtime.faces.clients import ChildClient, DeskClient
from tests.realtime.faces.evening import Evening
from tests.realtime.faces.reducers import lasting
from tests.realtime.faces.stage import COUNSELLING

CHILDREN = ("blue", "green", "red", "grey")
STAFF = ("ann", "ben", "cora")
Deed = Callable[[], Awaitable[None]]


class Wander:
    """Four children, two volunteers and a coordinator who answers too."""

    def __init__(self, evening: Evening, seed: int) -> None:
        self._evening = evening
        self._chance = Random(seed)
        evening.reads_aside = True  # but a reload and a second window are compared as they are
        self._children = [WanderingChild(name, evening, self._chance) for name in CHILDREN]
        self._staff = [WanderingStaff(name, evening, self._chance) for name in STAFF]
        self.done: list[str] = []

    async def step(self) -> None:
        """One deed of somebody; then all pages are compared."""
        who = self._chance.choice((*self._children, *self._staff, *self._staff))
        deed = self._chance.choice(who.deeds())
        self.done.append(f"{who.name} {deed.__name__}")
        await deed()
        if self._chance.random() < 0.1:
            seconds = self._chance.choice((2, 20, 100, 130, 700))
            self.done.append(f"{seconds} s")
            await self._evening.pass_time(seconds)
        await self._evening.agrees()


class Wanderer:
    """Somebody, with chances and words of their own."""

    def __init__(self, name: str, evening: Evening, chance: Random) -> None:
        self.name = name
        self._evening = evening
        self._chance = chance
        self._said = 0

    def _words(self) -> tuple[str, str]:
        self._said += 1
        return f"{self.name}{self._said}", f"woord {self._chance.randint(1, 9999)}"


class WanderingChild(Wanderer):
    """A child; its token outlives its pages."""

    def __init__(self, name: str, evening: Evening, chance: Random) -> None:
        super().__init__(name, evening, chance)
        self._page: ChildClient | None = None
        self._token: str | None = None

    def deeds(self) -> list[Deed]:
        """What it may do now."""
        if self._page is None:
            return [self.comes]
        often = [self.enters, self.enters, self.says, self.says, self.says]
        return [*often, self.leaves, self.forgets, self.types, self.prefers, self.goes, self.reloads]

    @property
    def _here(self) -> ChildClient:
        assert self._page is not None
        return self._page

    async def comes(self) -> None:
        self._page = await self._evening.child(self._token)

    async def enters(self) -> None:
        await self._here.enter(nickname=self.name)
        self._token = self._here.resume

    async def says(self) -> None:
        await self._here.say(*self._words())

    async def leaves(self) -> None:
        await self._here.call("leave")

    async def forgets(self) -> None:
        await self._here.call("forget")

    async def types(self) -> None:
        await self._here.call("typing")

    async def prefers(self) -> None:
        await self._here.call("prefer", {"choice": self._chance.choice(("wait", "other"))})

    async def goes(self) -> None:
        page, self._page = self._here, None
        await self._evening.leaves(page)

    async def reloads(self) -> None:
        page = self._here
        await self._evening.agrees(page)
        before = lasting(page.view)
        self._page = await self._evening.child(self._token)
        if page.resume is None:
            await self._evening.leaves(page)
            return
        after = lasting(self._page.view)
        assert after == before or (before["state"], after["state"]) == ("ended", "idle")
        await page.is_closed()


class WanderingStaff(Wanderer):
    """Somebody at the desk, with one window or two."""

    def __init__(self, name: str, evening: Evening, chance: Random) -> None:
        super().__init__(name, evening, chance)
        self._windows: list[DeskClient] = []
        self._cookie: str | None = None

    def deeds(self) -> list[Deed]:
        """What they may do now."""
        if not self._windows:
            return [self.opens]
        window = self._chance.choice(self._windows)
        deeds = [self.closes, self.stands, self.is_available, self.is_available, self.is_available]
        deeds += [self.opens] if len(self._windows) < 2 else []
        deeds += [self.accepts, self.accepts, self.declines] * 4 if window.view["offers"] else []
        deeds += [self.takes_alarm] * 3 if window.view.get("alarms") else []
        talks = [self.says, self.says, self.goes_on, self.registers, self.ends, self.finishes, self.hands_over]
        talks += [self.raises_alarm, self.notes_danger]
        return deeds + (talks * 2 if window.view["conversations"] else [])

    @property
    def _window(self) -> DeskClient:
        return self._chance.choice(self._windows)

    async def opens(self) -> None:
        self._cookie = self._cookie or await self._evening.log_in(self.name)
        await self._evening.agrees()
        self._windows.append(await self._evening.desk(self.name, cookie=self._cookie))
        assert lasting(self._windows[-1].view) == lasting(self._windows[0].view)

    async def closes(self) -> None:
        await self._evening.leaves(self._windows.pop())

    async def is_available(self) -> None:
        await self._window.be("available", chats=self._chance.choice((1, 2)))

    async def stands(self) -> None:
        await self._window.be(self._chance.choice(("away", "break", "last")))

    async def accepts(self) -> None:
        await self._answer("accept")

    async def declines(self) -> None:
        await self._answer("decline")

    async def _answer(self, event: str) -> None:
        window = self._window
        await window.call(event, {"offer": self._chance.choice(list(window.view["offers"]))})

    def _talk(self) -> tuple[DeskClient, str]:
        window = self._window
        return window, self._chance.choice(list(window.view["conversations"]))

    async def says(self) -> None:
        window, talk = self._talk()
        await window.say(talk, *self._words())

    async def goes_on(self) -> None:
        window, talk = self._talk()
        await window.do("phase", talk, phase=self._chance.randint(1, 5))

    async def registers(self) -> None:
        window, talk = self._talk()
        names = self._chance.sample(sorted(COUNSELLING), 2)
        await window.do("register", talk, fields={name: COUNSELLING[name] for name in names})

    async def ends(self) -> None:
        window, talk = self._talk()
        await window.do("end", talk)

    async def finishes(self) -> None:
        window, talk = self._talk()
        await window.do("register", talk, fields={"type": "company"})
        await window.do("finish", talk)

    async def raises_alarm(self) -> None:
        window, talk = self._talk()
        await window.do("alarm", talk)

    async def takes_alarm(self) -> None:
        window = self._window
        await window.do("alarm_take", self._chance.choice(list(window.view["alarms"])))

    async def notes_danger(self) -> None:
        window, talk = self._talk()
        await window.do("danger", talk, asked=self._words()[1], answer=None, action="")

    async def hands_over(self) -> None:
        window, talk = self._talk()
        colleagues = [it["id"] for it in (await window.call("colleagues"))["colleagues"]]
        to = {"to": self._chance.choice(colleagues)} if colleagues and self._chance.random() < 0.5 else {}
        await window.do("hand_over", talk, note=self._words()[1], **to)
