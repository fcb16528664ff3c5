"""A network that is blocked: what others behind it are told, and that nothing of it stays on their device."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from ipaddress import ip_network

import pytest

from helpline.core.staff import Role
from helpline.settings import Settings
from tests.fakes.clock import FakeClock
from tests.realtime.faces.clients import ChildClient
from tests.realtime.faces.evening import Evening
from tests.realtime.faces.kept import all_rows
from tests.realtime.faces.site import Site, evening_at

SCHOOL, HOME = "84.241.200.17", "84.241.200.18"


def behind_a_proxy(settings: Settings) -> Settings:
    return replace(settings, web=replace(settings.web, trusted_proxies=(ip_network("127.0.0.0/8"),)))


@pytest.fixture
async def evening(site: Site, clock: FakeClock) -> AsyncIterator[Evening]:
    async with evening_at(site, clock, behind_a_proxy) as evening:
        await evening.add("dirk", "Kim", Role.COORDINATOR)
        yield evening


async def kept(evening: Evening) -> int:
    """How many are known by the key of blocks."""
    return len((await all_rows(evening.node))["block_pseudonym"])


async def child_at(evening: Evening, address: str) -> ChildClient:
    found = await evening.child(headers={"X-Forwarded-For": address})
    assert isinstance(found, ChildClient)
    return found


async def test_a_network_is_kept_out_for_as_long_as_two_coordinators_say_and_nobody_keeps_a_token(evening: Evening):
    prankster, innocent = await child_at(evening, SCHOOL), await child_at(evening, SCHOOL)
    ann, cora, dirk = await evening.desk("ann"), await evening.desk("cora"), await evening.desk("dirk")
    await prankster.enter()
    await ann.be("available", chats=2)
    talk = await ann.accept()
    await innocent.enter()
    other = await ann.accept()
    shown = await cora.do("block_preview", talk)
    assert shown["network"] == {"other_devices": "1-4", "live": "1-4", "waiting": "0"}
    assert shown["scopes"]["network"] == "ok"
    assert shown["runs"] == {"device": True, "network": True, "number": False}
    assert (await cora.do("block", talk, hours=25, reason="prank", scope="network"))["error"]["code"] == "invalid"
    given = await cora.do("block", talk, hours=2, reason="prank", scope="network", end=True)
    assert given["pending"] == given["sanction"]
    await evening.agrees()
    assert [child.view["state"] for child in (prankster, innocent)] == ["talking", "talking"]
    agreed = await dirk.call("agree", {"sanction": given["sanction"]})
    await evening.agrees()
    told = {"reason": "blocked", "until": agreed["until"], "keep_until": None, "way_back": True}
    assert [child.view["ended"] for child in (prankster, innocent)] == [told, told]
    assert {ann.view["conversations"][it]["ended_by"] for it in (talk, other)} == {"block"}
    later, elsewhere = await child_at(evening, SCHOOL), await child_at(evening, HOME)
    assert (await later.call("enter"))["error"] == {"code": "blocked", "until": agreed["until"], "way_back": True}
    assert (await elsewhere.call("enter"))["ok"]
    assert (await later.call("enter", {"way_back": True}))["ok"]
    await evening.agrees()
    assert (await cora.call("lift", {"sanction": given["sanction"], "reason": "het was de hele klas"}))["ok"]
    await evening.settle()
    assert (await innocent.call("enter"))["ok"]
    await evening.agrees()


async def test_a_block_of_a_device_does_not_touch_its_network(evening: Evening):
    prankster = await child_at(evening, SCHOOL)
    ann, cora = await evening.desk("ann"), await evening.desk("cora")
    await prankster.enter()
    await ann.be("available")
    talk = await ann.accept()
    await cora.do("block", talk, hours=2, reason="prank", scope="device", end=True)
    await evening.agrees()
    assert (await (await child_at(evening, SCHOOL)).call("enter"))["ok"]
    await evening.pass_time(700)
    assert await kept(evening) == 0
    again = await evening.child(prankster.resume, headers={"X-Forwarded-For": HOME})
    assert await kept(evening) == 1
    assert (again.view["state"], again.view["ended"]["reason"]) == ("ended", "blocked")
    assert (await again.call("enter"))["error"]["code"] == "blocked"


async def test_a_page_without_a_token_hears_after_a_lost_network_too_that_its_network_is_free(evening: Evening):
    prankster = await child_at(evening, SCHOOL)
    ann, cora, dirk = await evening.desk("ann"), await evening.desk("cora"), await evening.desk("dirk")
    await prankster.enter()
    await ann.be("available")
    given = await cora.do("block", await ann.accept(), hours=2, reason="prank", scope="network")
    await dirk.call("agree", {"sanction": given["sanction"]})
    refused = await child_at(evening, SCHOOL)
    assert (await refused.call("enter"))["error"]["code"] == "blocked"
    await evening.leaves(refused)
    again = await evening.child(headers={"X-Forwarded-For": SCHOOL}, at_the_door=True)
    assert again.view["out"]["code"] == "blocked"
    assert (await cora.call("lift", {"sanction": given["sanction"], "reason": "het was de hele klas"}))["ok"]
    assert await again.hears("out") == {"code": None}
