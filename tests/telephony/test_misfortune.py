"""What goes wrong with one call, and what the others notice of it: nothing."""

from __future__ import annotations

import pytest

from helpline.actions.enter import Service
from helpline.core.conversation import Returned
from helpline.core.errors import Forbidden, TryAgain
from helpline.core.prompts import fault
from helpline.core.sanctions import Reason
from helpline.ports import Store
from helpline.telephony.attended import LEAVES_WITHIN
from tests.fakes.pseudonyms import FakePseudonyms
from tests.house import House
from tests.telephony.evening import Evening, key_of

UNLUCKY, OTHER = "0611111111", "0622222222"


class Unlucky(FakePseudonyms):
    """error: what befalls whoever rings with one number."""

    error: Exception | None = None

    def of_caller_key(self, key: str, now):
        if self.error is not None and key == key_of(UNLUCKY):
            raise self.error
        return super().of_caller_key(key, now)


class Unsteady:
    """A store. error: what befalls whoever wants to write."""

    error: Exception | None = None

    def __init__(self, store: Store) -> None:
        self._store = store

    def begin(self):
        if self.error is not None:
            raise self.error
        return self._store.begin()

    def __getattr__(self, name: str):
        return getattr(self._store, name)


class Broken(Service):
    """Nobody can say how long it takes."""

    def estimate(self, place: int):
        raise ZeroDivisionError


@pytest.fixture
async def evening(house: House) -> Evening:
    house.pseudonyms = Unlucky()
    it = Evening(house)
    await it.begins()
    return it


def befalls(evening: Evening, error: Exception | None) -> None:
    evening.house.pseudonyms.error = error


def reported(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name.startswith("helpline")]


async def test_what_nobody_foresaw_is_reported_once_and_silences_nobody_else(
    evening: Evening, caplog: pytest.LogCaptureFixture
):
    befalls(evening, ZeroDivisionError())
    evening.line.ring_up("0800", key_of(UNLUCKY))
    other = evening.line.ring_up("0800", key_of(OTHER))
    await evening.step()
    (conversation,) = await evening.house.queue()
    assert evening.board.call_of(conversation) == other
    assert reported(caplog) == ["fault"]
    assert len(vars(caplog.records[-1])["number"]) == 6


@pytest.mark.parametrize("error", [ZeroDivisionError(), Forbidden()])
async def test_a_child_whom_we_fail_hears_so_and_whom_it_can_ring_instead(evening: Evening, error: Exception):
    befalls(evening, error)
    call = await evening.rings(UNLUCKY)
    assert evening.on_line()[call].recordings == fault()
    evening.line.hear_out(call)
    await evening.step()
    await evening.nothing_is_left()
    assert await evening.house.queue() == []


async def test_what_must_be_tried_again_is(evening: Evening, caplog: pytest.LogCaptureFixture):
    befalls(evening, TryAgain())
    call = evening.line.ring_up("0800", key_of(UNLUCKY))
    await evening.board.step()
    assert await evening.house.queue() == []
    befalls(evening, None)
    await evening.step()
    (conversation,) = await evening.house.queue()
    assert evening.board.call_of(conversation) == call
    assert reported(caplog) == ["database_away"]


async def test_the_key_that_leads_back_is_not_lost_while_the_database_is_away(evening: Evening):
    house = evening.house
    it = await evening.talks(house.ann, UNLUCKY)
    await house.ann.gives_time_out(15, Reason.PRANK, conversation=it.id)
    await evening.hangs_up(evening.at(it.id).call)
    again = await evening.rings(UNLUCKY)
    befalls(evening, TryAgain())
    evening.line.press(again, "1")
    await evening.board.step()
    befalls(evening, None)
    await evening.step()
    (conversation,) = await house.queue()
    assert (await house.get(conversation)).returned is Returned.WAY_BACK


async def test_an_offer_that_is_gone_when_the_telephone_is_picked_up_is_no_fault(
    evening: Evening, caplog: pytest.LogCaptureFixture
):
    house = evening.house
    await evening.has_phone(house.ann)
    call = await evening.rings()
    await house.change("UPDATE conversation SET state = 'waiting'")
    (leg,) = evening.on_line()[call].legs
    evening.line.pick_up(call, leg)
    await evening.rings(OTHER)
    assert len(await house.queue()) == 2
    assert reported(caplog) == []


async def test_a_child_that_hung_up_is_gone_also_when_it_cannot_be_kept(
    evening: Evening, caplog: pytest.LogCaptureFixture
):
    house = evening.house
    call = await evening.rings(UNLUCKY)
    (conversation,) = await house.queue()
    store, house.store = house.store, Unsteady(house.store)
    evening.restarts()
    await evening.begins()
    house.store.error = ZeroDivisionError()
    await evening.hangs_up(call)
    house.store = store
    assert evening.on_line() == {}
    with pytest.raises(KeyError):
        evening.board.call_of(conversation)
    assert reported(caplog) == ["fault"]
    await evening.rings(OTHER)
    evening.restarts()
    await evening.begins()
    assert len(await house.queue()) == 1


async def test_a_call_that_cannot_be_looked_at_is_reported_once_and_does_not_wait_for_ever(
    evening: Evening, caplog: pytest.LogCaptureFixture
):
    house = evening.house
    talk = await evening.talks(house.ann, UNLUCKY)
    house.service = Broken()
    await evening.rings(OTHER)
    await evening.passes(1)
    assert await evening.heard_by(talk.id, "child") == {"ann"}
    assert reported(caplog) == ["fault"]
    await evening.passes(LEAVES_WITHIN.total_seconds() + 1)
    assert await house.queue() == []
    assert reported(caplog) == ["fault"]
    await evening.leaves(house.ann, talk.id)
    await evening.nothing_is_left()


async def test_who_slept_and_lost_its_turn_keeps_nothing_of_what_it_is_told(evening: Evening):
    evening.board._may = lambda: False
    evening.line.ring_up("0800", key_of(OTHER))
    await evening.board.step()
    assert await evening.kept() == []
    assert evening.house.told == []
