"""The worker of PIMS invoices when it has too little time: what is stored stays stored, the rest is tried again."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from io import StringIO
from threading import Lock
from typing import Any

import pytest
import time_machine
from botocore.exceptions import ReadTimeoutError

from faktura.core.clock import Deadline, now
from tests.support.architecture.template import written_of
from tests.support.builders import LambdaContext, pims_invoice, sqs_event
from tests.support.deployment import Deployment
from tests.support.faults.calls import (
    Answer,
    Call,
    Carry,
    intercepted,
)
from tests.support.faults.injected import Fault, Faults
from tests.support.faults.state import snapshot
from tests.support.faults.virtual_time import virtual_sleep
from tests.support.pims import push, store, totals

FUNCTION = "pims.store_invoices"
TIMEOUT: int = written_of("AWS::Serverless::Function")["PimsStoreInvoicesFunction"]["Properties"]["Timeout"]


@contextmanager
def slow_dynamodb(clock: time_machine.Traveller, seconds: float, only: str = "") -> Iterator[Counter[str]]:
    """Each call of DynamoDB, or of one operation, takes `seconds` of the worker's time; yields calls by operation."""
    calls, one_at_a_time = Counter[str](), Lock()

    def around(call: Call, carry_out: Carry) -> Answer:
        if call.service == "dynamodb":
            with one_at_a_time:
                clock.shift(timedelta(seconds=0 if only and call.operation != only else seconds))
                calls[call.operation] += 1
        return carry_out()

    with intercepted(around):
        yield calls


def receive(faktura: Deployment, waiting: Sequence[str]) -> list[str]:
    """The waiting messages that one call of the worker leaves for another try."""
    outcome = faktura.call(FUNCTION, sqs_event(waiting), TIMEOUT)
    failed = [failure["itemIdentifier"] for failure in outcome["batchItemFailures"]]
    return [body for number, body in enumerate(waiting) if f"message-{number}" in failed]


def of_new_owners(invoices: int) -> list[dict[str, Any]]:
    """Invoices of new owners, each with their own e-mail address and telephone number."""
    return [
        pims_invoice(
            id=str(number),
            petOwner={"firstName": f"Ana{number}", "email": f"a{number}@example.com", "phone": f"+1 305 55{number:05}"},
        )
        for number in range(invoices)
    ]


def pushed(faktura: Deployment, batches: int, invoices: int) -> list[str]:
    """The messages of this many pushes, of this many invoices each."""
    for batch in range(batches):
        push(faktura, *(pims_invoice(id=f"{batch}-{number}", total=batch) for number in range(invoices)))
    return faktura.messages("PimsQueue")


def test_five_messages_are_stored_in_several_tries_when_dynamodb_is_slow(faktura: Deployment) -> None:
    """The worker used to run out of time, and the next one started all five again."""
    left = [pushed(faktura, batches=5, invoices=60)]
    with (
        time_machine.travel("2026-01-01T00:00:00Z", tick=False) as clock,
        slow_dynamodb(clock, seconds=0.5) as calls,
    ):
        while left[-1] and len(left) < 12:
            left.append(receive(faktura, left[-1]))

    assert len(faktura.items("PimsTable")) == 300
    assert calls["PutItem"] == 300
    assert [len(messages) for messages in left] == sorted((len(messages) for messages in left), reverse=True)
    assert len(left) - 1 == 4  # of 50 seconds each, which are enough for a hundred calls


@pytest.mark.parametrize("seconds", [0.7, 2])
def test_each_try_stores_more_however_slowly_dynamodb_is_read(faktura: Deployment, seconds: float) -> None:
    """The worker used to read everything before it wrote; where reading took all its time, it never wrote."""
    push(faktura, *of_new_owners(1_000))
    left, stored = faktura.messages("PimsQueue"), [0]
    with (
        time_machine.travel("2026-01-01T00:00:00Z", tick=False) as clock,
        slow_dynamodb(clock, seconds, only="BatchGetItem"),
    ):
        while left and len(stored) < 12:
            left = receive(faktura, left)
            stored.append(len(faktura.items("PimsTable")))

    assert left == []
    assert stored[-1] == 1_000
    assert stored == sorted(set(stored))


def test_after_its_deadline_a_message_starts_no_more_writes(faktura: Deployment) -> None:
    waiting = pushed(faktura, batches=1, invoices=200)
    with time_machine.travel("2026-01-01T00:00:00Z", tick=False) as clock, slow_dynamodb(clock, seconds=1) as calls:
        left = receive(faktura, waiting)

    assert left == waiting
    assert 0 < len(faktura.items("PimsTable")) == calls["PutItem"] < TIMEOUT - 10


