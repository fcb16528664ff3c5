"""Whom a request comes from, and whom a limit by network counts together."""

from __future__ import annotations

from ipaddress import ip_network

import pytest
from aiohttp.test_utils import make_mocked_request
from multidict import CIMultiDict

from helpline.web.peer import is_operator, network_of, peer_of


class Wire:
    """A transport that comes from this address."""

    def __init__(self, address: str) -> None:
        self._address = address

    def get_extra_info(self, name: str) -> object:
        return (self._address, 50_000) if name == "peername" else None


def request_from(address: str, *forwarded: str):
    headers = CIMultiDict([("X-Forwarded-For", value) for value in forwarded])
    return make_mocked_request("GET", "/", headers=headers, transport=Wire(address))


PROXY = (ip_network("10.0.0.5/32"),)


@pytest.mark.parametrize(
    ("address", "forwarded", "peer"),
    [
        ("198.51.100.7", (), "198.51.100.7"),
        ("198.51.100.7", ("203.0.113.9",), "198.51.100.7"),
        ("10.0.0.5", ("203.0.113.9",), "203.0.113.9"),
        # several headers are one, in their order
        ("10.0.0.5", ("192.0.2.1", "203.0.113.9"), "203.0.113.9"),
        ("10.0.0.5", ("203.0.113.9", "10.0.0.5"), "203.0.113.9"),
        ("::ffff:198.51.100.7", (), "198.51.100.7"),
        ("10.0.0.5", ("rubbish",), None),
    ],
)
def test_only_our_proxies_are_believed(address, forwarded, peer):
    assert peer_of(request_from(address, *forwarded), PROXY) == peer


def test_one_ipv6_subscriber_is_one_network_and_nobody_is_one_too():
    assert network_of("2001:db8:1:2::1") == network_of("2001:db8:1:2:ffff::9") != network_of("2001:db8:1:3::1")
    assert network_of("198.51.100.7") != network_of("198.51.100.8")
    assert network_of(None) == network_of("rubbish")


def test_nobody_is_no_operator_even_where_everybody_is():
    everywhere = [ip_network("0.0.0.0/0"), ip_network("::/0")]
    assert is_operator("198.51.100.7", everywhere)
    assert not is_operator(None, everywhere)
