"""How a group of messages is decided, before anything is written."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from helpline.core.conversation import Message, State
from helpline.core.errors import Ended, IdConflict, NotTalking, NotYours
from helpline.db.columns import to_micros
from helpline.db.journal import Head, Known, Plan, plan
from helpline.ports import Entry
from tests.core.made import NOW
from tests.fakes.vault import FakeVault


def a_head(vault: FakeVault, conversation: str, **changes: object) -> Head:
    key = vault.new_key(conversation, NOW)
    usual: dict[str, object] = {"state": State.ACTIVE, "interrupted": False, "volunteer": "ann", "last_seq": 0}
    return Head(key=key, **(usual | changes))  # type: ignore[arg-type]


def planned(*entries: Entry, known: dict[str, str] | None = None, **changes: object) -> Plan:
    """For one conversation, blue; known: texts that the child said before, by client id."""
    vault = FakeVault()
    head = a_head(vault, "blue", **changes)
    old = {
        ("blue", "child", name): Known(seq, vault.seal("blue", head.key, f"message|{seq}|child", text), NOW)
        for seq, (name, text) in enumerate((known or {}).items(), start=1)
    }
    return plan(entries, {"blue": head}, old, vault, NOW)


def child(client_id: str = "a", text: str = "hoi") -> Entry:
    return Entry("blue", "child", None, client_id, text)


def volunteer(who: str = "ann", client_id: str = "a", text: str = "Hoi") -> Entry:
    return Entry("blue", "volunteer", who, client_id, text)


def kinds(made: Plan) -> list[object]:
    return [answer.seq if isinstance(answer, Message) else type(answer) for answer in made.answers]


def test_numbers_go_on_from_the_last_one_in_the_order_of_arrival():
    made = planned(child("a"), volunteer(), child("b"), last_seq=7)
    assert kinds(made) == [8, 9, 10]
    assert [row[:4] for row in made.rows] == [
        ("blue", 8, "child", "a"),
        ("blue", 9, "volunteer", "a"),
        ("blue", 10, "child", "b"),
    ]
    assert {row[5] for row in made.rows} == {to_micros(NOW)}
    assert made.new == made.answers


def test_a_row_holds_no_word_in_clear():
    assert b"hoi" not in planned(child()).rows[0][4]


def test_twice_in_a_group_is_one_row():
    made = planned(child("a"), child("a"), child("a", "dag"))
    assert kinds(made) == [1, 1, IdConflict]
    assert len(made.rows) == len(made.new) == 1


def test_what_is_known_answers_as_before_and_is_not_new():
    made = planned(child("a"), child("b"), child("a", "dag"), known={"a": "hoi"}, last_seq=1)
    assert kinds(made) == [1, 2, IdConflict]
    assert [message.client_id for message in made.new] == ["b"]


def test_what_is_known_answers_in_every_state():
    for state in State:
        assert kinds(planned(child("a"), known={"a": "hoi"}, state=state, last_seq=1)) == [1]


def test_a_refusal_by_state_writes_nothing():
    for state, refusal in ((State.WAITING, NotTalking), (State.WRAP_UP, Ended), (State.CLOSED, Ended)):
        made = planned(child(), state=state)
        assert (kinds(made), made.rows) == ([refusal], [])


def test_a_refusal_by_right_comes_before_everything():
    made = planned(volunteer("ben"), Entry("red", "child", None, "a", "hoi"), state=State.CLOSED)
    assert kinds(made) == [NotYours, NotYours]


def test_a_refused_message_takes_no_number():
    assert kinds(planned(child("a"), volunteer("ben"), child("b"))) == [1, NotYours, 2]


def test_a_child_whose_volunteer_is_lost_may_go_on_and_the_volunteer_may_not():
    assert kinds(planned(child(), volunteer(), state=State.WAITING, interrupted=True)) == [1, NotTalking]


def test_a_message_that_cannot_be_sealed_takes_no_number_either():
    vault = FakeVault()
    heads = {name: a_head(vault, name) for name in ("blue", "red")}
    heads["red"].key = vault.new_key("somebody else", NOW)
    entries = [child("a"), Entry("red", "child", None, "a", "hoi"), child("b")]
    made = plan(entries, heads, {}, vault, NOW)
    assert [answer.seq for answer in made.answers if isinstance(answer, Message)] == [1, 2]
    assert len(made.rows) == 2
    assert heads["red"].last_seq == 0


entries = st.builds(
    Entry,
    conversation=st.sampled_from(["blue", "red", "unknown"]),
    sender=st.just("child"),
    volunteer=st.none(),
    client_id=st.sampled_from("abcd"),
    text=st.sampled_from(["hoi", "dag"]),
) | st.builds(
    Entry,
    conversation=st.sampled_from(["blue", "red"]),
    sender=st.just("volunteer"),
    volunteer=st.sampled_from(["ann", "ben"]),
    client_id=st.sampled_from("abcd"),
    text=st.sampled_from(["hoi", "dag"]),
)


@given(st.lists(entries, max_size=20), st.integers(0, 20))
def test_however_a_group_is_cut_everybody_gets_the_same_answer(group: Sequence[Entry], cut: int):
    """One transaction or two: what was kept by the first is known to the second."""
    at_once = kinds(played([group]))
    in_two = [*kinds(played([group[:cut]])), *kinds(played([group[:cut], group[cut:]]))]
    assert in_two == at_once


def played(groups: Sequence[Sequence[Entry]]) -> Plan:
    """The last of these groups, after the others were kept."""
    vault = FakeVault()
    heads = {"blue": a_head(vault, "blue"), "red": a_head(vault, "red", volunteer="ben")}
    known: dict[tuple[str, str, str], Known] = {}
    made = Plan()
    for group in groups:
        made = plan(group, heads, known, vault, NOW)
        known |= {(row[0], row[2], row[3]): Known(row[1], row[4], NOW) for row in made.rows}
    return made
