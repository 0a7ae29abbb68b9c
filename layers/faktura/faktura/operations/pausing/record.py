"""What a stop has found on, so that a start turns on that and nothing else."""

from dataclasses import dataclass, field
from typing import Self

from faktura.core import json


@dataclass(frozen=True)
class Record:
    """The queue subscriptions and schedules that were enabled, by their names in AWS."""

    subscriptions: frozenset[str] = field(default_factory=frozenset)
    schedules: frozenset[str] = field(default_factory=frozenset)

    def __or__(self, other: "Record") -> "Record":
        return Record(self.subscriptions | other.subscriptions, self.schedules | other.schedules)

    def as_text(self) -> str:
        """The record as it is stored."""
        return json.dumps({"subscriptions": sorted(self.subscriptions), "schedules": sorted(self.schedules)}).decode()

    @classmethod
    def from_text(cls, text: str) -> Self:
        """The record of a stored text."""
        stored = json.loads(text.encode())
        return cls(frozenset(stored["subscriptions"]), frozenset(stored["schedules"]))
