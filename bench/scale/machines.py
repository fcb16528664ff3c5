"""How many nodes a day takes, and what it leaves in the database."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from bench.scale import measured
from bench.scale.day import Habits
from bench.scale.measured import FULL, GUESSED
from bench.scale.minutes import Minute
from bench.scale.roster import Served
from helpline.settings.sections import Retention


@dataclass(frozen=True, slots=True)
class Needed:
    """Of machines. cores, opening: of one process on SQLite, in its busiest minute and in the opening one. The others
    on PostgreSQL. nodes: with the pages · database: its cores · attending: cores of who attends to the telephone."""

    cores: float
    opening: float
    nodes: int
    database: float
    attending: float
    commits: float


def needed(day: Iterable[Minute]) -> Needed:
    """By the busiest minute of each kind."""
    first, *rest = day
    cores, pages = max(it.cores for it in rest), max(it.cores_of_pages for it in rest)
    factor = GUESSED.postgresql_node * GUESSED.several
    nodes = max(2, math.ceil(pages * factor / FULL), math.ceil(first.cores_of_pages * factor))
    return Needed(
        cores=cores,
        opening=first.cores,
        nodes=nodes,
        database=cores * GUESSED.postgresql_itself,
        attending=max(it.cores_of_calls for it in rest) * GUESSED.postgresql_node,
        commits=max(commits(it, nodes) for it in rest),
    )


def commits(it: Minute, nodes: int) -> float:
    """A second: a node commits together what was said while its last commit waited for the disk."""
    said = it.messages_a_second / nodes
    deeds = (it.calls_a_second + it.chats_a_second) * GUESSED.commits_of_conversation
    return nodes * said / (1 + said * GUESSED.commit) + deeds


def kept_a_day(served: Served, habits: Habits) -> float:
    """Bytes in the database."""
    helped = served.course.arrived - served.course.gone
    said = helped * (1 - habits.phone_share) * sum(habits.chat) / 2 * 60 / habits.message_seconds
    of_helped = helped * GUESSED.registration_bytes
    return served.course.arrived * measured.CONVERSATION_BYTES + of_helped + said * measured.MESSAGE_BYTES


def kept_at_most(a_day: float) -> float:
    """While messages are kept, as a fresh installation has it."""
    return a_day * Retention().messages_days


def memory(connections: float) -> float:
    """Bytes of a process that holds so many."""
    return measured.EMPTY.value + connections * measured.CONNECTION.value
