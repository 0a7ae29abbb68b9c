"""How many wrong secrets a network may send before it has to wait (decision 33).

Wrong secrets are counted per client, so that those for one client do not lock out others. They are counted per network,
so that one network cannot lock a client out elsewhere. Known and unknown clients are counted alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from ipaddress import IPv6Address, ip_address

MAX_FAILED_ATTEMPTS = 10
"""Per client and network in one window."""

WINDOW_SECONDS = 60
"""The length of a window. It begins with the first wrong secret from the network."""

MAX_COUNTERS = 256
"""Clients that are counted one by one for a network. All others share one counter, so that items stay small."""

_SHARED_COUNTER = "others"
_NETWORK_BITS = 64
"""The part of an IPv6 address that a provider assigns; the customer chooses the rest."""


@dataclass(frozen=True)
class FailedAttempts:
    """The wrong secrets from one network, by client, in the window that ends at `ends_at` (seconds since 1970)."""

    ends_at: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)

    def counter_name(self, client_id: str) -> str:
        """The name of the client's counter."""
        name = sha256(client_id.encode()).hexdigest()[:16]
        return name if name in self.counts or len(self.counts) < MAX_COUNTERS else _SHARED_COUNTER

    def wait_seconds(self, client_id: str, at: float) -> int:
        """Seconds until the client's secrets are checked again for this network; 0 if they are now."""
        is_blocked = self.counts.get(self.counter_name(client_id), 0) >= MAX_FAILED_ATTEMPTS
        return max(0, self.ends_at - int(at)) if is_blocked else 0


def network_of(address: str) -> str:
    """The network that an address is counted under: an IPv4 address itself, or the first 64 bits of an IPv6 address."""
    try:
        parsed = ip_address(address)
    except ValueError:  # the gateway always sends an address
        return "unknown"
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return f"{IPv6Address(int(parsed) >> _NETWORK_BITS << _NETWORK_BITS)}/{_NETWORK_BITS}"
