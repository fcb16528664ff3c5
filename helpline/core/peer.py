"""Who is at the other end of a connection, and whom we believe about it.

Not part of `identity`: the desk face asks it too (for operators and log-ins) and never imports `identity`.
"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


def parse_address(text: str) -> Address | None:
    """The address that `text` spells; an IPv4 address written as IPv6 (`::ffff:…`) is the IPv4 address.

    None for anything else, also for an address with a zone (`fe80::1%eth0`), which only means something on one machine.
    """
    try:
        address = ip_address(text)
    except ValueError:
        return None
    if isinstance(address, IPv4Address):
        return address
    if address.scope_id is not None:
        return None
    return address.ipv4_mapped or address


def is_within(address: Address, networks: Sequence[Network]) -> bool:
    """Does the address lie in one of these networks?"""
    return any(address in network for network in networks)


def peer_address(remote: str | None, forwarded_for: str | None, trusted: Sequence[Network]) -> str | None:
    """The true peer of a request, in its shortest spelling, or None when nobody can say.

    remote: the address of the connection itself · forwarded_for: all `X-Forwarded-For` headers, joined by commas in
    their order, None without any · trusted: the networks of our own proxies, and of nothing else.

    A proxy adds the peer that it saw at the right. So the header counts only when the connection comes from a proxy of
    ours, and is read from the right: the first address that is not ours is the peer, and whatever stands to the left
    of it was made up or was not seen by us. An entry that is no address ends the search with None, because skipping
    it would end in that left part. When every address is ours, the peer is the one of ours that is farthest away.
    """
    peer = parse_address(remote or "")
    if peer is None:
        return None
    entries = [] if forwarded_for is None else forwarded_for.split(",")
    while entries and is_within(peer, trusted):
        peer = parse_address(entries.pop().strip(" \t"))
        if peer is None:
            return None
    return str(peer)
