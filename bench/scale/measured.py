"""What was measured, each with its row in `docs/benchmarks.md` (a test looks there), and what nobody measured."""

from __future__ import annotations

from dataclasses import dataclass

MICRO, MILLI, KIB = 1e-6, 1e-3, 1024


@dataclass(frozen=True, slots=True)
class Figure:
    """value: in seconds, bytes or a second, or how many times as much ·
    row: the line of the document · on: the day it was measured."""

    value: float
    row: str
    on: str


MESSAGE = Figure(162.1 * MICRO, "| 20 pairs: CPU per message, µs | 163.4 | 162.1 |", "21 November 2026")
CONNECT = Figure(432.0 * MICRO, "| idle: CPU of each connect, µs | 914.0 | 432.0 |", "21 November 2026")
CALL = Figure(
    109 * MILLI, "| 100 talks at once: CPU of each call, ms · calls a second | 109 · 2.7 |", "22 November 2026"
)
COMING = Figure(21 * MILLI, "| the same: 31 → 21 ms |", "22 November 2026")
CALLS_A_SECOND = Figure(11.9, "| 2,000 on 20: CPU of each call, ms · calls a second | 78 · 11.9 |", "22 November 2026")
TALKS = Figure(
    100, "| 100 talks at once: children who rang · calls that failed · lost | 100 · 0 · 0 |", "22 November 2026"
)
CHOICE = Figure(16.3 * MILLI, "With 10 waiting 10.5 ms, with 10,000 waiting 16.3 ms", "no day stands there")
EMPTY = Figure(235.0e6, "| 2,000 on 20: memory of the helpline after each 100 calls, MB | 235.0 ·", "22 November 2026")
CONNECTION = Figure(16.9 * KIB, "| idle: memory of each, KiB | 30.3 | 16.9 |", "21 November 2026")
TWO_NODES = Figure(
    2.88, "| 20 pairs: CPU per message, µs | 134.0 | 126.4 | 369.5 | **0.96** | **2.88** |", "22 November 2026"
)
MEASURED = (MESSAGE, CONNECT, CALL, COMING, CALLS_A_SECOND, TALKS, CHOICE, EMPTY, CONNECTION, TWO_NODES)


@dataclass(frozen=True, slots=True)
class Guesses:
    """What nobody measured: seconds of processor, or how many times as many as with SQLite."""

    chat: float = CALL.value
    """All deeds of a chat but its messages, at most what a call takes."""
    place: float = MESSAGE.value
    """Telling one child its new place: as dear as a message."""
    postgresql_node: float = 1.5
    postgresql_itself: float = 1.5
    several: float = TWO_NODES.value
    """What a node takes more because there are others: of messages measured, of all else a guess."""
    commit: float = 5 * MILLI
    """How long a commit waits for the disk; messages that come meanwhile share the next one."""
    commits_of_conversation: int = 25
    """Its commits but those of messages."""
    registration_bytes: int = 3_000


GUESSED = Guesses()
FULL = 0.5
"""Of a core at the busiest, so that nobody waits for the processor; the opening minute may take all of it."""

MESSAGE_BYTES = 291
CONVERSATION_BYTES = 1_161
"""Of the file of a SQLite database: `python -m bench.scale.kept`, 22 November 2026."""
