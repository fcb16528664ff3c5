"""Who is in a talk is not taken out of it when somebody else comes: Asterisk would, and a child might hear nothing."""

from __future__ import annotations

from typing import cast

from helpline.core.wishes import Connect, Consult, Hold, Listen, Offer, Unhold, Wish
from helpline.telephony.ari import Ari
from helpline.telephony.ari_wishes import Deeds, Ways
from helpline.telephony.known_call import KnownCall, found_calls
from helpline.telephony.names import leg_name, talk_name

CALL = "1.1"


class Commands:
    """An ARI that does all it is told, and keeps who was put into the talk."""

    app = "helpline"

    def __init__(self) -> None:
        self.joined: list[str] = []
        self.refuses = False

    async def does(self, command: str, *ids: str, **query: str | int) -> bool:
        if command == "POST /bridges/{}/addChannel" and ids == (talk_name(CALL),):
            self.joined.append(str(query["channel"]))
            return not self.refuses
        return True

    async def send(self, command: str, *ids: str) -> tuple[int, object]:
        return 200, {"rxcount": 1}


class Talk:
    """One call whose legs all answered."""

    def __init__(self, *legs: str) -> None:
        self.ari = Commands()
        self.deeds = Deeds(cast(Ari, self.ari), Ways(), lambda fact: None)
        self.call = KnownCall(CALL, "1234", None, is_answered=True)
        self.legs = legs

    async def wish(self, *wishes: Wish) -> list[str]:
        """Who was put into the talk by these."""
        self.ari.joined.clear()
        for it in wishes:
            await self.deeds.carry_out(it, self.call)
            for leg in self.call.legs.values():
                leg.is_answered = True
        return list(self.ari.joined)

    async def begin(self) -> None:
        for leg in self.legs:
            await self.wish(Offer(CALL, leg, "ann", 20))


async def test_who_was_consulted_is_not_put_in_again():
    talk = Talk("a", "w")
    await talk.begin()
    assert await talk.wish(Connect(CALL, "a")) == [CALL, leg_name("a", CALL)]
    assert await talk.wish(Consult(CALL, "w")) == [leg_name("w", CALL)]
    assert await talk.wish(Connect(CALL, "w")) == [CALL]


async def test_a_child_is_not_put_in_again_when_somebody_joins():
    talk = Talk("a", "b")
    await talk.begin()
    await talk.wish(Connect(CALL, "a"))
    assert await talk.wish(Connect(CALL, "b")) == [leg_name("b", CALL)]


async def test_a_child_comes_back_from_hold():
    talk = Talk("a")
    await talk.begin()
    await talk.wish(Connect(CALL, "a"))
    assert await talk.wish(Hold(CALL), Unhold(CALL), Unhold(CALL)) == [CALL]


async def test_who_listened_in_and_is_heard_then_is_put_in(monkeypatch):
    monkeypatch.setattr("helpline.telephony.ari_ears.EAR_SECONDS", 0)
    talk = Talk("a", "c")
    await talk.begin()
    await talk.wish(Connect(CALL, "a"), Connect(CALL, "c"))
    assert await talk.wish(Listen(CALL, "c", "a"), Connect(CALL, "c")) == [leg_name("c", CALL)]


async def test_whom_asterisk_refused_is_put_in_the_next_time():
    talk = Talk("a")
    await talk.begin()
    talk.ari.refuses = True
    await talk.wish(Connect(CALL, "a"))
    talk.ari.refuses = False
    assert await talk.wish(Connect(CALL, "a")) == [CALL, leg_name("a", CALL)]


async def test_who_stands_in_a_talk_is_found():
    leg = leg_name("a", CALL)
    channels = [
        {"id": CALL, "state": "Up", "dialplan": {"app_name": "Stasis", "app_data": "helpline,1234,"}},
        {"id": leg, "state": "Up", "dialplan": {"app_name": "Stasis", "app_data": "helpline,leg"}},
    ]
    bridges = [{"id": talk_name(CALL), "channels": [CALL, leg]}]
    assert found_calls("helpline", channels, bridges)[CALL].in_talk == {CALL, leg}
