"""What operators measure, who counts as one, and whether this process may be sent new work."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from ipaddress import ip_network

import pytest
from prometheus_client.parser import text_string_to_metric_families

from helpline.core.permissions import ROUTES
from helpline.web.metrics import BOUNDS, CHANNELS, OUTCOMES, STATES, Figures, Latency
from helpline.web.readiness import Readiness
from tests.fakes.clock import FakeClock
from tests.web.place import AwayStore, with_web

LOOPBACK = ip_network("127.0.0.0/8")
OFFICE = ip_network("198.51.100.0/24")


def read(text: bytes) -> dict[str, dict[tuple[str, ...], float]]:
    """Sample name to label values to value."""
    samples: dict[str, dict[tuple[str, ...], float]] = {}
    for family in text_string_to_metric_families(text.decode()):
        for sample in family.samples:
            samples.setdefault(sample.name, {})[tuple(sample.labels.values())] = sample.value
    return samples


async def test_an_operator_reads_how_the_line_is_doing(place):
    latency = Latency()
    for seconds in (0.0005, 0.003, 0.2, 9.0):
        latency.observe(seconds)
    place.figures = Figures(
        connections=3,
        malformed=2,
        acked=41,
        commits=latency.spread(),
        waiting={"chat": 4},
        longest_seconds=61,
        volunteers={"available": 1, "talking": 2},
    )
    answer = await place.ask("GET", "/metrics")
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    found = read(answer.body)
    assert found["helpline_connections"] == {(): 3}
    assert found["helpline_sockets_malformed_total"] == {(): 2}
    assert found["helpline_messages_acked_total"] == {(): 41}
    assert found["helpline_waiting"] == {("chat",): 4, ("phone",): 0}
    assert found["helpline_longest_wait_seconds"] == {(): 61}
    assert found["helpline_volunteers"]["talking",] == 2
    buckets = found["helpline_commit_seconds_bucket"]
    assert (buckets["0.001",], buckets["0.005",], buckets["0.25",], buckets["+Inf",]) == (1, 2, 3, 4)
    assert found["helpline_commit_seconds_sum"][()] == pytest.approx(9.2035)


async def test_what_is_not_there_has_no_figure_and_what_is_down_says_so(place):
    """An alert about a telephone must not ring where none is."""
    moments = "forgotten_timestamp_seconds", "audit_head_timestamp_seconds"
    names = "messenger_up", "wakeup_seconds", "telephone_up", *moments
    nothing = read((await place.ask("GET", "/metrics")).body)
    assert not {f"helpline_{name}" for name in names} & set(nothing)
    place.figures = Figures(has_redis=True, has_telephone=True)
    down = read((await place.ask("GET", "/metrics")).body)
    assert down["helpline_messenger_up"] == down["helpline_telephone_up"] == {(): 0}
    assert "helpline_wakeup_seconds" not in down
    at = datetime(2030, 1, 1, tzinfo=UTC)
    place.figures = Figures(
        has_redis=True, wake_seconds=0.25, has_telephone=True, is_telephone_up=True, forgotten_at=at, audit_told_at=at
    )
    up = read((await place.ask("GET", "/metrics")).body)
    assert [up[f"helpline_{name}"][()] for name in names] == [1, 0.25, 1, at.timestamp(), at.timestamp()]


async def test_no_label_can_name_a_person(place):
    place.figures = Figures(
        waiting={"chat": 1, "blauw": 1},
        volunteers={"available": 1, "Nora": 1, "127.0.0.1": 1},
        attempts={"answered": 2, "Nora": 1},
    )
    for path in ("/", "/nothing-of-blauw", "/api/topics?name=Nora"):
        await place.ask("GET", path)
    await place.log_in("ann")
    await place.ask("NORA", "/", headers={"X-Forwarded-For": "198.51.100.1"})
    answer = await place.ask("GET", "/metrics")
    known = {"-", *CHANNELS, *STATES, *OUTCOMES, *map(str, BOUNDS), "+Inf", "GET", "HEAD", "POST", "DELETE"}
    known |= {path for _, path in ROUTES} | {"200", "204", "400", "403", "404"}
    labels = {value for sample in read(answer.body).values() for values in sample for value in values}
    assert labels <= known
    for word in (b"Nora", b"NORA", b"blauw", b'"ann"', b"198.51"):
        assert word not in answer.body


async def test_what_was_answered_is_counted_by_route(place):
    await place.ask("GET", "/")
    await place.ask("GET", "/")
    await place.ask("GET", "/nothing")
    await place.log_in("ann", "wrong")
    found = read((await place.ask("GET", "/metrics")).body)["helpline_http_answers_total"]
    assert found["GET", "/", "200"] == 2
    assert found["-", "-", "404"] == 1
    assert found["POST", "/api/session", "401"] == 1


@pytest.mark.parametrize(
    ("operators", "trusted", "forwarded", "reads"),
    [
        ([LOOPBACK], [], None, True),
        ([OFFICE], [], None, False),
        ([], [], None, False),
        # nobody between us is known, so that nothing is believed
        ([LOOPBACK], [], "198.51.100.7", True),
        ([OFFICE], [], "198.51.100.7", False),
        # our proxy tells who is behind it
        ([OFFICE], [LOOPBACK], "198.51.100.7", True),
        ([OFFICE], [LOOPBACK], "203.0.113.9", False),
        ([LOOPBACK], [LOOPBACK], "203.0.113.9", False),
        # what stands left of that was made up
        ([OFFICE], [LOOPBACK], "198.51.100.7, 203.0.113.9", False),
        ([LOOPBACK], [LOOPBACK], "127.0.0.1, 203.0.113.9", False),
        ([OFFICE], [LOOPBACK], "203.0.113.9, 198.51.100.7", True),
        # who is nobody is no operator
        ([LOOPBACK, OFFICE], [LOOPBACK], "unknown", False),
        ([LOOPBACK], [LOOPBACK], "203.0.113.9, ", False),
    ],
)
async def test_only_the_true_address_makes_an_operator(open_house, house, operators, trusted, forwarded, reads):
    chosen = with_web(house.settings, operators=tuple(operators), trusted_proxies=tuple(trusted))
    place = await open_house(replace(house, settings=chosen))
    headers = {"X-Forwarded-For": forwarded} if forwarded is not None else {}
    answer = await place.ask("GET", "/metrics", headers=headers)
    assert answer.status == (200 if reads else 403)
    if not reads:
        assert answer.code == "forbidden"


async def test_a_coordinator_is_no_operator(open_house, house):
    place = await open_house(replace(house, settings=with_web(house.settings, operators=())))
    await place.add("ann")
    assert (await place.ask("GET", "/metrics", token=(await place.log_in()).token)).code == "forbidden"


async def test_health_says_that_the_process_answers_and_nothing_else(place):
    place.draining = True
    answer = await place.ask("GET", "/healthz")
    assert (answer.status, answer.json) == (200, {"ok": True})


async def test_a_process_that_drains_is_not_ready(place):
    assert (await place.ask("GET", "/readyz")).status == 200
    place.draining = True
    answer = await place.ask("GET", "/readyz")
    assert (answer.status, answer.json) == (503, {"error": {"code": "try_again", "retry_seconds": 2}})


async def test_without_its_database_a_process_is_not_ready(open_house, house):
    place = await open_house(replace(house, store=AwayStore()))
    assert (await place.ask("GET", "/readyz")).status == 503
    assert (await place.ask("GET", "/healthz")).status == 200


class CountedStore(AwayStore):
    """Counts who looks."""

    def __init__(self) -> None:
        self.looks = 0

    def look(self):
        self.looks += 1
        return super().look()


async def test_asking_again_and_again_costs_the_database_nothing():
    store, clock = CountedStore(), FakeClock()
    readiness = Readiness(store, clock, lambda: True)
    for _ in range(10):
        assert not await readiness.now()
    assert store.looks == 1
    clock.advance(seconds=1)
    await asyncio.gather(*(readiness.now() for _ in range(10)))
    assert store.looks == 2


class SilentStore:
    """A database that never answers."""

    @asynccontextmanager
    async def look(self):
        await asyncio.Event().wait()
        yield


async def test_a_database_that_does_not_answer_is_away():
    readiness = Readiness(SilentStore(), FakeClock(), lambda: True, within_seconds=0.01)
    assert not await readiness.now()
