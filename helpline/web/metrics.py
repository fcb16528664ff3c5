"""What operators measure, as Prometheus text. The labels come from closed lists, so that none can name a person."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import accumulate

from prometheus_client import generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
CHANNELS = ("chat", "phone")
OUTCOMES = ("answered", "abandoned", "turned_away")
STATES = ("available", "talking", "wrap_up", "break", "away")
BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
"""Seconds. An acknowledgement is due within 250 ms."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How long something took: counts of each stretch between the bounds, the last one open · the sum in seconds."""

    counts: tuple[int, ...] = (0,) * (len(BOUNDS) + 1)
    seconds: float = 0.0


class Latency:
    """Gathers how long something takes; `observe` is cheap enough for every message."""

    def __init__(self) -> None:
        self._counts = [0] * (len(BOUNDS) + 1)
        self._seconds = 0.0

    def observe(self, seconds: float) -> None:
        """It took this long."""
        self._counts[bisect_left(BOUNDS, seconds)] += 1
        self._seconds += seconds

    def spread(self) -> Spread:
        """What was gathered since the start."""
        return Spread(tuple(self._counts), self._seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How this process and its line are doing.

    connections: open now · opened, refused, malformed, dropped_slow, silent, faults: of the sockets since the start
    (see `realtime`) · acked: messages since the start · commits: from handing a message to the journal to its
    acknowledgement · waiting: children by channel · longest_seconds: of who waits · volunteers: by state · attempts: of
    the last hour, by what became of them · forgotten_at: when forgetting was last done; null since this start not yet
    · audit_told_at: when the end of the audit was last printed; null never · wake_seconds: the last way to Redis and
    back; null while it is away · has_redis, has_telephone: whether one is named · is_telephone_up: Asterisk answers.
    """

    connections: int = 0
    opened: int = 0
    refused: int = 0
    malformed: int = 0
    dropped_slow: int = 0
    silent: int = 0
    faults: int = 0
    acked: int = 0
    commits: Spread = field(default_factory=Spread)
    waiting: Mapping[str, int] = field(default_factory=dict)
    longest_seconds: float = 0
    volunteers: Mapping[str, int] = field(default_factory=dict)
    attempts: Mapping[str, int] = field(default_factory=dict)
    forgotten_at: datetime | None = None
    audit_told_at: datetime | None = None
    has_redis: bool = False
    wake_seconds: float | None = None
    has_telephone: bool = False
    is_telephone_up: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """What an HTTP answer is counted by: a route as the router writes it, or `-` for what is none of ours."""

    method: str
    route: str
    status: int


def exposition(figures: Figures, answers: Mapping[Answered, int]) -> bytes:
    """The text that Prometheus reads."""
    every = [*_of_sockets(figures), *_of_line(figures), *_of_house(figures), _of_answers(answers)]
    return generate_latest(_Once(every))


def new_answers() -> Counter[Answered]:
    """A count of nothing yet."""
    return Counter()


class _Once(Collector):
    def __init__(self, metrics: Sequence[Metric]) -> None:
        self._metrics = metrics

    def collect(self) -> Sequence[Metric]:
        return self._metrics


def _of_sockets(figures: Figures) -> Iterator[Metric]:
    yield GaugeMetricFamily("helpline_connections", "Socket.IO connections open now", figures.connections)
    for name, told, value in (
        ("opened", "Connections since the start", figures.opened),
        ("refused", "Connects that were answered with an error", figures.refused),
        ("malformed", "Packets that could not be read", figures.malformed),
        ("dropped_slow", "Sockets dropped because they did not read", figures.dropped_slow),
        ("silent", "Sockets given up because they did not answer a ping", figures.silent),
        ("faults", "Events that met an error nobody foresaw", figures.faults),
    ):
        yield CounterMetricFamily(f"helpline_sockets_{name}", told, value)


def _of_line(figures: Figures) -> Iterator[Metric]:
    yield CounterMetricFamily("helpline_messages_acked", "Messages committed and acknowledged", figures.acked)
    reached = [*map(str, BOUNDS), "+Inf"]
    counts = zip(reached, accumulate(figures.commits.counts), strict=True)
    told = "From handing a message to the journal to its acknowledgement"
    yield HistogramMetricFamily("helpline_commit_seconds", told, [*counts], figures.commits.seconds)
    yield _by("channel", CHANNELS, figures.waiting, "helpline_waiting", "Children in the queue")
    told = "How long the child waits who has waited longest"
    yield GaugeMetricFamily("helpline_longest_wait_seconds", told, figures.longest_seconds)
    yield _by("state", STATES, figures.volunteers, "helpline_volunteers", "Volunteers with an open window")
    told = "Attempts of the last hour that are over, by what became of them"
    yield _by("outcome", OUTCOMES, figures.attempts, "helpline_attempts_last_hour", told)


def _of_house(figures: Figures) -> Iterator[Metric]:
    """What is not there at all has no value, so that no rule can take it for something that is down."""
    is_up = float(figures.wake_seconds is not None) if figures.has_redis else None
    telephone = float(figures.is_telephone_up) if figures.has_telephone else None
    for name, told, value in (
        ("forgotten_timestamp_seconds", "When forgetting was last done", _stamp(figures.forgotten_at)),
        ("audit_head_timestamp_seconds", "When the end of the audit was last printed", _stamp(figures.audit_told_at)),
        ("messenger_up", "Redis answers, and this node hears itself there", is_up),
        ("wakeup_seconds", "The last wake-up, to Redis and back", figures.wake_seconds),
        ("telephone_up", "Asterisk answers", telephone),
    ):
        metric = GaugeMetricFamily(f"helpline_{name}", told)
        if value is not None:
            metric.add_metric([], value)
        yield metric


def _stamp(moment: datetime | None) -> float | None:
    return moment.timestamp() if moment else None


def _by(label: str, known: Sequence[str], counts: Mapping[str, int], name: str, told: str) -> Metric:
    metric = GaugeMetricFamily(name, told, labels=[label])
    for value in known:
        metric.add_metric([value], counts.get(value, 0))
    return metric


def _of_answers(answers: Mapping[Answered, int]) -> Metric:
    metric = CounterMetricFamily("helpline_http_answers", "HTTP answers", labels=["method", "route", "status"])
    for answered, count in sorted(answers.items(), key=str):
        metric.add_metric([answered.method, answered.route, str(answered.status)], count)
    return metric
