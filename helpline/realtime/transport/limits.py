"""What one socket may cost this server, and how long it may keep it waiting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of every socket, whoever is behind it.

    max_size: bytes of one packet, and of the whole body of a long-polling POST; 4,000 code points outside the basic
        plane, each written as two `\\ud83d` escapes, are 48,000 bytes
    outbox_packets, outbox_bytes: what waits for a client that does not read; more than either, and it is dropped
    write_buffer: bytes handed to the operating system's side that it has not taken yet, before packets are queued
    malformed: so many malformed packets, and the socket is closed
    ping_interval, answer_within: together the longest silence that goes unnoticed
    join_within: a socket that has not joined a namespace by then is closed
    body_within: a POST whose body has not arrived by then ends its session
    upgrade_within: a probe that has not become a websocket by then is given up
    close_within: what a client may take for its part of closing before it is cut off
    """

    max_size: int = 65_536
    outbox_packets: int = 64
    outbox_bytes: int = 1_048_576
    write_buffer: int = 65_536
    malformed: int = 5
    ping_interval: timedelta = timedelta(seconds=10)
    answer_within: timedelta = timedelta(seconds=8)
    join_within: timedelta = timedelta(seconds=10)
    body_within: timedelta = timedelta(seconds=10)
    upgrade_within: timedelta = timedelta(seconds=10)
    close_within: timedelta = timedelta(seconds=3)


@dataclass(slots=True)
class Counters:
    """What the sockets did since the start, for the metrics; none of it says who.

    connections: open now, in all namespaces · opened: ever · refused: connects answered with an error ·
    malformed: packets that could not be read · dropped_slow: sockets dropped because they did not read ·
    silent: sockets given up because they did not answer a ping · faults: exceptions nobody foresaw
    """

    connections: int = 0
    opened: int = 0
    refused: int = 0
    malformed: int = 0
    dropped_slow: int = 0
    silent: int = 0
    faults: int = 0
