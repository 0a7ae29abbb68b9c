"""The IP addresses a webhook may be sent to: those of the public internet, in whatever form they are written.

The networks are listed here, from IANA's special-purpose registries. `ipaddress.is_global` does not suffice: it calls
NAT64's 64:ff9b::a9fe:a9fe (the metadata service), `::127.0.0.1` and multicast global, and changes with each Python.
"""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from faktura.core.settings import optional

Address = IPv4Address | IPv6Address

_NOT_PUBLIC = [
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network; Linux treats it as loopback
        "10.0.0.0/8",
        "100.64.0.0/10",  # shared with a provider
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local, and the metadata service
        "172.16.0.0/12",
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation, as the other two
        "192.31.196.0/24",  # AS112, as 192.175.48.0/24
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # relays of 6to4, no longer in use
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",  # benchmarking
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
]
_UNICAST = IPv6Network("2000::/3")
"""All of IPv6 that is routed. Outside are ULA, link-local, site-local, multicast and mapped addresses."""

_NOT_PUBLIC_UNICAST = [
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments: Teredo, benchmarking, ORCHID, ...
        "2001:db8::/32",  # documentation
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
]
_MAPPED, _NAT64 = IPv6Network("::ffff:0:0/96"), IPv6Network("64:ff9b::/96")
_ISATAP = {0x0000_5EFE, 0x0200_5EFE}


def may_be_called(text: str) -> bool:
    """Whether the address, as `getaddrinfo` writes it, is public, or loopback if the setting allows that."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    return is_public(address) or (loopback_is_allowed() and is_loopback(address))


def is_public(address: Address) -> bool:
    """Whether the address, and every IPv4 address embedded in it, belongs to the public internet."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC)
    if address in _MAPPED or address in _NAT64:
        return is_public(_low(address))
    is_outside = address in _UNICAST and not any(address in network for network in _NOT_PUBLIC_UNICAST)
    return is_outside and all(map(is_public, _embedded(address)))


def is_loopback(address: Address) -> bool:
    """Whether it is a loopback address, possibly mapped to IPv6."""
    if isinstance(address, IPv6Address) and address in _MAPPED:
        return _low(address).is_loopback
    return address.is_loopback


def loopback_is_allowed() -> bool:
    """True in the local stack, whose webhooks go to this machine and may use http. False on AWS unless set."""
    return bool(optional("LOOPBACK_ALLOWED"))


def _embedded(address: IPv6Address) -> Iterator[IPv4Address]:
    """The IPv4 addresses embedded in it, to which a router may forward."""
    if address.sixtofour:
        yield address.sixtofour
    if int(address) >> 32 & 0xFFFF_FFFF in _ISATAP:
        yield _low(address)


def _low(address: IPv6Address) -> IPv4Address:
    return IPv4Address(int(address) & 0xFFFF_FFFF)
