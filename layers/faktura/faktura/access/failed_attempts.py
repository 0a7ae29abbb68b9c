"""How many wrong secrets may come from one network before it has to wait (decision 33).

They are counted per client, so one client's wrong secrets close no other client's door, and per network, so nobody
closes a client's door from elsewhere. What a caller is answered is the same whether there is such a client or not.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from ipaddress import IPv6Address, ip_address

MAX_REFUSALS = 10
"""Of one client to one network in a window."""

WINDOW = 60
"""Seconds, from the first refusal to the network."""

MAX_CLIENTS = 256
"""Counted apart for one network; further ones share a count, so that no network fills the table."""

_OTHERS = "others"
_NETWORK_BITS = 64
"""The part of an IPv6 address that a provider gives its customer; the rest the customer chooses."""


@dataclass(frozen=True)
class Refusals:
    """What was refused to a network in the window that ends at `ends_at` (seconds since 1970), by client."""

    ends_at: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)

    def name(self, client_id: str) -> str:
        """What the client is counted under."""
        name = sha256(client_id.encode()).hexdigest()[:16]
        return name if name in self.counts or len(self.counts) < MAX_CLIENTS else _OTHERS

    def wait(self, client_id: str, at: float) -> int:
        """Seconds for which the client gets no answer from this network; 0 where it does."""
        is_closed = self.counts.get(self.name(client_id), 0) >= MAX_REFUSALS
        return max(0, self.ends_at - int(at)) if is_closed else 0


def network(address: str) -> str:
    """Who is counted as one: an IPv4 address, or the 64 bits of an IPv6 address that its owner cannot choose."""
    try:
        parsed = ip_address(address)
    except ValueError:  # the gateway always names one
        return "unknown"
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return f"{IPv6Address(int(parsed) >> _NETWORK_BITS << _NETWORK_BITS)}/{_NETWORK_BITS}"
