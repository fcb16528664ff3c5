"""What each minute of a day asks of the machines."""

from __future__ import annotations

from dataclasses import dataclass

from bench.scale import measured
from bench.scale.day import OPENS, STEP, Habits
from bench.scale.line import Moment
from bench.scale.measured import GUESSED
from bench.scale.roster import Served
from helpline.realtime.board import PLACES_EVERY

MINUTE = 60 // STEP
CONNECTS = 2 * measured.CONNECT.value
"""A page that comes, and comes again."""


@dataclass(frozen=True, slots=True)
class Minute:
    """One minute: what comes in it a second, and who is there. cores: of one process on SQLite, by what takes them."""

    begins: int
    calls_a_second: float
    chats_a_second: float
    talks: float
    chats: float
    waiting: float
    begun_a_second: float
    messages_a_second: float
    connections: float
    cores_of_messages: float
    cores_of_chats: float
    cores_of_calls: float

    @property
    def cores(self) -> float:
        """All of them."""
        return self.cores_of_pages + self.cores_of_calls

    @property
    def cores_of_pages(self) -> float:
        """All but the telephone."""
        return self.cores_of_messages + self.cores_of_chats


def minutes(served: Served, habits: Habits) -> list[Minute]:
    """The day, minute by minute."""
    moments = served.course.moments
    staff = served.staff + [served.staff[-1]] * (len(moments) - len(served.staff))
    return [
        _minute(OPENS + first // MINUTE, moments[first : first + MINUTE], staff[first], habits)
        for first in range(0, len(moments), MINUTE)
    ]


def _minute(begins: int, moments: list[Moment], staff: int, habits: Habits) -> Minute:
    came, begun = sum(it.arrived for it in moments) / 60, sum(it.begun for it in moments) / 60
    chats, waiting = max(it.chats for it in moments), max(it.waiting for it in moments)
    by_chat = came * (1 - habits.phone_share)
    waiting_chats, said = waiting * (1 - habits.phone_share), chats / habits.message_seconds
    places = waiting_chats / PLACES_EVERY.total_seconds() * GUESSED.place
    return Minute(
        begins=begins,
        calls_a_second=came * habits.phone_share,
        chats_a_second=by_chat,
        talks=max(it.calls for it in moments),
        chats=chats,
        waiting=waiting,
        begun_a_second=begun,
        messages_a_second=said,
        connections=chats + waiting_chats + staff + by_chat * habits.looks * 60,
        cores_of_messages=said * measured.MESSAGE.value + places,
        cores_of_chats=_deeds(came, begun, GUESSED.chat) * (1 - habits.phone_share) + by_chat * CONNECTS,
        cores_of_calls=_deeds(came, begun, measured.CALL.value) * habits.phone_share,
    )


def _deeds(came: float, begun: float, whole: float) -> float:
    """Who comes takes something at once, and the rest when somebody is there."""
    return came * measured.COMING.value + begun * (whole - measured.COMING.value)
