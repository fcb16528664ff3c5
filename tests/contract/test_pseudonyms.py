"""What every `Pseudonyms` promises, the real one and the fake."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest

from helpline.core.peer import Network
from helpline.identity import block_key, epoch_keys
from helpline.identity.block_key import BlockKey
from helpline.identity.caller_pepper import CallerPepper
from helpline.identity.canonical import new_device_token
from helpline.identity.epoch_keys import EpochKeys
from helpline.identity.pseudonyms import KeyedPseudonyms
from helpline.ports import Pseudonyms
from tests.fakes.pseudonyms import FakePseudonyms

SUNDAY = datetime(2026, 11, 22, 23, 59, 59, tzinfo=UTC)
MONDAY = SUNDAY + timedelta(seconds=1)
WEEK = timedelta(days=7)
BLUE = "Ymx1ZSBpcyBhIGNvbG91cg"

Make = Callable[[Sequence[Network]], Pseudonyms]


@pytest.fixture(params=["real", "fake"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    def real(proxies: Sequence[Network] = ()) -> Pseudonyms:
        epoch_keys.create(tmp_path, SUNDAY)
        block_key.create(tmp_path)
        return KeyedPseudonyms(EpochKeys(tmp_path), BlockKey(tmp_path), CallerPepper(tmp_path), proxies)

    def fake(proxies: Sequence[Network] = ()) -> Pseudonyms:
        return FakePseudonyms(SUNDAY, proxies)

    return real if request.param == "real" else fake


@pytest.fixture
def pseudonyms(make: Make) -> Pseudonyms:
    return make(())


def test_a_device_has_one_pseudonym_within_an_epoch(pseudonyms: Pseudonyms):
    (first,) = pseudonyms.of_device(BLUE, SUNDAY)
    assert pseudonyms.of_device(BLUE, SUNDAY - timedelta(days=6)) == (first,)
    assert (first.kind, len(first.digest)) == ("device", 32)


def test_a_new_epoch_gives_a_new_pseudonym_and_keeps_the_previous_behind_it(pseudonyms: Pseudonyms):
    (before,) = pseudonyms.of_device(BLUE, SUNDAY)
    current, previous = pseudonyms.of_device(BLUE, MONDAY)
    assert previous == before
    assert current.epoch > before.epoch
    assert current.digest != before.digest


def test_after_two_epochs_nothing_is_left_in_common(pseudonyms: Pseudonyms):
    before = pseudonyms.of_device(BLUE, SUNDAY)
    pseudonyms.of_device(BLUE, MONDAY)
    after = pseudonyms.of_device(BLUE, MONDAY + WEEK)
    assert len(after) == 2
    assert not {one.digest for one in before} & {one.digest for one in after}


def test_two_devices_have_nothing_in_common(pseudonyms: Pseudonyms):
    assert pseudonyms.of_device(new_device_token(), SUNDAY) != pseudonyms.of_device(new_device_token(), SUNDAY)


@pytest.mark.parametrize("token", ["", "kort", BLUE + "!", BLUE[:-1] + "h", "é" * 22, BLUE + "=="])
def test_a_malformed_token_is_nobody(pseudonyms: Pseudonyms, token: str):
    assert pseudonyms.of_device(token, SUNDAY) == ()


def test_an_ipv4_address_is_itself_and_not_its_neighbour(pseudonyms: Pseudonyms):
    (here,) = pseudonyms.of_network("193.0.14.129", SUNDAY)
    (neighbour,) = pseudonyms.of_network("193.0.14.130", SUNDAY)
    assert here.kind == "ip4"
    assert here.digest != neighbour.digest


def test_an_ipv4_address_written_as_ipv6_is_the_same(pseudonyms: Pseudonyms):
    plain = pseudonyms.of_network("193.0.14.129", SUNDAY)
    assert (
        plain
        == pseudonyms.of_network("::ffff:193.0.14.129", SUNDAY)
        == pseudonyms.of_network("::FFFF:c100:e81", SUNDAY)
    )


def test_one_home_is_one_pseudonym_however_its_ipv6_addresses_change(pseudonyms: Pseudonyms):
    (phone,) = pseudonyms.of_network("2a02:a44d:1:2::1", SUNDAY)
    assert phone.kind == "ip6"
    assert pseudonyms.of_network("2a02:a44d:1:2:ffff:ffff:ffff:ffff", SUNDAY) == (phone,)
    assert pseudonyms.of_network("2A02:A44D:0001:0002::9", SUNDAY) == (phone,)
    assert pseudonyms.of_network("2a02:a44d:1:3::1", SUNDAY) != (phone,)


NOBODIES = [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "100.127.255.255",
    "127.0.0.1",
    "169.254.9.9",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.168.178.20",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.7",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::ffff:10.1.2.3",
    "::ffff:127.0.0.1",
    "::",
    "::1",
    "64:ff9b::c100:e81",
    "100::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd12:3456::1",
    "ff02::1",
    "2001:db8::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2002:a00:1::1",
    "3fff::1",
    "4000::1",
    "2a02:a44d:1:2::1%1",
    "193.0.14",
    "193.0.14.129:443",
    "193.0.14.129/32",
    "193.000.014.129",
    "1",
    "[::1]",
    "unknown",
    "_hidden",
    "localhost",
]


@pytest.mark.parametrize("address", [*NOBODIES, "", " 193.0.14.129", "193.0.14.129\n", "１９３.0.14.129"])
def test_what_is_no_subscribers_address_is_nobody(pseudonyms: Pseudonyms, address: str):
    assert pseudonyms.of_network(address, SUNDAY) == ()


@pytest.mark.parametrize(
    "address", ["100.63.255.255", "100.128.0.0", "172.15.0.1", "172.32.0.1", "223.255.255.1", "2003::1"]
)
def test_the_neighbours_of_such_addresses_are_somebody(pseudonyms: Pseudonyms, address: str):
    assert len(pseudonyms.of_network(address, SUNDAY)) == 1


@pytest.mark.parametrize("key", ["", "+31612345678", "0" * 39, "A" * 40, "g" * 40, "0" * 40 + "\n"])
def test_what_no_telephone_line_tells_is_nobody(pseudonyms: Pseudonyms, key: str):
    assert (pseudonyms.of_caller_key(key, SUNDAY), pseudonyms.lasting_caller_key(key)) == ((), ())


def test_who_rings_has_one_pseudonym_within_an_epoch_and_another_is_another(pseudonyms: Pseudonyms):
    (first,) = pseudonyms.of_caller_key("0a" * 20, SUNDAY)
    (again, before) = pseudonyms.of_caller_key("0a" * 20, MONDAY)
    (other,) = pseudonyms.of_caller_key("0b" * 20, SUNDAY)
    assert (first.kind, len(first.digest), before) == ("tel", 32, first)
    assert len({first.digest, again.digest, other.digest}) == 3


def test_our_own_proxies_are_nobody(make: Make):
    pseudonyms = make((ip_network("193.0.14.0/24"), ip_network("2a02:a44d:1:2::7/128")))
    assert pseudonyms.of_network("193.0.14.129", SUNDAY) == ()
    assert pseudonyms.of_network("::ffff:193.0.14.129", SUNDAY) == ()
    assert pseudonyms.of_network("2a02:a44d:1:2::7", SUNDAY) == ()
    assert len(pseudonyms.of_network("193.0.15.129", SUNDAY)) == 1
