"""Records calls and consumed capacity, for the tests of IAM actions and of budgets."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from local.dynamodb.capacity import Consumed, metered
from tests.support.faults.calls import (
    Answer,
    Call,
    Carry,
    intercepted,
)


@dataclass
class Capacity:
    """DynamoDB capacity consumed inside a block, operation by operation; needs the DynamoDB shim."""

    consumed: list[Consumed] = field(default_factory=list)

    @property
    def read_units(self) -> float:
        return sum(one.read for one in self.consumed)

    @property
    def write_units(self) -> float:
        return sum(one.write for one in self.consumed)


@contextmanager
def recorded() -> Iterator[list[Call]]:
    """The AWS calls made inside the block, in order, retries included; presigning counts as the call it allows."""
    calls: list[Call] = []

    def note(call: Call, carry_out: Carry) -> Answer:
        calls.append(call)
        return carry_out()

    with intercepted(note):
        yield calls


@contextmanager
def capacity() -> Iterator[Capacity]:
    """The read and write units consumed inside the block, by DynamoDB's rules."""
    total = Capacity()
    with metered(total.consumed.append):
        yield total
