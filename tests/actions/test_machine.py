"""Whatever three children and two volunteers do, in whatever order, the helpline keeps its promises."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import uvloop
from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from helpline.actions.route import _free, is_free
from helpline.actions.tick import mourn_nodes
from helpline.core.queue import pair
from helpline.core.staff import Status
from helpline.db.columns import to_micros
from helpline.ports import Records
from tests.actions.invariants import TABLES, check
from tests.actions.stage import CHILDREN, VOLUNTEERS, Stage
from tests.fakes.clock import FakeClock
from tests.houses import sqlite_house

EXAMPLES = 30
STEPS = 50


class Evening(Stage, RuleBasedStateMachine):
    """Every step is one deed over the real actions; a refusal is an answer that must have changed nothing."""

    @initialize()
    def an_evening_begins(self) -> None:
        self.clear()
        self.nodes = 0
        self.places: dict[str, tuple[int, int]] = {}
        for colour in CHILDREN:
            assert self.do(self.children[colour].enters)
        for name, how in (("ann", {"chats": 2}), ("ben", {})):
            assert self.do(self.person(name).comes)
            assert self.do(self.person(name).be, Status.AVAILABLE, **how)

    @rule(data=st.data())
    def something_happens(self, data: st.DataObject) -> None:
        """One of what may happen now; what leads on comes more often than what ends or blocks."""
        deeds: list[tuple[str, int, list[tuple[Any, ...]]]] = [
            ("accepts", 8, self.offers()),
            ("declines", 1, self.offers()),
            ("finishes", 5, self.held("wrap_up")),
            ("ends", 1, self.held("active")),
            ("hands_over", 2, [(*held, straight) for held in self.held("active") for straight in (True, False)]),
            ("says", 1, self.held("active", "wrap_up", "waiting", "offered")),
            ("loses_network", 3, [(name, silent) for name in self.connected() for silent in (True, False)]),
            ("is_back", 3, [(name,) for name in VOLUNTEERS if name not in self.connected()]),
            ("is_available", 2, [(name, chats) for name in self.connected() for chats in (None, 1, 2)]),
            ("stands_otherwise", 1, [(name,) for name in self.connected()]),
            ("enters", 3, [(colour,) for colour in CHILDREN if colour not in self.here()]),
            ("enters", 1, [(colour,) for colour in CHILDREN]),
            ("leaves", 1, [(colour,) for colour in self.here()]),
            ("goes_dark", 1, [(colour,) for colour in self.here(dark=False)]),
            ("lights_up", 2, [(colour,) for colour in self.here(dark=True)]),
            ("child_says", 1, [(colour,) for colour in self.here()]),
            ("prefers", 3, [(colour,) for colour in self.interrupted()]),
            ("passes", 6, [(seconds,) for seconds in (0.5, 1, 29, 30, 60, 90, 90, 120, 1800)]),
            ("is_killed", 1, [()] if self.nodes < 3 else []),
        ]
        possible = [(deed, choices) for deed, weight, choices in deeds if choices for _ in range(weight)]
        deed, choices = data.draw(st.sampled_from(possible))
        values = data.draw(st.sampled_from(choices))
        note(f"{deed}{values}")
        getattr(self, deed)(data, *values)

    # ---- what children do ----

    def enters(self, data: st.DataObject, colour: str) -> None:
        runs = self.of_child(colour)
        topic, language = data.draw(st.sampled_from([None, "hurt"])), data.draw(st.sampled_from(["nl", "en"]))
        entered = self.do(self.children[colour].enters, topic=topic, language=language)
        assert entered or (runs is not None and runs["accepted_at"] is not None)
        if runs is not None:
            assert self.children[colour].conversation == runs["id"]

    def leaves(self, data: st.DataObject, colour: str) -> None:
        child, wipes = self.children[colour], data.draw(st.booleans())
        assert self.do(child.forgets if wipes else child.leaves)
        assert not wipes or self.runner.run(child.comes_back_to()) is None

    def goes_dark(self, _: st.DataObject, colour: str) -> None:
        assert self.do(self.children[colour].goes)

    def lights_up(self, _: st.DataObject, colour: str) -> None:
        assert self.do(self.children[colour].comes)

    def child_says(self, _: st.DataObject, colour: str) -> None:
        it = self.of_child(colour)
        assert it is not None
        said = self.do(self.children[colour].says, self.new_words())
        assert said == (it["state"] == "active" or bool(it["interrupted"]))

    def prefers(self, data: st.DataObject, colour: str) -> None:
        self.do(self.children[colour].prefers, data.draw(st.sampled_from(["wait", "other"])))

    # ---- what volunteers do ----

    def is_available(self, _: st.DataObject, name: str, chats: int | None) -> None:
        assert self.do(self.person(name).be, Status.AVAILABLE, chats=chats)

    def stands_otherwise(self, data: st.DataObject, name: str) -> None:
        assert self.do(self.person(name).be, data.draw(st.sampled_from([Status.AWAY, Status.BREAK, Status.LAST])))

    def accepts(self, _: st.DataObject, name: str, offer: str) -> None:
        asked = self.offer(offer)
        assert self.do(self.person(name).accepts, asked) == (asked.expires_at > self.house.now())

    def declines(self, _: st.DataObject, name: str, offer: str) -> None:
        assert self.do(self.person(name).declines, self.offer(offer))

    def loses_network(self, _: st.DataObject, name: str, silent: bool) -> None:
        assert self.do(self.person(name).goes, silent=silent)

    def is_back(self, _: st.DataObject, name: str) -> None:
        lost = [it["id"] for it in self.rows().held_by(name)]
        assert self.do(self.person(name).comes)
        assert sorted(lost) == sorted(it for who, it in self.held("active", "wrap_up") if who == name)

    def says(self, _: st.DataObject, name: str, it: str) -> None:
        said = self.do(self.person(name).says, self.new_words(), conversation=it)
        assert said == ((name, it) in self.held("active"))

    def ends(self, _: st.DataObject, name: str, it: str) -> None:
        assert self.do(self.person(name).ends, it)

    def finishes(self, _: st.DataObject, name: str, it: str) -> None:
        assert self.do(self.person(name).registers, conversation=it, type="silent")
        assert self.do(self.person(name).finishes, it)

    def hands_over(self, _: st.DataObject, name: str, it: str, straight: bool) -> None:
        to = self.person("ben" if name == "ann" else "ann") if straight else None
        assert self.do(self.person(name).hands_over, "", to, conversation=it) or straight

    # ---- what happens by itself ----

    def passes(self, _: st.DataObject, seconds: float) -> None:
        talking = {it["id"]: it for it in self.rows().conversation if it["state"] == "active"}
        assert self.do(self.house.passes, seconds=seconds)
        for it in self.rows().conversation:
            if it["id"] in talking and it["ended_at"] is not None:
                # only from the queue, where it came through a lost volunteer, and after half an hour in the dark
                assert it["ended_by"] == "lost"
                assert talking[it["id"]]["interrupted_at"] is not None
        assert all(deadline["at"] > to_micros(self.house.now()) for deadline in self.rows().deadline)
        assert self.runner.run(self.who_could_be_paired()) == []

    async def who_could_be_paired(self) -> list[Any]:
        async def ask(records: Records) -> list[Any]:
            free = [_free(person) for person in await records.people.on_duty() if is_free(person)]
            waiting = await records.conversations.next_waiting(["chat"], self.house.rules.languages, 100)
            return pair(waiting, free, self.house.now(), self.house.rules.graces.skill_relax)

        return await self.house.look(ask)

    def is_killed(self, _: st.DataObject) -> None:
        """The process dies, and another one starts on the same data."""
        self.nodes += 1
        self.runner.run(self.house.do(lambda work: work.nodes.beat(self.house.node, self.house.now())))
        self.house.node, self.read = f"node {self.nodes}", None
        self.runner.run(mourn_nodes(self.house.store, self.house.rules, self.house.now(), alone_as=self.house.node))
        assert all(duty["gone_at"] is not None for duty in self.rows().duty)
        assert self.here(dark=False) == []

    @invariant()
    def everything_adds_up(self) -> None:
        rows = self.rows()
        check(rows)
        running = [it["id"] for it in rows.conversation if it["ended_at"] is None]
        assert set(running) <= {child.conversation for child in self.children.values()}
        for it in rows.conversation:
            rank, place = self.places.setdefault(it["id"], (it["place_rank"], it["place_at"]))
            assert it["place_at"] == place
            assert it["place_rank"] <= rank
            self.places[it["id"]] = (it["place_rank"], place)


def test_the_helpline_keeps_its_promises_whatever_happens(database: Path) -> None:
    assert len(TABLES) == 9
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        opening = sqlite_house(database, FakeClock())
        Evening.runner, Evening.house = runner, runner.run(opening.__aenter__())
        many = settings(
            max_examples=EXAMPLES * settings().max_examples // 50,
            stateful_step_count=STEPS,
            suppress_health_check=list(HealthCheck),
        )
        try:
            run_state_machine_as_test(Evening, settings=many)
        finally:
            runner.run(opening.__aexit__(None, None, None))
