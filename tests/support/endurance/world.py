"""What the traffic of one stack shares: the stack, the seed, and the tally."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, Protocol

from tests.support.endurance.caller import Persistent, Tally
from tests.support.local.calls import registered
from tests.support.local.stacks import Served
from tests.support.receivers import Receiver


class Traffic(Protocol):
    """The clients of one API, which one thread plays, and the book of what must be true after their calls."""

    def step(self) -> None:
        """A call or a few."""

    def settle(self) -> None:
        """Wait until the work ends that the calls have begun. There are no faults any more."""

    def findings(self) -> list[str]:
        """Where the stack differs from the book."""


@dataclass
class World:
    """A stack, its clients, and the receiver of their webhooks. The seed and a client's name decide its choices."""

    stack: Served
    seed: int
    receiver: Receiver
    tally: Tally = field(default_factory=Tally)

    def client(self, api: str, client_id: str, scopes: Sequence[str], **context: Any) -> Persistent:
        """A new client of an API."""
        caller = registered(self.stack, client_id, scopes, **context)
        return Persistent(api, caller, self.chance(client_id), self.tally)

    def chance(self, name: str) -> Random:
        """A source of choices of its own."""
        return Random(f"{self.seed} {name}")
