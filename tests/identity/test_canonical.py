"""One spelling for each identifier, whatever it looked like when it came in."""

from __future__ import annotations

import base64
from ipaddress import IPv4Address, IPv6Address, ip_address

from hypothesis import given
from hypothesis import strategies as st

from helpline.identity.canonical import canonical_device, canonical_network, new_device_token


@given(st.ip_addresses(v=6, network="2a02::/16"), st.integers(0, 2**64 - 1))
def test_the_last_half_of_an_ipv6_address_says_nothing(address: IPv6Address, other_half: int):
    sibling = IPv6Address(int(address) >> 64 << 64 | other_half)
    assert canonical_network(str(address)) == canonical_network(sibling.exploded.upper())


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_the_same_in_both_families(address: IPv4Address):
    assert canonical_network(f"::ffff:{address}") == canonical_network(str(address))


@given(st.ip_addresses())
def test_whoever_python_says_is_not_global_is_nobody(address: IPv4Address | IPv6Address):
    if not address.is_global:
        assert canonical_network(str(address)) is None


@given(st.ip_addresses())
def test_a_canonical_form_is_its_own_canonical_form(address: IPv4Address | IPv6Address):
    canonical = canonical_network(str(address))
    if canonical is not None:
        assert canonical_network(canonical[1].removesuffix("/64")) == canonical


@given(st.text())
def test_no_text_upsets_the_reading_of_identifiers(text: str):
    canonical = canonical_network(text)
    assert canonical is None or ip_address(text)
    assert canonical_device(text) in (None, ("device", text))


@given(st.binary(min_size=16, max_size=64))
def test_sixteen_bytes_or_more_make_a_token(content: bytes):
    token = base64.urlsafe_b64encode(content).rstrip(b"=").decode()
    assert canonical_device(token) == ("device", token)


@given(st.binary(max_size=15) | st.binary(min_size=65, max_size=80))
def test_fewer_bytes_make_no_token_and_far_too_many_neither(content: bytes):
    assert canonical_device(base64.urlsafe_b64encode(content).rstrip(b"=").decode()) is None


@given(st.text(alphabet="ABCXYZabcxyz0189-_", min_size=22, max_size=86))
def test_two_accepted_spellings_are_never_the_same_token(token: str):
    if canonical_device(token):
        content = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        assert base64.urlsafe_b64encode(content).rstrip(b"=").decode() == token


def test_a_new_token_is_long_enough_to_be_accepted_and_never_comes_twice():
    tokens = {new_device_token() for _ in range(100)}
    assert len(tokens) == 100
    assert all(canonical_device(token) for token in tokens)
