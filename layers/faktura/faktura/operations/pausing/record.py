"""What a stop has found on, so that a start turns on that and nothing else, and how far the stop has come."""

from dataclasses import dataclass, field
from typing import Self

from faktura.core import json


@dataclass(frozen=True)
class Record:
    """The queue subscriptions and schedules that were enabled, by their names in AWS.

    `is_stopped`: the stop has waited for all that ran. Before that, and once a start has begun, something may write.
    """

    subscriptions: frozenset[str] = field(default_factory=frozenset)
    schedules: frozenset[str] = field(default_factory=frozenset)
    is_stopped: bool = False

    def __or__(self, other: "Record") -> "Record":
        return Record(self.subscriptions | other.subscriptions, self.schedules | other.schedules)

    def as_text(self) -> str:
        """The record as it is stored."""
        names = {"subscriptions": sorted(self.subscriptions), "schedules": sorted(self.schedules)}
        return json.dumps({**names, "stopped": self.is_stopped}).decode()

    @classmethod
    def from_text(cls, text: str) -> Self:
        """The record of a stored text."""
        stored = json.loads(text.encode())
        return cls(frozenset(stored["subscriptions"]), frozenset(stored["schedules"]), stored.get("stopped", False))
