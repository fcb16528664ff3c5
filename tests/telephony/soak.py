"""A thousand evenings on the practice line: at every moment of a call anybody may do anything, by the dice of a seed.

Nothing here knows what should follow. It only does things, looks whether everybody hears whom they should, and counts
what was done at which moment, so that a test can say that there was no moment at which nobody hung up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random

from helpline.actions.call import come_along, drop
from helpline.core.call import Call, Child, Leg, Part
from helpline.core.consent import Answer
from helpline.core.conversation import IN_QUEUE, Conversation, State
from helpline.core.errors import Refusal
from helpline.core.line import Failure
from helpline.core.sanctions import Reason as Why
from helpline.core.sanctions import Scope
from helpline.core.staff import Status
from helpline.telephony.practice_call import CHILD
from tests.person import Person
from tests.telephony.evening import DIALS, Evening
from tests.telephony.hearing import should_hear
from tests.telephony.left import nothing_is_left_in

WORKER = next(iter(DIALS))
NUMBERS = [*(f"06{number:08}" for number in range(60)), None]
"""So few that a child rings again: time-outs meet it, and so does who ended its call."""
MOST_AT_ONCE = 3
KEYS = "0123456789*#"
Moment = str


class Hurried(Evening):
    """An evening on which several things may happen before anybody comes to look."""

    is_hurried = False

    async def step(self) -> None:
        if not self.is_hurried:
            await super().step()
            self.house.told.clear()
            self._heeded = 0


@dataclass(frozen=True, slots=True)
class Scene:
    """A call, as it is found. it and kept: null for who is sent away."""

    call: str
    it: Conversation | None = None
    kept: Call | None = None
    legs: Sequence[Leg] = ()

    @property
    def moment(self) -> Moment:
        """In the words of the handbook."""
        if self.it is None or self.kept is None:
            return "sent away"
        if self.it.ended_at is not None:
            return "goes on without us" if self.legs else "last words"
        if self.it.state in IN_QUEUE:
            return "rings" if self.legs else "waits"
        parts = {leg.part for leg in self.legs}
        holder = next((leg for leg in self.legs if leg.part is Part.VOLUNTEER), None)
        if holder is None or holder.answered_at is None:
            return "answering"
        if parts & {Part.LISTEN, Part.WHISPER, Part.JOIN}:
            return "coordinator along"
        if Part.CONSULT in parts:
            return "consult"
        if Part.CONFERENCE in parts:
            return "conference"
        return "talk" if self.kept.held_at is None else "hold"

    @property
    def holder(self) -> str:
        """Who has it at the desk, or had it; where nobody had, somebody who may do nothing with it."""
        return (self.it.volunteer if self.it is not None else None) or "zoe"


Deed = Callable[["Soak", Scene], Awaitable[None]]


@dataclass
class Soak:
    """seen: what was done at which moment · rung: how many children rang · refused: what the helpline would not do."""

    evening: Evening
    dice: Random
    rung: int = 0
    seen: Counter[tuple[Moment, str]] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    is_down: bool = False

    @property
    def people(self) -> list[Person]:
        house = self.evening.house
        return [house.ann, house.ben, house.eva]

    def person(self, who: str) -> Person:
        return next(person for person in self.evening.house.staff if person.id == who)

    async def begins(self) -> None:
        """Everybody is at the desk, with a phone."""
        await self.evening.begins()
        for person in (*self.people, self.evening.house.cora):
            await self.evening.has_phone(person)
        await self.evening.house.cora.be(Status.AWAY)

    async def rings_until(self, count: int) -> None:
        """Go on until so many children have rung in all."""
        while self.rung < count:
            await self.goes_on()

    async def goes_on(self) -> None:
        """One thing happens, or two before anybody looks."""
        if self.is_down:
            await self._something()
            if self.dice.random() < 0.4:
                await self._comes_up()
        else:
            self.evening.is_hurried = self.dice.random() < 0.3
            await self._something()
            if self.evening.is_hurried and not self.is_down:
                await self._something()
        if not self.is_down:
            self.evening.is_hurried = False
            await self.evening.step()
            await self.everybody_hears_whom_they_should()

    async def _something(self) -> None:
        scenes = await self.scenes()
        if len(scenes) < MOST_AT_ONCE and (not scenes or self.dice.random() < 0.25):
            self.rung += 1
            await self.evening.rings(self.dice.choice(NUMBERS))
        elif self.dice.random() < 0.3:
            await self._desk()
        else:
            scene = self.dice.choice(scenes)
            deed = self.dice.choice(ALWAYS + WAYS.get(scene.moment, ()))
            self.seen[scene.moment, deed.__name__] += 1
            await self._may(deed(self, scene))

    async def _may(self, deed: Awaitable[object]) -> None:
        """The helpline may refuse it."""
        try:
            await deed
        except Refusal as refusal:
            self.refused[refusal.code] += 1

    async def scenes(self) -> list[Scene]:
        """Every call on the line whose child is there."""
        async with self.evening.house.store.look() as records:
            kept = {call.call: call for call in await records.calls.all()}
            found = []
            for call, there in self.evening.on_line().items():
                if call in kept:
                    conversation = kept[call].conversation
                    it, legs = await records.conversations.get(conversation), await records.calls.legs(conversation)
                    found.append(Scene(call, it, kept[call], legs))
                elif there.is_child_there:
                    found.append(Scene(call))
        return found

    async def everybody_hears_whom_they_should(self) -> None:
        """Also: nobody is on the line who stands in no row, and no child is left to itself in silence."""
        for scene in await self.scenes():
            there = self.evening.on_line()[scene.call]
            rows = {leg.id: leg for leg in scene.legs}
            assert set(there.legs) <= set(rows), scene
            if scene.it is None or scene.kept is None or scene.moment == "last words":
                assert there.heard_by(CHILD) == set(), scene
                continue
            # who is left with the worker when the volunteer goes is not on hold any more
            is_held = scene.kept.held_at is not None and scene.it.ended_at is None
            child = Child.HELD if is_held else Child.TALKS
            child = Child.WAITS if scene.it.state in IN_QUEUE else child
            people = {leg: rows[leg].part for leg, it in there.legs.items() if it.is_answered}
            for who in (CHILD, *people):
                assert there.heard_by(who) == should_hear(who, child, people), (scene, who)
            assert there.heard_by(CHILD) or there.music or there.prompt, scene

    # What anybody may do at any moment.

    async def child_hangs_up(self, at: Scene) -> None:
        await self.evening.hangs_up(at.call)

    async def child_presses(self, at: Scene) -> None:
        self.evening.line.press(at.call, self.dice.choice(KEYS))
        await self.evening.step()

    async def child_hears_it_out(self, at: Scene) -> None:
        self.evening.line.hear_out(at.call)
        await self.evening.step()

    async def somebody_answers(self, at: Scene) -> None:
        await self._on_a_leg(at, answered=False, does=lambda leg: self.evening.line.pick_up(at.call, leg))

    async def somebody_refuses(self, at: Scene) -> None:
        why = self.dice.choice(list(Failure))
        await self._on_a_leg(at, answered=False, does=lambda leg: self.evening.line.let_go(at.call, leg, why))

    async def somebody_hangs_up(self, at: Scene) -> None:
        await self._on_a_leg(at, answered=True, does=lambda leg: self.evening.line.hang_up(at.call, leg))

    async def _on_a_leg(self, at: Scene, *, answered: bool, does: Callable[[str], None]) -> None:
        there = self.evening.on_line().get(at.call)
        legs = [leg for leg, it in there.legs.items() if it.is_answered is answered] if there else []
        if legs:
            does(self.dice.choice(legs))
            await self.evening.step()

    async def time_passes(self, at: Scene) -> None:
        if self.is_down:
            self.evening.house.clock.advance(seconds=5)
        else:
            await self.evening.passes(self.dice.choice((1, 5, 16, 31, 46, 100, 200, 3700)))

    async def line_goes_down(self, at: Scene) -> None:
        self.evening.line.go_down()
        await self.evening.board.step()
        self.is_down = self.evening.is_hurried = True

    async def a_phone_is_lost(self, at: Scene) -> None:
        phones = await self.evening.house.look(lambda records: records.calls.phones())
        self.evening.line.unregister(self.dice.choice(phones).name)
        await self.evening.step()

    async def _comes_up(self) -> None:
        self.is_down = self.evening.is_hurried = False
        if self.dice.random() < 0.5:
            self.evening.restarts()
        await self.evening.begins()

    # What is done at the desk.

    async def accepts(self, at: Scene) -> None:
        """At the desk; the phone is answered a moment later, or never."""
        for person in self.people:
            offer = await person.offer()
            if at.it is not None and offer is not None and offer.conversation == at.it.id:
                await person.accepts(offer)
        await self.evening.step()

    async def declines(self, at: Scene) -> None:
        for person in self.people:
            offer = await person.offer()
            if at.it is not None and offer is not None and offer.conversation == at.it.id:
                await person.declines(offer)
        await self.evening.step()

    async def volunteer_leaves(self, at: Scene) -> None:
        await self.evening.leaves(self.person(at.holder), _of(at))

    async def ends_with_recording(self, at: Scene) -> None:
        await self.evening.ends_with_recording(self.person(at.holder), _of(at))

    async def holds(self, at: Scene) -> None:
        await self.evening.holds(self.person(at.holder), _of(at))

    async def resumes(self, at: Scene) -> None:
        await self.evening.resumes(self.person(at.holder), _of(at))

    async def consults(self, at: Scene) -> None:
        await self.evening.consults(self.person(at.holder), _of(at))

    async def asks(self, at: Scene) -> None:
        await self.evening.asks(self.person(at.holder), _of(at), self.dice.choice(list(Answer)))

    async def adds(self, at: Scene) -> None:
        """With the child's agreement, mostly."""
        if self.dice.random() < 0.7:
            await self.evening.asks(self.person(at.holder), _of(at), Answer.YES)
        await self.evening.adds(self.person(at.holder), _of(at))

    async def drops(self, at: Scene) -> None:
        leg = self.dice.choice([leg.id for leg in at.legs] or ["nobody"])
        await self.evening.house.do(lambda work: drop(_of(at), leg, at.holder, work=work))
        await self.evening.step()

    async def hands_over(self, at: Scene) -> None:
        others = [person for person in self.people if person.id != at.holder]
        to = self.dice.choice([None, *others])
        await self.person(at.holder).hands_over("", to, conversation=_of(at))
        await self.evening.step()

    async def gives_time_out(self, at: Scene) -> None:
        await self.person(at.holder).gives_time_out(15, Why.PRANK, conversation=_of(at))
        await self.evening.step()

    async def is_blocked(self, at: Scene) -> None:
        await self.evening.house.dirk.blocks(_of(at), scope=Scope.NUMBER, ends_running=True)
        await self.evening.step()

    async def coordinator_comes(self, at: Scene) -> None:
        cora = self.evening.house.cora
        with suppress(Refusal):
            await cora.watches(_of(at))
        part, now = self.dice.choice((Part.LISTEN, Part.WHISPER, Part.JOIN)), self.evening.house.now()
        await self.evening.house.do(lambda work: come_along(_of(at), part, cora.id, work=work, now=now))
        await self.evening.step()

    async def coordinator_goes(self, at: Scene) -> None:
        await self.evening.house.cora.unwatches(_of(at))
        await self.evening.step()

    async def coordinator_takes_over(self, at: Scene) -> None:
        await self.evening.house.cora.takes_over(_of(at))
        await self.evening.step()

    async def _desk(self) -> None:
        """Somebody of the staff does what is theirs to do: finishes, is back, comes, goes, logs out."""
        person = self.dice.choice([*self.people, self.evening.house.cora])
        if self.dice.random() < 0.15:
            await self._may(self.dice.choice((person.goes, person.takes_a_break, person.says_it_is_the_last))())
        elif self.dice.random() < 0.03:
            await self._logs_out(person)
        else:
            await self._may(self.is_ready(person))
        await self.evening.step()

    async def _logs_out(self, person: Person) -> None:
        await self.evening.house.do(lambda work: work.people.end_sessions(staff=person.id))
        self.evening.board.heed({"sessions"})
        await self.evening.step()

    async def is_ready(self, person: Person) -> None:
        """Finishes what is left, and is there for the next child."""
        for conversation in await person.holds():
            if (await self.evening.house.get(conversation)).state is State.WRAP_UP:
                await person.registers(conversation=conversation, type="fault")
                await person.finishes(conversation)
        phones = await self.evening.house.look(lambda records: records.calls.phones([person.id]))
        if not any(phone.is_online for phone in phones) and not self.is_down:
            await self.evening.has_phone(person)
        elif person in self.people:
            await person.is_available(channels=["chat", "phone"])

    # How it ends.

    async def ends(self) -> None:
        """The children hang up or are helped, and everybody finishes."""
        if self.is_down:
            await self._comes_up()
        self.evening.is_hurried = False
        await self.evening.step()
        for scene in await self.scenes():
            await self.evening.hangs_up(scene.call)
        for call, there in tuple(self.evening.on_line().items()):
            for leg in tuple(there.legs):
                await self.evening.hangs_up(call, leg)
        for person in (*self.people, self.evening.house.cora, self.evening.house.dirk):
            await self.is_ready(person)
        await self.evening.passes(24 * 3600)

    async def nothing_is_left(self) -> None:
        """Neither on the line nor in the house."""
        assert self.evening.on_line() == {}
        await nothing_is_left_in(self.evening.house, self.evening.board)


