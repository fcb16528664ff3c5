"""How often somebody may try to log in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from ipaddress import ip_network

import pytest

from helpline.core.limits import Bucket
from helpline.settings import Settings
from tests.web.place import PASSWORD, Place, with_web

Limited = Callable[..., Settings]
PROXY = (ip_network("127.0.0.1/32"),)
ROOMY = Bucket(100, 1_000)


@pytest.fixture
def limited(settings: Settings) -> Limited:
    """Settings with roomy limits but for those that a test names; this machine is a proxy of ours."""

    def make(*, enabled: bool = True, **buckets: Bucket) -> Settings:
        roomy = {"log_ins_name": ROOMY, "log_ins_network": ROOMY, "log_ins_all": ROOMY}
        limits = replace(settings.limits, enabled=enabled, **(roomy | buckets))
        return replace(with_web(settings, trusted_proxies=PROXY), limits=limits)

    return make


@pytest.fixture
def open_limited(open_house, house, limited):
    async def make(**limits) -> Place:
        place = await open_house(replace(house, settings=limited(**limits)))
        await place.add("ann")
        return place

    return make


async def test_a_name_that_is_tried_too_often_must_wait_and_is_told_how_long(open_limited):
    place = await open_limited(log_ins_name=Bucket(0.1, 3))
    for _ in range(3):
        assert (await place.log_in("ann", "wrong")).code == "wrong_credentials"
    refused = await place.log_in("ann", PASSWORD)
    assert (refused.status, refused.json) == (429, {"error": {"code": "too_many", "retry_seconds": 10}})
    assert refused.headers["Retry-After"] == "10"
    place.clock.advance(seconds=9)
    assert (await place.log_in("ann", PASSWORD)).json["error"] == {"code": "too_many", "retry_seconds": 1}
    place.clock.advance(seconds=1)
    assert (await place.log_in("ann", PASSWORD)).status == 204


async def test_a_name_that_does_not_exist_meets_the_same_limit(open_limited):
    place = await open_limited(log_ins_name=Bucket(0.1, 2))
    answers = {name: [(await place.log_in(name, "wrong")).json for _ in range(4)] for name in ("ann", "zoe")}
    assert answers["ann"] == answers["zoe"]
    assert answers["ann"][-1]["error"]["code"] == "too_many"


async def test_who_must_wait_costs_no_comparison(open_limited):
    place = await open_limited(log_ins_name=Bucket(0.1, 1))
    for _ in range(5):
        await place.log_in("ann", "wrong")
    assert len(place.passwords.compared) == 1


async def test_one_address_cannot_try_all_names(open_limited):
    place = await open_limited(log_ins_network=Bucket(1, 2))
    here, there = {"X-Forwarded-For": "198.51.100.1"}, {"X-Forwarded-For": "198.51.100.2"}
    for name in ("zoe", "yara"):
        assert (await place.log_in(name, "wrong", headers=here)).code == "wrong_credentials"
    assert (await place.log_in("xavi", "wrong", headers=here)).code == "too_many"
    assert (await place.log_in("ann", PASSWORD, headers=there)).status == 204


async def test_an_address_is_not_changed_by_what_the_client_says(open_limited):
    place = await open_limited(log_ins_network=Bucket(1, 2))
    for number in range(4):
        forged = {"X-Forwarded-For": f"203.0.113.{number}, 198.51.100.1"}
        answer = await place.log_in("zoe", "wrong", headers=forged)
    assert answer.code == "too_many"


async def test_without_a_proxy_of_ours_nobody_has_another_address(open_house, house, limited):
    settings = with_web(limited(log_ins_network=Bucket(1, 2)), trusted_proxies=())
    place = await open_house(replace(house, settings=settings))
    for number in range(3):
        answer = await place.log_in("zoe", "wrong", headers={"X-Forwarded-For": f"203.0.113.{number}"})
    assert answer.code == "too_many"


async def test_the_many_addresses_of_one_subscriber_count_as_one(open_limited):
    place = await open_limited(log_ins_network=Bucket(1, 2))
    for number in range(3):
        answer = await place.log_in("zoe", "wrong", headers={"X-Forwarded-For": f"2001:db8:1:2::{number + 1}"})
    assert answer.code == "too_many"
    other = await place.log_in("zoe", "wrong", headers={"X-Forwarded-For": "2001:db8:1:3::1"})
    assert other.code == "wrong_credentials"


async def test_a_refused_address_takes_nothing_from_a_name(open_limited):
    place = await open_limited(log_ins_network=Bucket(0.001, 1), log_ins_name=Bucket(0.001, 2))
    for _ in range(5):
        await place.log_in("ann", "wrong", headers={"X-Forwarded-For": "198.51.100.1"})
    assert (await place.log_in("ann", PASSWORD, headers={"X-Forwarded-For": "198.51.100.2"})).status == 204


async def test_everybody_together_has_a_limit_too(open_limited):
    place = await open_limited(log_ins_all=Bucket(1, 3))
    for number in range(4):
        headers = {"X-Forwarded-For": f"198.51.100.{number}"}
        answer = await place.log_in(f"name{number}", "wrong", headers=headers)
    assert answer.code == "too_many"


async def test_who_sends_no_log_in_at_all_is_not_counted(open_limited):
    place = await open_limited(log_ins_network=Bucket(0.001, 1))
    for _ in range(5):
        assert (await place.ask("POST", "/api/session", json={"name": "ann"})).code == "invalid"
    assert (await place.log_in()).status == 204


async def test_with_the_limits_off_nobody_waits(open_limited):
    tight = Bucket(0.001, 1)
    place = await open_limited(enabled=False, log_ins_name=tight, log_ins_network=tight, log_ins_all=tight)
    for _ in range(20):
        assert (await place.log_in("ann", "wrong")).code == "wrong_credentials"
    assert (await place.log_in()).status == 204


async def test_who_knows_the_password_may_log_in_as_often_as_they_like(open_limited):
    place = await open_limited(log_ins_name=Bucket(0.001, 2))
    for _ in range(5):
        assert (await place.log_in("ann", PASSWORD)).status == 204
