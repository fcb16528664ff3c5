"""An evening on the telephone: the house, a practice line and the switchboard between them, one step at a time."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from helpline.actions import beside
from helpline.actions import call as deeds
from helpline.actions.phones import take_phone
from helpline.core.call import Call, Leg, Part, Phone
from helpline.core.consent import Answer
from helpline.core.conversation import Conversation
from helpline.core.prompts import CATALOGUE
from helpline.core.staff import Session
from helpline.telephony.practice import PracticeLine
from helpline.telephony.practice_call import CHILD, PracticeCall
from helpline.telephony.switchboard import Switchboard
from tests.house import House
from tests.person import Person

DIALS = {"veilig_thuis": "+31800200"}


def key_of(number: str) -> str:
    """As a dialplan makes it."""
    return hashlib.sha1(number.encode()).hexdigest()


@dataclass
class Evening:
    """What happens is done by name; then `step` lets everybody do what follows from it.

    keys: the keys that were told, by conversation.
    """

    house: House
    line: PracticeLine = field(default_factory=lambda: PracticeLine(CATALOGUE))
    keys: list[tuple[str, str]] = field(default_factory=list)
    _heeded: int = 0

    def __post_init__(self) -> None:
        self.restarts()

    def restarts(self) -> None:
        """A new process attends to the line; what the old one knew is gone."""
        house = self.house
        self.board = Switchboard(
            self.line,
            store=house.store,
            vault=house.vault,
            rules=house.rules,
            clock=house.clock,
            pseudonyms=house.pseudonyms,
            service=lambda: house.service,
            dials=DIALS,
            pressed=lambda conversation, key: self.keys.append((conversation, key)),
            follow=lambda topic, is_followed: None,
        )

    async def begins(self) -> None:
        """The line comes up."""
        self.line.come_up()
        await self.step()

    async def step(self) -> None:
        """Until nothing follows any more."""
        for _ in range(20):
            heeded = self._heeded
            await self.board.step()
            self._heeded = len(self.house.told)
            for topics in self.house.told[heeded:]:
                self.board.heed(topics)
            if heeded == self._heeded and not self.board.has_work:
                return
        raise AssertionError("it never comes to rest")

    async def passes(self, seconds: float) -> None:
        """Time does, and everybody looks at the clock."""
        self.house.clock.advance(seconds=seconds)
        await self.house.tick()
        await self.step()

    async def rings(self, number: str | None = "0612345678") -> str:
        """A child dials; answers its call."""
        call = self.line.ring_up("0800", key_of(number) if number else None)
        await self.step()
        self.house.clock.advance(seconds=0.001)  # no two children ever ring at the same moment
        return call

    async def has_phone(self, person: Person) -> Phone:
        """This person is at the desk, with a browser that is a phone."""
        house = self.house
        session = Session(
            token_hash=hashlib.sha256(person.id.encode()).digest(),
            staff=person.id,
            created_at=house.now(),
            used_at=house.now(),
        )

        async def log_in(work):
            if not await work.people.sessions([session.token_hash]):
                await work.people.add_session(session)
            return await take_phone(session.token_hash, person.id, work=work, now=house.now())

        phone = await house.do(log_in)
        assert self.line.register(await self.line.credentials(phone.name))
        await self.step()
        await person.is_available(channels=["chat", "phone"])
        await self.step()
        return phone

    async def picks_up(self, person: Person) -> Conversation:
        """Accepts at the desk, and the browser answers."""
        it = await person.accepts()
        await self.step()
        for leg in await self.legs(it.id):
            if leg.staff == person.id and leg.answered_at is None:
                self.line.pick_up(self.at(it.id).call, leg.id)
        await self.step()
        return await self.house.get(it.id)

    async def talks(self, person: Person, number: str | None = "0612345678") -> Conversation:
        """A child rings, and this person answers."""
        await self.has_phone(person)
        await self.rings(number)
        return await self.picks_up(person)

    async def worker_answers(self, conversation: str) -> Leg:
        """The worker who is rung."""
        leg = next(leg for leg in await self.legs(conversation) if leg.referral)
        self.line.pick_up(self.at(conversation).call, leg.id)
        await self.step()
        return leg

    async def talks_to_a_worker(self, person: Person) -> Conversation:
        """A child on hold, while whoever talks with it asks a worker."""
        it = await self.talks(person)
        await self.consults(person, it.id)
        await self.worker_answers(it.id)
        return it

    async def hangs_up(self, call: str, leg: str | None = None) -> None:
        self.line.hang_up(call, leg)
        await self.step()

    async def holds(self, person: Person, conversation: str) -> None:
        await self._do(deeds.hold, conversation, person.id, now=self.house.now())

    async def resumes(self, person: Person, conversation: str) -> None:
        await self._do(deeds.resume, conversation, person.id)

    async def leaves(self, person: Person, conversation: str) -> None:
        await self._do(deeds.hang_up, conversation, person.id, rules=self.house.rules, now=self.house.now())

    async def ends_with_recording(self, person: Person, conversation: str) -> None:
        await self._do(deeds.end_with_recording, conversation, person.id, now=self.house.now())

    async def consults(self, person: Person, conversation: str, to: str = "veilig_thuis") -> None:
        await self._do(deeds.consult, conversation, to, person.id, dials=DIALS, now=self.house.now())

    async def adds(self, person: Person, conversation: str, to: str = "veilig_thuis") -> None:
        await self._do(deeds.add, conversation, to, person.id, dials=DIALS, now=self.house.now())

    async def asks(self, person: Person, conversation: str, answer: Answer, about: str = "veilig_thuis") -> None:
        await self._do(deeds.record_consent, conversation, about, answer, person.id, now=self.house.now())

    async def comes_along(self, person: Person, conversation: str, part: Part) -> None:
        await self._do(deeds.come_along, conversation, part, person.id, now=self.house.now())
        for leg in await self.legs(conversation):
            if leg.staff == person.id and leg.answered_at is None:
                self.line.pick_up(self.at(conversation).call, leg.id)
        await self.step()

    async def asks_in(self, person: Person, conversation: str, colleague: Person) -> None:
        by = {"rules": self.house.rules, "now": self.house.now()}
        await self._do(beside.ask, conversation, colleague.id, person.id, **by)

    async def comes_in(self, colleague: Person, conversation: str) -> None:
        """Says yes at the desk, and the browser answers."""
        await self.says_yes(colleague, conversation)
        self.line.pick_up(self.at(conversation).call, await self.leg_of(conversation, colleague.id))
        await self.step()

    async def says_yes(self, colleague: Person, conversation: str) -> None:
        await self._do(beside.come, conversation, colleague.id)

    async def goes_out(self, colleague: Person, conversation: str) -> None:
        await self._do(beside.go, conversation, colleague.id, rules=self.house.rules, now=self.house.now())

    async def passes_on(self, person: Person, conversation: str) -> None:
        await self._do(beside.pass_on, conversation, person.id, rules=self.house.rules, now=self.house.now())

    async def _do(self, deed, *args, **by) -> None:
        await self.house.do(lambda work: deed(*args, work=work, **by))
        await self.step()

    # What there is to see.

    def on_line(self) -> dict[str, PracticeCall]:
        return self.line.calls()

    def at(self, conversation: str) -> PracticeCall:
        """The call of this conversation."""
        return self.line.calls()[self.board.call_of(conversation)]

    async def legs(self, conversation: str) -> list[Leg]:
        return await self.house.look(lambda records: records.calls.legs(conversation))

    async def kept(self) -> list[Call]:
        return await self.house.look(lambda records: records.calls.all())

    async def leg_of(self, conversation: str, who: str) -> str:
        return next(leg.id for leg in await self.legs(conversation) if who in (leg.staff, leg.referral))

    async def heard_by(self, conversation: str, who: str) -> set[str]:
        """Whom somebody hears, by name: `child`, a person, a referral."""
        names = {leg.id: leg.staff or leg.referral or "" for leg in await self.legs(conversation)} | {CHILD: CHILD}
        ids = {name: leg for leg, name in names.items()}
        return {names[leg] for leg in self.at(conversation).heard_by(ids[who])}

    async def nothing_is_left(self) -> None:
        """No call, no leg, on the line or in the tables."""
        assert self.on_line() == {}
        assert await self.kept() == []
        assert await self.house.rows("SELECT id FROM leg") == []
