"""Which part is full first."""

from __future__ import annotations

from bench.scale import measured
from bench.scale.day import DAY, OPENS, Habits
from bench.scale.measured import FULL
from bench.scale.minutes import MINUTE, Minute, minutes
from bench.scale.roster import Served, served
from helpline.core.limits import Bucket
from helpline.settings.sections import Limits
from helpline.settings.telephone import TelephoneLine

PORTS_OF_TALK, PORTS_OF_WAITING = 4, 2
LOG_IN_SECONDS = 300
"""Within so long the volunteers of a stretch log in."""


def parts(lived: Served, habits: Habits) -> dict[str, float]:
    """How full each part is at its fullest, 1 being full, as a fresh installation on one machine has it."""
    day = minutes(lived, habits)
    first, *rest = day
    pairs, calls = (max(getattr(it, name) for it in rest) for name in ("begun_a_second", "calls_a_second"))
    return {
        "the process, at half a core": max(it.cores for it in rest) / FULL,
        "the process in the opening minute, at a whole core": first.cores,
        "one process attends to the telephone: 11.9 calls a second": calls / measured.CALLS_A_SECOND.value,
        "talks at once: 100 were tried": max(it.talks for it in day) / measured.TALKS.value,
        "`media_ports` of the sound": _ports(day, habits),
        "choosing pairs, one after the other": pairs * measured.CHOICE.value,
        **_limits(lived, day),
    }


def _ports(day: list[Minute], habits: Habits) -> float:
    low, high = TelephoneLine().media_ports
    most = max(PORTS_OF_TALK * it.talks + PORTS_OF_WAITING * it.waiting * habits.phone_share for it in day)
    return most / (high - low + 1)


def _limits(lived: Served, day: list[Minute]) -> dict[str, float]:
    limits = Limits()
    said = max(it.messages_a_second for it in day)
    return {
        "`messages_all`, if it is one node": said / limits.messages_all.rate_per_second,
        "`enters_all` in the opening minute": day[0].chats_a_second * 60 / _let_in(limits.enters_all, 60),
        "`log_ins_all` when a stretch begins": _beginners(lived) / _let_in(limits.log_ins_all, LOG_IN_SECONDS),
    }


def _let_in(bucket: Bucket, seconds: float) -> float:
    return bucket.burst + bucket.rate_per_second * seconds


def _beginners(lived: Served) -> int:
    """Volunteers of whom a stretch has more than the one before, at most."""
    staff = [lived.staff[(it.begins - OPENS) * MINUTE] for it in DAY]
    return max(later - before for before, later in zip([0, *staff], staff, strict=False))


def full_from(name: str, habits: Habits) -> float:
    """With how many conversations a day this part is full."""
    a_day = 20_000.0
    for _ in range(3):
        a_day /= parts(served(round(a_day), 1, habits), habits)[name]
    return a_day
