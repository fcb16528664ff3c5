"""However much changed between two looks, the events in between lead from the one to the other."""

from __future__ import annotations

from typing import Any

from hypothesis import assume, example, given
from hypothesis import strategies as st

from helpline.realtime import child_view, desk_view
from tests.realtime.faces.reducers import ChildPage, DeskPage, Form

OPENINGS = st.sampled_from(
    [
        {"open": True},
        {"open": True, "closes_at": "c"},
        {"open": False, "opens_at": "o"},
        {"open": "full", "try_at": "t"},
        {"open": False, "notice": {"nl": "n"}},
    ]
)
PLACES = st.builds(
    lambda position, unreachable: {"position": position, "estimate_seconds": None, **unreachable},
    st.integers(1, 5),
    st.sampled_from([{}, {"unreachable": True}]),
)
NOBODY: st.SearchStrategy[Form] = st.just({})
WHO = st.builds(
    lambda alias, back, more: {"volunteer": alias, "reads_back": back, **more},
    st.sampled_from("NS"),
    st.booleans(),
    st.sampled_from([{}, {"holders": ["N", "S"]}, {"holders": ["N", "S", "N"]}]),
)
LOST = st.sampled_from([{"interrupted": True}, {"interrupted": True, "handed_over": True}])
ENDED = st.sampled_from(["left", "volunteer", "lost", "closed"]).flatmap(
    lambda why: st.sampled_from([{"ended": {"reason": why}}, {"ended": {"reason": why, "asks": True}}])
)

STAGES = ("waiting", "talking", "ended")
BY_STAGE: dict[str, tuple[st.SearchStrategy[Form], ...]] = {
    "waiting": (PLACES,),
    "talking": (WHO, st.one_of(NOBODY, LOST, st.builds(lambda lost, place: lost | place, LOST, PLACES))),
    "ended": (st.one_of(NOBODY, WHO), ENDED),
}


@st.composite
def child_looks(draw: st.DrawFn) -> tuple[Form, Form]:
    """Two looks at one conversation; a stage is never gone back."""
    first = draw(st.integers(0, 2))
    second = draw(st.integers(first, 2))
    return draw(child_look(STAGES[first])), draw(child_look(STAGES[second]))


@st.composite
def child_look(draw: st.DrawFn, stage: str) -> Form:
    form: Form = {"state": stage, "conversation": "c", "resume": "r"} | draw(OPENINGS)
    for part in BY_STAGE[stage]:
        form |= draw(part)
    return form


def is_possible(before: Form, after: Form) -> bool:
    """Who has talked goes on having talked, and what has ended stays as it ended."""
    if "volunteer" in before and "volunteer" not in after:
        return False
    if before["state"] != "ended":
        return True
    same = ("volunteer", "reads_back", "holders")
    is_same = all(before.get(key) == after.get(key) for key in same)
    return is_same and before["ended"]["reason"] == after["ended"]["reason"]


FIRST: Form = {"position": 1, "estimate_seconds": None}
KNOWN: Form = {"conversation": "c", "resume": "r", "open": True}
NORA: Form = {"volunteer": "N", "reads_back": False, "interrupted": True}


@given(child_looks())
@example(({"state": "waiting"} | KNOWN | FIRST, {"state": "talking"} | KNOWN | NORA | FIRST))
def test_the_events_lead_a_child_from_one_look_to_the_next(looks: tuple[Form, Form]):
    before, after = looks
    assume(is_possible(before, after))
    page = ChildPage()
    page.heard("snapshot", before | {"messages": [], "last_seq": 0})
    for event, data in child_view.events(before, after):
        page.heard(event, data)
    assert page.view == after | {"messages": [], "last_seq": 0}


@given(child_looks())
def test_what_did_not_change_is_not_told(looks: tuple[Form, Form]):
    before, _ = looks
    assert list(child_view.events(before, dict(before))) == []


TAKERS = st.sampled_from([None, "Lou", "Kim"])
ALARMS = st.dictionaries(
    st.sampled_from("de"),
    st.fixed_dictionaries(
        {"volunteer": st.sampled_from(["Nora", "Roos"]), "raised_at": st.sampled_from(["1", "2"]), "taken_by": TAKERS}
    ),
).map(lambda alarms: {name: {"conversation": name, **form} for name, form in alarms.items()})
CONVERSATIONS = st.fixed_dictionaries(
    {
        "id": st.just("c"),
        "state": st.sampled_from(["active", "wrap_up"]),
        "phase": st.integers(1, 5),
        "registration": st.sampled_from([{}, {"type": "prank"}]),
        "missing": st.sampled_from([[], ["type"]]),
        "child": st.sampled_from(["here", "away"]),
    },
    optional={"ended_by": st.just("child"), "alarm": st.fixed_dictionaries({"taken_by": TAKERS})},
)
MINE = st.fixed_dictionaries({"status": st.sampled_from(["away", "available"]), "chats": st.integers(1, 2)})
OFFERS = st.dictionaries(st.sampled_from("xyz"), st.just({"returned": None})).map(
    lambda offers: {name: {"offer": name, **form} for name, form in offers.items()}
)


NO_NOTICE: Form = {"notice": None}


def desk_look(me: Any, offers: Any, alarms: Any, conversation: Any) -> Form:
    beside: Form = {"asked_along": {}, "agreements": [], "whispers": {}}
    return {"me": me, "why": None, "alarms": alarms, **beside, "offers": offers, "conversations": {"c": conversation}}


DESK_LOOKS = st.builds(desk_look, MINE, OFFERS, ALARMS, CONVERSATIONS)


@given(DESK_LOOKS, DESK_LOOKS)
def test_the_events_lead_the_desk_from_one_look_to_the_next(before: Form, after: Form):
    words = {"messages": [], "last_seq": 0}
    page = DeskPage()
    whole = before["conversations"]["c"] | words
    look = {name: list(before[name].values()) for name in ("offers", "alarms")}
    page.heard("snapshot", {"me": before["me"], "conversations": [whole], **look} | NO_NOTICE)
    for event, data in desk_view.events(before, after):
        page.heard(event, data)
    shown = {key: value for key, value in page.view["conversations"]["c"].items() if value is not None}
    assert shown == after["conversations"]["c"] | words
    assert page.view["me"] == after["me"]
    assert page.view["alarms"] == after["alarms"]
    assert page.view["offers"].items() >= after["offers"].items()
