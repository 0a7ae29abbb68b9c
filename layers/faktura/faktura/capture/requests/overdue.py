"""Overdue requests, and the rounds in which a sweep goes through them.

These models are also the input and output of the sweep's tasks.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, get_args

from faktura.core.model import Model

Owed = Literal["request", "webhook"]
"""What an unfinished request still owes: its end, or its webhook."""


class OverdueRequest(Model):
    """A request that has not ended in time, or whose webhook was not delivered in time."""

    mga: str
    request_id: str
    owing: Owed

    @property
    def correlation_id(self) -> str:
        """The id of the request: to end it is part of its work."""
        return self.request_id


class SweepCursor(Model):
    """Where a round of a sweep begins: after the last request of each kind in the round before.

    A missing kind has no more requests. The first round begins with the first request of each kind.
    """

    after: Mapping[Owed, Mapping[str, Any]] = {owed: {} for owed in get_args(Owed)}


class SweepInput(Model):
    """The input of a round: where it begins, and the id of its execution, which its log lines carry."""

    round: SweepCursor
    correlation_id: str


class OverdueBatch(SweepCursor):
    """The overdue requests of one round, where the next round begins, and whether there is one."""

    requests: Sequence[OverdueRequest]
    more: bool
