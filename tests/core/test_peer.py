"""Whom we believe about who is at the other end of a connection."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.core.peer import parse_address, peer_address

CHILD = "193.0.14.129"
PROXY = "10.0.0.1"
OUTER_PROXY = "2a02:a44d:1:2::7"
OURS = [ip_network("10.0.0.0/8"), ip_network("2a02:a44d:1:2::7/128")]


def test_without_proxies_the_connection_itself_is_believed_and_the_header_is_not():
    assert peer_address(CHILD, None, []) == CHILD
    assert peer_address(CHILD, "9.9.9.9", []) == CHILD
    assert peer_address("127.0.0.1", "9.9.9.9", []) == "127.0.0.1"


def test_a_stranger_who_claims_to_forward_is_not_believed():
    assert peer_address(CHILD, "9.9.9.9, 10.0.0.1", OURS) == CHILD


def test_our_proxy_is_believed():
    assert peer_address(PROXY, CHILD, OURS) == CHILD


def test_two_proxies_of_ours_are_walked_through_from_the_right():
    assert peer_address(PROXY, f"{CHILD}, {OUTER_PROXY}", OURS) == CHILD


def test_what_the_child_wrote_into_the_header_itself_is_left_alone():
    assert peer_address(PROXY, f"9.9.9.9, {CHILD}", OURS) == CHILD
    assert peer_address(PROXY, f"{PROXY},{CHILD},{OUTER_PROXY}", OURS) == CHILD


@given(
    forged=st.text(max_size=60),
    child=st.sampled_from([CHILD, "2a02:a44d:9:9::1", "127.0.0.1", "192.168.1.1"]),
    proxies=st.lists(st.sampled_from([PROXY, OUTER_PROXY, "10.255.255.255", "::ffff:10.1.1.1"]), max_size=4),
)
def test_nothing_to_the_left_of_the_peer_that_our_proxies_saw_has_any_effect(
    forged: str, child: str, proxies: list[str]
):
    assert peer_address(PROXY, ",".join([forged, child, *proxies]), OURS) == child


@pytest.mark.parametrize(
    "entry", ["", " ", "unknown", "193.0.14.129:443", "[2a02::1]", "193.0.14", "fe80::1%eth0", "\u00a0"]
)
def test_an_entry_that_is_no_address_ends_the_search_and_never_reaches_the_forged_part(entry: str):
    assert peer_address(PROXY, f"9.9.9.9, {entry}", OURS) is None
    assert peer_address(PROXY, f"9.9.9.9, {entry}, {OUTER_PROXY}", OURS) is None


def test_a_request_that_a_proxy_of_ours_made_itself_comes_from_that_proxy():
    assert peer_address(PROXY, None, OURS) == PROXY
    assert peer_address(PROXY, OUTER_PROXY, OURS) == OUTER_PROXY


@pytest.mark.parametrize("remote", [None, "", "unix:", "fe80::1%2", "localhost"])
def test_a_connection_without_an_address_is_nobody_whatever_it_forwards(remote: str | None):
    assert peer_address(remote, CHILD, OURS) is None


def test_a_proxy_that_reaches_us_over_a_socket_for_both_families_is_still_ours():
    assert peer_address("::ffff:10.0.0.1", "::ffff:193.0.14.129", OURS) == CHILD


@given(st.ip_addresses())
def test_every_address_is_read_in_its_long_and_its_short_spelling(address: IPv4Address | IPv6Address):
    assert parse_address(str(address)) == parse_address(address.exploded)


@given(st.text())
def test_no_text_upsets_the_reading_of_addresses(text: str):
    parsed = parse_address(text)
    assert parsed is None or parse_address(str(parsed)) == parsed
