"""Client billing while AWS fails and functions crash: every change is made whole and once, or not at all."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

import pytest
import time_machine

from local.dynamodb.conflicts import conflicting
from tests.support.bookkeeping import (
    Desk,
    Step,
    any_step,
    predicted,
    shown,
)
from tests.support.books import Books
from tests.support.deployment import Deployment, Reply, forget
from tests.support.faults.calls import (
    Answer,
    Call,
    Carry,
    intercepted,
)
from tests.support.faults.crashes import crash_points
from tests.support.faults.injected import Fault, Faults, failing_from, refusal
from tests.support.faults.state import Stored, snapshot
from tests.support.faults.virtual_time import virtual_sleep

KEY = {"Idempotency-Key": "once"}
PAYMENT = {
    "paymentDate": "2020-10-01",
    "paymentType": "cash",
    "paymentAmount": 20,
    "donationAmount": 2,
    "payerClientIds": [7],
    "invoices": [{"invoiceId": 1, "amount": 10}, {"invoiceId": 2, "amount": 5}],
}
LINES = [{"serviceId": 1, "name": "DACA", "quantity": 1, "rate": 40}]

MUTATIONS: dict[str, Callable[[Desk], Reply]] = {
    "create an invoice": lambda desk: desk.ask("create_invoice", "POST", "/api/invoices", **KEY),
    "create a payment": lambda desk: desk.ask("create_payment", "POST", "/api/payments", PAYMENT, **KEY),
    "change an invoice and its payments": lambda desk: desk.ask(
        "update_invoice",
        "PATCH",
        "/api/invoices/1",
        {
            "invoiceNumber": "1003",
            "lineItems": LINES,
            "totalCharged": 9,
            "clients": [8],
            "payments": [{"id": 2, "amount": 3}],
        },
    ),
    "tag an invoice": lambda desk: desk.ask("update_invoice", "PATCH", "/api/invoices/1", {"billTo": "Bill"}, True),
    "change a payment": lambda desk: desk.ask(
        "update_payment", "PATCH", "/api/payments/1", {"paymentAmount": 19, "donationAmount": 1, "payerClientIds": []}
    ),
    "move a payment": lambda desk: desk.ask(
        "update_payment", "PATCH", "/api/payments/1", {"invoices": [{"invoiceId": 2, "amount": 7}]}
    ),
    "delete a payment": lambda desk: desk.ask("delete_payment", "DELETE", "/api/payments/1"),
}


@pytest.fixture(autouse=True)
def _at_one_moment() -> Iterator[None]:
    """Fix the clock, so that the items of two runs are equal, and let botocore retry without waiting."""
    with time_machine.travel("2026-11-25T12:00:00Z", tick=False), virtual_sleep():
        yield


@pytest.fixture
def desk(faktura: Deployment) -> Desk:
    return Desk.of(faktura)


@pytest.fixture
def opened(faktura: Deployment, desk: Desk) -> Any:
    """Two invoices and two payments, one of them for both invoices; the tables to restore."""
    for step in (
        Step("create_invoice", 0, {}, False),
        Step("create_invoice", 0, {}, False),
        Step("change_invoice", 1, {"lines": 1, "totalCharged": 30, "clients": [7]}, False),
        Step("change_invoice", 2, {"lines": 1, "totalCharged": 12}, False),
        Step(
            "create_payment", 0, {"paymentAmount": 30, "shares": {1: 10, 2: 5}, "donation": None, "payers": [8]}, False
        ),
        Step("create_payment", 0, {"paymentAmount": 20, "shares": {1: 10}, "donation": None}, False),
    ):
        assert step.over(desk).status in (200, 201)
    return faktura.kept()


@contextmanager
def a_new_environment(faktura: Deployment, kept: Any) -> Iterator[None]:
    """The restored books and a new execution environment."""
    faktura.restore(kept)
    forget(clients=False)
    yield


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_a_request_repeated_after_a_crash_at_any_call_leaves_the_same_items_as_one_without_a_crash(
    faktura: Deployment, desk: Desk, opened: Any, mutation: str
) -> None:
    change = MUTATIONS[mutation]

    for point in crash_points(lambda: a_new_environment(faktura, opened), lambda: change(desk), _without_holder):
        forget(clients=False)
        again = change(desk)

        assert again.status in ((200, 201) if "delete" not in mutation else (204, 404)), point
        assert snapshot(_without_holder) == point.undisturbed, point


@pytest.mark.parametrize("kind", [Fault.FAILED, Fault.ANSWER_LOST])
@pytest.mark.parametrize("mutation", MUTATIONS)
def test_a_permanent_failure_from_any_call_leaves_the_whole_change_or_nothing(
    faktura: Deployment, desk: Desk, opened: Any, mutation: str, kind: Fault
) -> None:
    change = MUTATIONS[mutation]
    with a_new_environment(faktura, opened):
        before = snapshot(_without_holder)
        calls = _calls_of(lambda: change(desk))
        after = snapshot(_without_holder)

    for number in range(calls):
        with a_new_environment(faktura, opened):
            with failing_from(number, kind):
                reply = change(desk)
            left = snapshot(_without_holder)
            forget(clients=False)
            change(desk)

            assert reply.status == 503, (number, reply.text)
            assert left in (before, after), number
            assert snapshot(_without_holder) == after, number


@pytest.mark.parametrize("rate", [0.05, 0.25])
def test_no_payment_sent_until_it_succeeds_is_lost_or_doubled(faktura: Deployment, desk: Desk, rate: float) -> None:
    desk.ask("create_invoice", "POST", "/api/invoices")
    sent = [{**PAYMENT, "invoices": [], "payerName": f"Payer {number}"} for number in range(100)]

    with Faults(seed=int(rate * 100), rate=rate), conflicting(rate=rate, seed=3):
        for number, payment in enumerate(sent):
            for _ in range(2):
                while (
                    desk.ask(
                        "create_payment", "POST", "/api/payments", payment, **{"Idempotency-Key": str(number)}
                    ).status
                    != 201
                ):
                    pass

    payments = [item for item in faktura.items("BillingTable") if "payerName" in item]
    assert sorted(payment["payerName"] for payment in payments) == sorted(payment["payerName"] for payment in sent)
    assert sorted(int(payment["id"]) for payment in payments) == list(range(1, 101))
    assert sorted(int(payment["donation"]["id"]) for payment in payments) == list(range(1, 101))


@pytest.mark.usefixtures("faktura")
def test_under_faults_the_books_are_what_the_model_predicts(desk: Desk) -> None:
    chance, books = Random(11), Books()

    with Faults(seed=7, rate=0.1), conflicting(rate=0.1, seed=5):
        for number in range(150):
            step = any_step(chance, books)
            expected = step.on(books)
            assert _status_of(desk, step, str(number)) == expected, step

    assert shown(books, desk) == predicted(books)


@pytest.mark.usefixtures("faktura")
def test_a_hundred_invoices_created_by_25_clients_have_numbers_without_gaps(desk: Desk) -> None:
    with desk.within(), conflicting(rate=0.1, seed=2), ThreadPoolExecutor(25) as clients:
        replies = list(
            clients.map(lambda _: desk.directly().ask("create_invoice", "POST", "/api/invoices"), range(100))
        )

    created = sorted((reply.json["id"], reply.json["invoiceNumber"]) for reply in replies)
    assert created == [(number, f"{number:04}") for number in range(1, 101)]


def test_twenty_identical_payments_with_one_key_are_one_payment(desk: Desk) -> None:
    desk.ask("create_invoice", "POST", "/api/invoices")
    payment = {**PAYMENT, "invoices": [{"invoiceId": 1, "amount": 10}]}

    with desk.within(), ThreadPoolExecutor(20) as clients:
        pay = desk.directly().ask
        replies = list(clients.map(lambda _: pay("create_payment", "POST", "/api/payments", payment, **KEY), range(20)))
    again = desk.ask("create_payment", "POST", "/api/payments", payment, **KEY)

    assert {reply.status for reply in replies} <= {201, 409}
    assert {reply.text for reply in replies if reply.status == 201} == {again.text}
    assert (again.status, again.json["id"]) == (201, 1)
    assert desk.invoice(1, True)["totalPaid"] == Decimal(10)


def test_a_transaction_in_progress_is_not_carried_out_twice(faktura: Deployment, desk: Desk) -> None:
    made: list[Call] = []

    def around(call: Call, carry_out: Carry) -> Answer:
        if call.operation != "TransactWriteItems":
            return carry_out()
        made.append(call)
        answer = carry_out()
        return refusal(call, 400, "TransactionInProgressException") if len(made) <= 5 else answer

    with intercepted(around):
        reply = desk.ask("create_payment", "POST", "/api/payments", {**PAYMENT, "invoices": []}, **KEY)

    assert (reply.status, reply.json["id"]) == (201, 1)
    assert [item["record"] for item in faktura.items("BillingTable") if item["record"].startswith("payment")] == [
        "payment#000000000001"
    ]


def _status_of(desk: Desk, step: Step, key: str) -> int:
    """The status of a step that is repeated until it succeeds; a creation has an Idempotency-Key.

    A deletion that was carried out without a response is 404 when it is repeated.
    """
    first = True
    while True:
        status = step.over(desk, **{"Idempotency-Key": key}).status
        if status != 503:
            return 204 if status == 404 and not first and step.kind == "delete_payment" else status
        first = False


def _without_holder(stored: Stored) -> Stored:
    """The item without the id of the request that recorded a response, which differs between runs."""
    return replace(stored, value={name: value for name, value in stored.value.items() if name != "holder"})


def _calls_of(run: Callable[[], object]) -> int:
    calls = 0

    def count(_call: Call, carry_out: Carry) -> Answer:
        nonlocal calls
        calls += 1
        return carry_out()

    with intercepted(count):
        run()
    return calls
