"""A restore that dies anywhere is finished by the same command; throttles only make it slower."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from random import Random

import pytest

from tests.support.bookkeeping import Desk, any_step, differences
from tests.support.books import Books
from tests.support.faults.crashes import crash_points
from tests.support.faults.injected import Fault, Faults
from tests.support.faults.state import snapshot
from tests.support.operator import Operator, drop_side_tables

FAULTS = (Fault.THROTTLED, Fault.FAILED, Fault.ANSWER_LOST, Fault.TIMED_OUT)


class Damaged:
    """An office whose invoices and payments are lost, always the same."""

    def __init__(self, operator: Operator) -> None:
        self.operator = operator
        self.desk, self.books, chance = Desk.of(operator.faktura), Books(), Random(11)
        for _ in range(12):
            step = any_step(chance, self.books)
            assert step.over(self.desk).status == step.on(self.books)
        self.moment: datetime = operator.moment()
        self._kept = operator.faktura.kept()
        self._hit = lambda item: item["record"].startswith(("invoice", "payment", "client"))

    @contextmanager
    def world(self) -> Iterator[None]:
        """The office as it was at the moment, and then the damage."""
        drop_side_tables()
        self.operator.faktura.restore(self._kept)
        self.operator.damage("billing", self._hit)
        yield

    def restore(self) -> None:
        outcome = self.operator.restore("billing", self.moment, "--apply")
        assert outcome.status == 0, outcome.said


def test_a_restore_that_died_at_any_call_is_finished_by_the_next(operator: Operator) -> None:
    damaged = Damaged(operator)

    for point in crash_points(damaged.world, damaged.restore):
        damaged.restore()

        assert snapshot() == point.undisturbed, point


@pytest.mark.parametrize("seed", range(4))
def test_faults_of_aws_lose_nothing(operator: Operator, seed: int) -> None:
    damaged = Damaged(operator)
    with damaged.world():
        with Faults(seed, 0.2, FAULTS):
            for _ in range(40):
                try:
                    if operator.restore("billing", damaged.moment, "--apply").status == 0:
                        break
                except Exception:  # noqa: S112  # what the operator sees; the command is repeated
                    continue

        damaged.restore()

        assert differences(damaged.books, damaged.desk) == []
        assert operator.problems("billing") == []
