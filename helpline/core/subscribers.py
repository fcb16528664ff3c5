"""Which addresses are one subscriber's: a house, a school, an office. All others are nobody's."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Network

from helpline.core.peer import Address, is_within

# Written out, and not taken from `ipaddress.is_global`, whose answer differs between releases of Python.
# Source: the IANA special-purpose address registries (RFC 6890), RFC 6598 for what mobile operators share.
_NOBODY_4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # unspecified, this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by the subscribers of a carrier
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # relays of an old tunnel
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # measurements
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
# Outside of this are loopback, private, link-local, multicast and translated addresses.
_SOMEBODY_6 = IPv6Network("2000::/3")
_NOBODY_6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments, among them Teredo, whose first half belongs to a relay
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: holds an IPv4 address, also a private one
        "3fff::/20",  # documentation
    )
)


def subscriber_of(address: Address) -> IPv4Address | IPv6Network | None:
    """The IPv4 address, or the /64 of an IPv6 address.

    None for what is not one subscriber's: private, loopback, link-local, shared by a carrier, documentation,
    multicast, reserved.
    """
    if isinstance(address, IPv4Address):
        return None if is_within(address, _NOBODY_4) else address
    if address not in _SOMEBODY_6 or is_within(address, _NOBODY_6):
        return None
    return IPv6Network((address, 64), strict=False)
