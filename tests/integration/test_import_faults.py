"""Imports while AWS fails and the command dies: the next run goes on, and nothing is stored twice."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import time_machine

from local.dynamodb.conflicts import conflicting
from tests.support.deployment import Deployment, forget
from tests.support.faults.crashes import crash_points
from tests.support.faults.injected import Fault, Faults, failing_from
from tests.support.faults.state import snapshot
from tests.support.faults.virtual_time import virtual_sleep
from tests.support.imports import Run, into_office, into_shop, invoice_rows, order_rows, payment_rows, written

INVOICES = 25
"""Three transactions."""


@dataclass(frozen=True)
class Import:
    """A file, its import, and what must be stored before it."""

    run: Callable[[], Run]
    kept: Any
    faktura: Deployment

    @contextmanager
    def world(self) -> Iterator[None]:
        """The state before the import, and a new process."""
        self.faktura.restore(self.kept)
        forget(clients=False)
        yield

    def again(self) -> Run:
        """The command run by a new process."""
        forget(clients=False)
        return self.run()


@pytest.fixture(params=["invoices", "payments", "orders"])
def bring(request: pytest.FixtureRequest, faktura: Deployment, tmp_path: Path) -> Iterator[Import]:
    invoices = written(tmp_path / "invoices.csv", list(invoice_rows(INVOICES)))
    payments = written(tmp_path / "payments.csv", list(payment_rows(INVOICES)))
    orders = written(tmp_path / "orders.csv", list(order_rows(INVOICES)))
    runs = {
        "invoices": lambda: into_office(faktura, invoices),
        "payments": lambda: into_office(faktura, payments),
        "orders": lambda: into_shop(faktura, orders),
    }
    with time_machine.travel("2026-11-25T12:00:00Z", tick=False), virtual_sleep():
        if request.param == "payments":
            assert runs["invoices"]().status == 0
        yield Import(runs[request.param], faktura.kept(), faktura)


def test_a_run_after_a_crash_at_any_call_ends_in_the_state_of_one_without_a_crash(bring: Import) -> None:
    for point in crash_points(bring.world, bring.run):
        again = bring.again()

        assert again.status == 0, (point, again)
        assert snapshot() == point.undisturbed, point


@pytest.mark.parametrize("kind", [Fault.FAILED, Fault.ANSWER_LOST, Fault.THROTTLED])
def test_a_permanent_failure_stops_the_run_with_a_reason_and_the_next_goes_on(bring: Import, kind: Fault) -> None:
    with bring.world():
        bring.run()
        whole = snapshot()

    for number in (0, 3, 6):
        with bring.world():
            with failing_from(number, kind):
                stopped = bring.run()
            again = bring.again()

            assert stopped.status == 1
            assert "Run the same command again: it goes on." in stopped.problems[-1]
            assert again.status == 0, again
            assert snapshot() == whole, number


@pytest.mark.parametrize("rate", [0.05, 0.25])
def test_under_faults_and_conflicts_each_record_is_stored_once(bring: Import, rate: float) -> None:
    with bring.world():
        bring.run()
        whole = snapshot()

    with bring.world():
        with Faults(seed=int(rate * 100), rate=rate), conflicting(rate=rate, seed=3):
            for _ in range(50):
                if bring.again().status == 0:
                    break
        last = bring.again()

        assert "0 new" in last.out
        assert snapshot() == whole
