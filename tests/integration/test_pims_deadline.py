"""The worker of PIMS invoices when its time does not do: what is done stays done, the rest comes again."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from threading import Lock

import pytest
import time_machine

from faktura.core.clock import Deadline
from tests.builders import LambdaContext, pims_invoice, sqs_event
from tests.deployment import Deployment
from tests.faults.calls import Answer, Call, Carry, intercepted
from tests.faults.injected import Fault, Faults
from tests.faults.state import snapshot
from tests.integration.test_pims import push, store, totals

FUNCTION = "pims.store_invoices"


@contextmanager
def slow_dynamodb(clock: time_machine.Traveller, seconds: float) -> Iterator[Counter[str]]:
    """Every call of DynamoDB takes so much of the time that the worker sees; how many there were, by operation."""
    calls, one_at_a_time = Counter[str](), Lock()

    def around(call: Call, carry_out: Carry) -> Answer:
        if call.service == "dynamodb":
            with one_at_a_time:
                clock.shift(timedelta(seconds=seconds))
                calls[call.operation] += 1
        return carry_out()

    with intercepted(around):
        yield calls


def receive(faktura: Deployment, waiting: Sequence[str]) -> list[str]:
    """Those of the waiting messages that one call of the worker leaves to come again."""
    outcome = faktura.call(FUNCTION, sqs_event(waiting))
    failed = [failure["itemIdentifier"] for failure in outcome["batchItemFailures"]]
    return [body for number, body in enumerate(waiting) if f"message-{number}" in failed]


def pushed(faktura: Deployment, batches: int, invoices: int) -> list[str]:
    """The messages of so many pushes, of so many invoices each."""
    for batch in range(batches):
        push(faktura, *(pims_invoice(id=f"{batch}-{number}", total=batch) for number in range(invoices)))
    return faktura.messages("PimsQueue")


def test_five_messages_at_a_slow_dynamodb_are_stored_by_and_by(faktura: Deployment) -> None:
    """The worker ran out of time, and the next one began all five again."""
    left = [pushed(faktura, batches=5, invoices=60)]
    with (
        time_machine.travel("2026-01-01T00:00:00Z", tick=False) as clock,
        slow_dynamodb(clock, seconds=0.2) as calls,
    ):
        while left[-1] and len(left) < 12:
            left.append(receive(faktura, left[-1]))

    assert len(faktura.items("PimsTable")) == 300
    assert calls["PutItem"] == 300
    assert [len(messages) for messages in left] == sorted((len(messages) for messages in left), reverse=True)
    assert len(left) - 1 == 4  # of 20 seconds each, which do for a hundred calls


def test_a_message_whose_time_is_up_begins_nothing_more(faktura: Deployment) -> None:
    waiting = pushed(faktura, batches=1, invoices=200)
    with time_machine.travel("2026-01-01T00:00:00Z", tick=False) as clock, slow_dynamodb(clock, seconds=1) as calls:
        left = receive(faktura, waiting)

    assert left == waiting
    assert 0 < len(faktura.items("PimsTable")) == calls["PutItem"] < 40


@pytest.mark.parametrize("rate", [0.05, 0.25])
def test_what_fails_keeps_nothing_else_from_being_stored(faktura: Deployment, rate: float) -> None:
    left = pushed(faktura, batches=1, invoices=300)
    before_last = 0
    with Faults(seed=3, rate=rate, kinds=(Fault.THROTTLED,), on=frozenset({"dynamodb"})):
        for _ in range(12):
            if left:
                before_last = len(faktura.items("PimsTable"))
                left = receive(faktura, left)

    assert left == []
    assert before_last < len(faktura.items("PimsTable")) == 300


def test_a_batch_that_was_stored_before_is_read_and_not_written(faktura: Deployment) -> None:
    """A practice system that pushes everything each night cost ten writes for each read."""
    push(faktura, *(pims_invoice(id=str(number), invoiceUpdatedAt="2026-01-01T00:00:00Z") for number in range(120)))
    waiting = faktura.messages("PimsQueue")
    store(faktura)
    before = snapshot()

    with time_machine.travel("2026-01-01T00:00:00Z", tick=False) as clock, slow_dynamodb(clock, seconds=0) as calls:
        left = receive(faktura, waiting)

    assert (left, snapshot()) == ([], before)
    assert calls == {"BatchGetItem": 3}


def test_an_older_state_that_comes_late_changes_nothing(faktura: Deployment) -> None:
    push(faktura, pims_invoice(total=2, invoiceUpdatedAt="2026-01-02T00:00:00Z"))
    store(faktura)

    push(faktura, pims_invoice(total=1, invoiceUpdatedAt="2026-01-01T00:00:00Z"))
    store(faktura)

    assert totals(faktura) == {"57b367cd": 2}


def test_the_workers_deadline_leaves_time_for_what_is_under_way() -> None:
    with time_machine.travel("2026-01-01T00:00:00Z", tick=False):
        deadline = Deadline.of(LambdaContext(30))

    assert deadline.moment.isoformat() == "2026-01-01T00:00:20+00:00"