def test_a_message_that_meets_its_deadline_logs_no_error_and_says_what_is_left(
    faktura: Deployment, logged: StringIO
) -> None:
    """Each try used to log an error with two tracebacks."""
    waiting = pushed(faktura, batches=1, invoices=200)
    logged.truncate(0)
    logged.seek(0)
    with time_machine.travel("2026-01-01T00:00:00Z", tick=False) as clock, slow_dynamodb(clock, seconds=1):
        receive(faktura, waiting)

    [line] = map(json.loads, logged.getvalue().splitlines())
    stored = len(faktura.items("PimsTable"))
    assert (line["level"], line["message"]) == ("INFO", "message left for its next try")
    assert (line["stored"], line["left"]) == (stored, 200 - stored)
    assert "exception" not in line


def test_a_worker_whose_calls_hang_ends_before_lambda_ends_it(faktura: Deployment) -> None:
    """A call used to be tried for 21 seconds, even when it began just before the deadline."""
    waiting = pushed(faktura, batches=3, invoices=1)
    with time_machine.travel("2026-01-01T00:00:00Z", tick=False) as clock:
        began = now()
        with hanging_s3(clock) as tried:
            left = receive(faktura, waiting)
        seconds = (now() - began).total_seconds()

    assert left == waiting
    assert seconds < TIMEOUT
    assert max(tried) < began + timedelta(seconds=TIMEOUT - 10)


@contextmanager
def hanging_s3(clock: time_machine.Traveller) -> Iterator[list[datetime]]:
    """S3 never responds; yields the moments it was called."""
    tried = list[datetime]()

    def around(call: Call, carry_out: Carry) -> Answer:
        if call.service != "s3":
            return carry_out()
        tried.append(now())
        clock.shift(timedelta(seconds=6))
        raise ReadTimeoutError(endpoint_url=call.url)

    with intercepted(around), virtual_sleep(pass_by=lambda seconds: clock.shift(timedelta(seconds=seconds))):
        yield tried


@pytest.mark.parametrize("rate", [0.05, 0.25])
def test_a_failing_call_does_not_keep_other_invoices_from_being_stored(faktura: Deployment, rate: float) -> None:
    left = pushed(faktura, batches=1, invoices=300)
    before_last = 0
    with Faults(seed=3, rate=rate, kinds=(Fault.THROTTLED,), on=frozenset({"dynamodb"})):
        for _ in range(12):
            if left:
                before_last = len(faktura.items("PimsTable"))
                left = receive(faktura, left)

    assert left == []
    assert before_last < len(faktura.items("PimsTable")) == 300


def test_a_batch_that_is_stored_already_is_read_and_not_written_again(faktura: Deployment) -> None:
    """A repeated batch used to cost ten writes for each read."""
    push(faktura, *(pims_invoice(id=str(number), invoiceUpdatedAt="2026-01-01T00:00:00Z") for number in range(120)))
    waiting = faktura.messages("PimsQueue")
    store(faktura)
    before = snapshot()

    with time_machine.travel("2026-01-01T00:00:00Z", tick=False) as clock, slow_dynamodb(clock, seconds=0) as calls:
        left = receive(faktura, waiting)

    assert (left, snapshot()) == ([], before)
    assert calls == {"BatchGetItem": 2}


def test_the_owner_of_an_older_version_that_arrives_late_is_recorded(faktura: Deployment) -> None:
    """Nothing else of it is stored, but a contact's names must not depend on the order of arrival."""
    push(faktura, pims_invoice(invoiceUpdatedAt="2026-01-02T00:00:00Z"))
    store(faktura)
    names = sum(len(item["ownerNames"]) for item in faktura.items("PimsContactTable"))
    other = pims_invoice()["petOwner"] | {"firstName": "Another", "lastName": "Name"}

    push(faktura, pims_invoice(invoiceUpdatedAt="2026-01-01T00:00:00Z", petOwner=other))
    store(faktura)

    contacts = faktura.items("PimsContactTable")
    assert sum(len(item["ownerNames"]) for item in contacts) == names + len(contacts)


def test_the_owners_of_all_versions_in_a_batch_are_recorded(faktura: Deployment) -> None:
    owners = [pims_invoice()["petOwner"] | {"firstName": f"Ana{number}"} for number in range(3)]

    push(faktura, *(pims_invoice(petOwner=owner) for owner in owners))
    store(faktura)

    assert len(faktura.items("PimsTable")) == 1
    assert {len(item["ownerNames"]) for item in faktura.items("PimsContactTable")} == {3}


def test_an_older_version_that_arrives_late_changes_nothing(faktura: Deployment) -> None:
    push(faktura, pims_invoice(total=2, invoiceUpdatedAt="2026-01-02T00:00:00Z"))
    store(faktura)

    push(faktura, pims_invoice(total=1, invoiceUpdatedAt="2026-01-01T00:00:00Z"))
    store(faktura)

    assert totals(faktura) == {"57b367cd": 2}


def test_the_workers_deadline_leaves_time_for_calls_in_progress() -> None:
    with time_machine.travel("2026-01-01T00:00:00Z", tick=False):
        deadline = Deadline.of(LambdaContext(30))

    assert deadline.moment.isoformat() == "2026-01-01T00:00:20+00:00"
