"""What a waiting child hears of its place: at once near the front, and not too often further back."""

from __future__ import annotations

from tests.counting import counting
from tests.realtime.faces.clients import ChildClient
from tests.realtime.faces.evening import Evening


async def waiting(evening: Evening, count: int) -> list[ChildClient]:
    """So many, one after the other, each knowing its place."""
    children = [await evening.child() for _ in range(count)]
    for child in children:
        await child.enter()
        evening.clock.advance(seconds=1)
    await evening.agrees()
    await evening.pass_time(5)
    for child in children:
        child.heard.clear()
    return children


async def test_the_first_three_hear_of_every_change_at_once(evening: Evening):
    children = await waiting(evening, 6)
    for gone in range(3):
        await children[gone].call("leave")
        await evening.settle()
        for place, child in enumerate(children[gone + 1 : gone + 4], start=1):
            await child.hears("queue", position=place)
    await evening.agrees()


async def test_further_back_it_is_said_at_most_once_in_five_seconds(evening: Evening):
    children = await waiting(evening, 9)
    last = children[-1]
    for gone in range(3):
        await children[gone].call("leave")
        await evening.pass_time(1)
    assert len(last.has_heard("queue")) <= 1
    await evening.pass_time(5)
    assert 1 <= len(last.has_heard("queue")) <= 2
    assert last.has_heard("queue")[-1]["position"] == 6


async def test_nobody_hears_of_a_place_that_did_not_change(evening: Evening):
    children = await waiting(evening, 5)
    await children[-1].call("leave")
    await evening.pass_time(5)
    assert [child.has_heard("queue") for child in children[:-1]] == [[]] * 4


async def test_the_board_knows_the_places_and_no_page_counts_for_itself(evening: Evening):
    await waiting(evening, 3)
    child = await evening.child()
    async with evening.node.house.store.look() as records:
        engine = records.connection.sync_connection.engine
    with counting(engine, "SELECT") as asked:
        await child.enter()
        await evening.settle_without_asking()
    assert asked  # its page has looked
    assert [it for it in asked if it.startswith("SELECT count(*)")] == []
    assert child.view["position"] == 4


async def test_who_is_back_through_our_fault_is_first_again(evening: Evening):
    blue, ann, talk = await evening.talk()
    green = await evening.child()
    await green.enter()
    await ann.do("hand_over", talk, note="")
    await evening.agrees()
    assert blue.view["position"] == 1
    assert green.view["position"] == 2


async def test_an_estimate_is_a_range_once_there_is_something_to_estimate_from(evening: Evening):
    ann = await evening.desk("ann")
    await ann.be("available")
    for _ in range(3):
        await (await evening.child()).enter()
        talk = await ann.accept()
        await evening.pass_time(600)
        await ann.do("register", talk, fields={"type": "thanks"})
        await ann.do("end", talk)
        await ann.do("finish", talk)
    await (await evening.child()).enter()
    await ann.hears("offer")
    await evening.pass_time(5)
    blue = await evening.child()
    low, high = (await blue.enter())["estimate_seconds"]
    assert 0 <= low <= high