def _of(at: Scene) -> str:
    assert at.it is not None
    return at.it.id


ALWAYS: tuple[Deed, ...] = (
    *(Soak.child_hangs_up, Soak.child_presses, Soak.child_hears_it_out, Soak.time_passes),
    *(Soak.somebody_answers, Soak.somebody_answers, Soak.somebody_refuses, Soak.somebody_hangs_up),
    *(Soak.line_goes_down, Soak.a_phone_is_lost),
)
AT_THE_DESK: tuple[Deed, ...] = (
    *(Soak.volunteer_leaves, Soak.ends_with_recording, Soak.holds, Soak.resumes, Soak.consults, Soak.asks, Soak.adds),
    *(Soak.drops, Soak.hands_over, Soak.gives_time_out, Soak.is_blocked),
    *(Soak.coordinator_comes, Soak.coordinator_goes, Soak.coordinator_takes_over),
)
TALKS = ("answering", "talk", "hold", "consult", "conference", "coordinator along")
WAYS: dict[Moment, tuple[Deed, ...]] = {
    "waits": (Soak.is_blocked,),
    "rings": (Soak.accepts, Soak.accepts, Soak.accepts, Soak.declines),
    **dict.fromkeys(TALKS, AT_THE_DESK),
    "goes on without us": (Soak.volunteer_leaves, Soak.ends_with_recording, Soak.adds, Soak.drops),
    "last words": (Soak.volunteer_leaves, Soak.ends_with_recording, Soak.hands_over),
}
MOMENTS = ("sent away", "waits", "rings", *TALKS, "goes on without us", "last words")
