"""Invoices of client billing: their bodies, numbers, changes and statuses (docs/apis/billing.md)."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from tests.support.deployment import Deployment, Reply
from tests.support.faults.state import snapshot
from tests.support.offices import (
    CLARA,
    DACA,
    EXCEEDED,
    SHIGERU,
    OfficeDesk,
    created,
    done,
    exactly,
    faults_of,
    payment_of,
    refused,
)

STATUSES = ("draft", "open", "completed", "closed")


def signature(user: dict[str, Any], timestamp: str) -> dict[str, Any]:
    return {**user, "fullName": f"{user['firstName']} {user['lastName']}", "timestamp": timestamp}


def test_a_new_invoice_is_an_empty_draft_with_the_next_number(faktura: Deployment) -> None:
    with time_machine.travel("2020-10-01T06:00:00Z", tick=False):
        reply = OfficeDesk(faktura).create_invoice()

    author = signature(SHIGERU, "2020-10-01T06:00:00.000Z")
    assert (reply.status, reply.headers["Location"]) == (201, "https://api.example.com/api/invoices/1")
    assert reply.json == {
        "id": 1,
        "invoiceNumber": "0001",
        "invoiceDate": "2020-10-01",
        "lineItems": [],
        "clientNote": "",
        "totalCharged": 0,
        "totalPaid": 0,
        "billTo": None,
        "status": "draft",
        "payments": [],
        "clients": [],
        "redacted": False,
        "createdBy": author,
        "lastUpdatedBy": author,
    }


def test_a_change_of_an_invoice_names_its_author_and_keeps_its_creator(faktura: Deployment) -> None:
    with time_machine.travel("2020-10-01T06:00:00Z", tick=False) as clock:
        OfficeDesk(faktura).create_invoice()
        clock.shift(3600)
        reply = OfficeDesk(faktura, client_id="clerk", user=CLARA).change_invoice(1, {"clientNote": "by Clara"})

    assert reply.json["createdBy"] == signature(SHIGERU, "2020-10-01T06:00:00.000Z")
    assert reply.json["lastUpdatedBy"] == signature(CLARA, "2020-10-01T07:00:00.000Z")


def test_a_creation_returns_what_a_get_does(desk: OfficeDesk) -> None:
    reply = desk.create_invoice()

    assert done(desk.invoice(1)).json == reply.json


@pytest.mark.parametrize(
    "change",
    [
        {"invoiceNumber": "1003"},
        {"invoiceDate": "2020-10-01"},
        {"lineItems": [DACA, {**DACA, "description": "Again", "rate": 19.99}]},
        {"lineItems": []},
        {"clientNote": ""},
        {"clientNote": "Two\nlines"},
        {"totalCharged": 0},
        {"billTo": "Other Bill To Name"},
        {"billTo": None},
        {"status": "closed"},
        {"payments": [{"id": 1, "amount": 10.6}]},
        {"payments": []},
        {"clients": [1, 4]},
        {"clients": []},
        {"status": "draft", "totalCharged": 12.5, "clients": [4], "payments": [{"id": 1, "amount": 1}]},
    ],
)
def test_a_change_affects_the_named_fields_and_returns_what_a_get_does(
    desk: OfficeDesk, change: dict[str, Any]
) -> None:
    desk.priced(30, clients=[45, 23], clientNote="Client note", billTo="Other Name to Bill To")
    desk.paid(20, {1: 8})
    before = done(desk.invoice(1)).json

    reply = done(desk.change_invoice(1, change))

    after = done(desk.invoice(1)).json
    assert reply.json == after
    follows = {"payments", "totalPaid", "status", "lastUpdatedBy"}
    for name in set(change) - follows:
        assert after[name] == change[name], name
    for name in set(before) - set(change) - follows:
        assert after[name] == before[name], name
    shares = change.get("payments", [{"id": 1, "amount": 8}])
    assert after["payments"] == [
        {"paymentId": share["id"], "paymentAmount": 20, "amountTowardsInvoice": share["amount"]} for share in shares
    ]
    assert after["totalPaid"] == sum(share["amount"] for share in shares)


@pytest.mark.parametrize("change", [{}, {"surprise": 1}, {"id": 7}, {"totalPaid": 7, "redacted": True, "balance": 1}])
def test_a_change_without_a_known_field_is_refused(desk: OfficeDesk, change: dict[str, Any]) -> None:
    desk.create_invoice()
    before = snapshot()

    faults_of(desk.change_invoice(1, change))

    assert snapshot() == before


def test_an_unknown_field_is_ignored(desk: OfficeDesk) -> None:
    desk.create_invoice()

    reply = done(desk.change_invoice(1, {"id": 9, "totalPaid": 3, "createdBy": None, "surprise": [1], "billTo": "Me"}))

    assert (reply.json["id"], reply.json["totalPaid"], reply.json["billTo"]) == (1, 0, "Me")
    assert "surprise" not in reply.json


@pytest.mark.parametrize(
    "name", ["invoiceNumber", "invoiceDate", "lineItems", "clientNote", "totalCharged", "status", "payments", "clients"]
)
def test_null_is_refused_for_every_field_but_bill_to(desk: OfficeDesk, name: str) -> None:
    desk.priced(30, clients=[1])
    before = snapshot()

    [fault] = faults_of(desk.change_invoice(1, {name: None, "billTo": None}))

    assert name in fault
    assert snapshot() == before


@pytest.mark.parametrize(
    "change",
    [
        {"invoiceNumber": ""},
        {"invoiceNumber": 7},
        {"invoiceDate": "2020-13-01"},
        {"invoiceDate": "yesterday"},
        {"invoiceDate": "2021-02-29"},
        {"invoiceDate": 20201001},
        {"lineItems": {}},
        {"lineItems": [None]},
        {"lineItems": [{**DACA, "name": None}]},
        {"lineItems": [{name: value for name, value in DACA.items() if name != "rate"}]},
        {"lineItems": [{name: value for name, value in DACA.items() if name != "quantity"}]},
        {"clientNote": 7},
        {"billTo": 7},
        {"status": "void"},
        {"status": "Open"},
        {"payments": [{"id": 1}]},
        {"payments": [{"amount": 1}]},
        {"payments": [{"id": 99, "amount": 1}]},
        {"payments": [{"id": 1, "amount": 0}]},
        {"payments": [{"id": 1, "amount": -1}]},
        {"payments": [{"id": 1, "amount": 1.005}]},
        {"payments": [{"id": 1, "amount": 1}, {"paymentId": 1, "amountTowardsInvoice": 2}]},
        {"clients": [4, 4]},
        {"clients": ["4"]},
        {"clients": [True]},
        {"clients": [1.5]},
        {"clients": 4},
    ],
)
def test_a_field_that_breaks_a_rule_is_named_and_nothing_is_stored(desk: OfficeDesk, change: dict[str, Any]) -> None:
    desk.priced(30)
    desk.paid(20)
    before = snapshot()
    [name] = change

    faults = faults_of(desk.change_invoice(1, {**change, **({"clientNote": "x"} if name != "clientNote" else {})}))

    assert all(name in fault for fault in faults)
    assert snapshot() == before


def test_every_broken_rule_is_named_at_once(desk: OfficeDesk) -> None:
    desk.create_invoice()

    faults = faults_of(desk.change_invoice(1, {"status": "void", "totalCharged": "40", "clients": [4, 4]}))

    assert {name for name in ("status", "totalCharged", "clients") for fault in faults if name in fault} == {
        "status",
        "totalCharged",
        "clients",
    }
    assert len(faults) == 3


MONEY = {"totalCharged": '{"totalCharged": %s}', "rate": '{"lineItems": [%s]}'}


def with_amount(field: str, amount: str) -> bytes:
    line = json.dumps(DACA).replace(": 40}", f": {amount}}}")
    return (MONEY[field] % (amount if field == "totalCharged" else line)).encode()


def change_raw(desk: OfficeDesk, body: bytes) -> Reply:
    return desk.call("update_invoice", body, headers={"Content-Type": "application/json"}, invoiceId=1)


@pytest.mark.parametrize("field", MONEY)
@pytest.mark.parametrize(
    "amount", ["1.10", "19.99", "0.29", "0.01", "40", "40.0", "4e1", "1999e-2", "0", "0.00", "1.100", "1234567.89"]
)
def test_an_amount_is_stored_to_the_cent(desk: OfficeDesk, field: str, amount: str) -> None:
    desk.create_invoice()

    reply = done(change_raw(desk, with_amount(field, amount)))

    for answer in (reply, done(desk.invoice(1))):
        invoice = exactly(answer)
        received = invoice["totalCharged"] if field == "totalCharged" else invoice["lineItems"][0]["rate"]
        assert received == Decimal(amount)
        assert f'"{field}":{format(Decimal(received), "f")}' in answer.text.replace(" ", "")


@pytest.mark.parametrize("field", MONEY)
@pytest.mark.parametrize(
    "amount",
    ["1.005", "0.001", '"40"', "true", "null", "[]", "{}", "1e400", "1e126", "1" * 39, "0." + "1" * 39, "1e-131",
     "1e999999999", "-1e30", "NaN", "Infinity", "1" * 5_000, "019", "1.", "+1"],
)  # fmt: skip
def test_an_amount_that_is_not_in_cents_is_refused(desk: OfficeDesk, field: str, amount: str) -> None:
    desk.create_invoice()
    before = snapshot()

    reply = change_raw(desk, with_amount(field, amount))

    assert (reply.status, list(reply.json)) == (400, ["error"])
    assert snapshot() == before


@pytest.mark.parametrize(("sent", "received"), [("1", 1), ("3.0", 3), ("12", 12), ("1e1", 10)])
def test_a_quantity_may_be_any_spelling_of_a_whole_number(desk: OfficeDesk, sent: str, received: int) -> None:
    desk.create_invoice()
    body = json.dumps({"lineItems": [DACA]}).replace('"quantity": 1', f'"quantity": {sent}').encode()

    reply = done(change_raw(desk, body))

    assert exactly(reply)["lineItems"] == [{**DACA, "quantity": received}]


@pytest.mark.parametrize("quantity", ["1.5", '"1"', "true", "null", "-1", "1e400", "0.5", "[]"])
def test_a_quantity_that_is_not_a_whole_number_in_range_is_refused(desk: OfficeDesk, quantity: str) -> None:
    desk.create_invoice()
    body = json.dumps({"lineItems": [DACA]}).replace('"quantity": 1', f'"quantity": {quantity}').encode()

    reply = change_raw(desk, body)

    assert (reply.status, list(reply.json)) == (400, ["error"])
    assert done(desk.invoice(1)).json["lineItems"] == []


def test_five_hundred_lines_are_kept_in_their_order_and_one_more_is_refused(desk: OfficeDesk) -> None:
    lines = [{**DACA, "serviceId": n + 1, "rate": n} for n in range(500)]
    desk.create_invoice()

    kept = done(desk.change_invoice(1, {"lineItems": lines}))
    faults = faults_of(desk.change_invoice(1, {"lineItems": [*lines, DACA]}))

    assert kept.json["lineItems"] == lines
    assert "lineItems" in faults[0]
    assert done(desk.invoice(1)).json["lineItems"] == lines


def test_the_total_charged_need_not_be_the_sum_of_the_lines(desk: OfficeDesk) -> None:
    desk.create_invoice()

    discounted = done(desk.change_invoice(1, {"lineItems": [DACA, DACA], "totalCharged": 70})).json["totalCharged"]
    surcharged = done(desk.change_invoice(1, {"totalCharged": 95.5})).json["totalCharged"]
    with_other_lines = done(desk.change_invoice(1, {"lineItems": [DACA]})).json["totalCharged"]

    assert (discounted, surcharged, with_other_lines) == (70, 95.5, 95.5)


class TestNumbers:
    """A zero-padded sequence without gaps. A number set by hand must be free, and the sequence skips it."""

    def numbers(self, desk: OfficeDesk, count: int) -> list[tuple[int, str]]:
        replies = [desk.create_invoice() for _ in range(count)]
        return [(created(reply), reply.json["invoiceNumber"]) for reply in replies]

    def test_ids_and_numbers_follow_the_order_of_creation(self, desk: OfficeDesk) -> None:
        assert self.numbers(desk, 12) == [(n, f"{n:04}") for n in range(1, 13)]

    def test_each_office_has_its_own_numbers(self, faktura: Deployment, desk: OfficeDesk) -> None:
        other = OfficeDesk(faktura, office="second")
        self.numbers(desk, 3)

        assert self.numbers(other, 2) == [(1, "0001"), (2, "0002")]
        assert done(other.change_invoice(1, {"invoiceNumber": "0003"})).json["invoiceNumber"] == "0003"

    def test_a_number_of_another_invoice_is_refused(self, desk: OfficeDesk) -> None:
        self.numbers(desk, 2)
        done(desk.change_invoice(1, {"invoiceNumber": "1003"}))
        before = snapshot()

        replies = [desk.change_invoice(2, {"invoiceNumber": taken, "clientNote": "x"}) for taken in ("1003", "1003")]

        error = {"message": "Invoice number '1003' is already taken", "invoiceNumberDuplicate": True}
        assert [(reply.status, reply.json) for reply in replies] == [(400, {"error": error})] * 2
        assert snapshot() == before

    def test_a_taken_number_of_the_sequence_is_refused(self, desk: OfficeDesk) -> None:
        self.numbers(desk, 2)

        reply = desk.change_invoice(2, {"invoiceNumber": "0001"})

        error = {"message": "Invoice number '0001' is already taken", "invoiceNumberDuplicate": True}
        assert (reply.status, reply.json) == (400, {"error": error})

    def test_an_invoice_may_keep_its_number(self, desk: OfficeDesk) -> None:
        self.numbers(desk, 1)

        assert done(desk.change_invoice(1, {"invoiceNumber": "0001"})).json["invoiceNumber"] == "0001"

    def test_the_sequence_skips_a_number_set_by_hand(self, desk: OfficeDesk) -> None:
        self.numbers(desk, 1)
        done(desk.change_invoice(1, {"invoiceNumber": "0003"}))

        assert self.numbers(desk, 3) == [(2, "0002"), (3, "0004"), (4, "0005")]

    @pytest.mark.parametrize("order", [range(20), reversed(range(20))])
    def test_the_sequence_skips_consecutive_numbers_set_by_hand(self, desk: OfficeDesk, order: Any) -> None:
        self.numbers(desk, 20)
        for n in order:
            done(desk.change_invoice(n + 1, {"invoiceNumber": f"{n + 22:04}"}))

        assert self.numbers(desk, 3) == [(21, "0021"), (22, "0042"), (23, "0043")]

    def test_the_sequence_uses_the_free_numbers_between_those_set_by_hand(self, desk: OfficeDesk) -> None:
        self.numbers(desk, 4)
        for invoice_id, number in {1: "0005", 2: "0006", 3: "0008", 4: "0010"}.items():
            done(desk.change_invoice(invoice_id, {"invoiceNumber": number}))

        assert [number for _, number in self.numbers(desk, 4)] == ["0007", "0009", "0011", "0012"]

    @pytest.mark.parametrize("number", ["3", "03", "00003", "٠٠٠٣", "0003a", "3.0"])
    def test_only_the_same_text_is_the_same_number(self, desk: OfficeDesk, number: str) -> None:
        self.numbers(desk, 1)
        done(desk.change_invoice(1, {"invoiceNumber": number}))

        assert [found for _, found in self.numbers(desk, 2)] == ["0002", "0003"]

    def test_a_number_given_up_may_be_used_again_by_hand(self, desk: OfficeDesk) -> None:
        self.numbers(desk, 2)
        done(desk.change_invoice(1, {"invoiceNumber": "A-1"}))
        done(desk.change_invoice(1, {"invoiceNumber": "A-2"}))

        assert done(desk.change_invoice(2, {"invoiceNumber": "A-1"})).json["invoiceNumber"] == "A-1"

    def test_a_refused_change_leaves_its_number_free(self, desk: OfficeDesk) -> None:
        self.numbers(desk, 2)
        desk.paid(10)

        refused(desk.change_invoice(1, {"invoiceNumber": "B", "payments": [{"id": 1, "amount": 11}]}), 400)

        assert done(desk.change_invoice(2, {"invoiceNumber": "B"})).json["invoiceNumber"] == "B"

    def test_invoices_created_concurrently_have_numbers_without_gaps(self, desk: OfficeDesk) -> None:
        desk.create_invoice()
        done(desk.change_invoice(1, {"invoiceNumber": "0020"}))

        replies = desk.at_once("create_invoice", [b""] * 40, threads=10)

        numbers = sorted(reply.json["invoiceNumber"] for reply in replies)
        assert {reply.status for reply in replies} == {201}
        assert sorted(reply.json["id"] for reply in replies) == list(range(2, 42))
        assert numbers == [f"{n:04}" for n in range(2, 43) if n != 20]


COVERING: dict[str, Callable[[OfficeDesk], Reply]] = {
    "a new payment": lambda desk: desk.create_payment(payment_of(20, {1: 20})),
    "an old payment's new share": lambda desk: desk.change_payment(2, {"invoices": [{"invoiceId": 1, "amount": 20}]}),
    "an old payment's larger share": lambda desk: desk.change_payment(
        1, {"invoices": [{"invoiceId": 1, "amount": 30}]}
    ),
    "the invoice's own list": lambda desk: desk.change_invoice(
        1, {"payments": [{"id": 1, "amount": 10}, {"id": 2, "amount": 20}]}
    ),
    "a lower price": lambda desk: desk.change_invoice(1, {"totalCharged": 10}),
}
UNCOVERING: dict[str, Callable[[OfficeDesk], Reply]] = {
    "the payment's smaller share": lambda desk: desk.change_payment(
        1, {"invoices": [{"invoiceId": 1, "amount": 29.99}]}
    ),
    "the payment's share gone": lambda desk: desk.change_payment(1, {"invoices": []}),
    "the payment deleted": lambda desk: desk.delete_payment(1),
    "the invoice's smaller list": lambda desk: desk.change_invoice(1, {"payments": []}),
    "a higher price": lambda desk: desk.change_invoice(1, {"totalCharged": 30.01}),
}


class TestStatus:
    """The status follows a change of lines, price or allocations, unless the request sets it."""

    @pytest.mark.parametrize("before", STATUSES)
    @pytest.mark.parametrize("after", STATUSES)
    def test_any_status_may_be_set_by_hand(self, desk: OfficeDesk, before: str, after: str) -> None:
        desk.priced(30, status=before)

        done(desk.change_invoice(1, {"status": after}))

        assert done(desk.invoice(1)).json["status"] == after

    def test_an_empty_draft_opens_with_its_first_lines(self, desk: OfficeDesk) -> None:
        desk.create_invoice()

        assert done(desk.change_invoice(1, {"totalCharged": 30})).json["status"] == "draft"
        assert done(desk.change_invoice(1, {"lineItems": []})).json["status"] == "draft"
        assert done(desk.change_invoice(1, {"lineItems": [DACA]})).json["status"] == "open"

    @pytest.mark.parametrize("status", ["open", "completed", "closed"])
    def test_first_lines_change_the_status_of_a_draft_only(self, desk: OfficeDesk, status: str) -> None:
        desk.create_invoice()
        done(desk.change_invoice(1, {"status": status}))

        after = done(desk.change_invoice(1, {"lineItems": [DACA]})).json["status"]

        assert after == ("open" if status == "completed" else status)

    def test_a_draft_set_back_by_hand_stays_one_when_its_lines_change(self, desk: OfficeDesk) -> None:
        desk.priced(30, status="draft")

        assert done(desk.change_invoice(1, {"lineItems": [DACA, DACA]})).json["status"] == "draft"

    @pytest.mark.parametrize("status", STATUSES)
    @pytest.mark.parametrize("is_paid", [True, False])
    def test_other_changes_do_not_change_the_status(self, desk: OfficeDesk, status: str, is_paid: bool) -> None:
        desk.priced(30)
        if is_paid:
            desk.paid(30, {1: 30})
        done(desk.change_invoice(1, {"status": status}))
        others = {"clientNote": "x", "billTo": "x", "clients": [7], "invoiceDate": "2021-01-01", "invoiceNumber": "x"}

        after = [done(desk.change_invoice(1, {name: value})).json["status"] for name, value in others.items()]

        assert after == [status] * len(others)

    @pytest.mark.parametrize("cause", COVERING)
    @pytest.mark.parametrize("status", STATUSES)
    def test_a_covered_price_completes_a_draft_or_an_open_invoice(
        self, desk: OfficeDesk, status: str, cause: str
    ) -> None:
        desk.priced(30)
        desk.paid(30, {1: 10})
        desk.paid(30)
        done(desk.change_invoice(1, {"status": status}))
        before = snapshot()

        reply = COVERING[cause](desk)

        if status == "closed" and cause != "a lower price":
            assert "closed" in refused(reply, 400)
            assert snapshot() == before
        else:
            assert reply.status in (200, 201)
            assert done(desk.invoice(1)).json["status"] == ("closed" if status == "closed" else "completed")

    @pytest.mark.parametrize("cause", UNCOVERING)
    @pytest.mark.parametrize("status", STATUSES)
    def test_a_price_that_is_no_longer_covered_reopens_a_completed_invoice(
        self, desk: OfficeDesk, status: str, cause: str
    ) -> None:
        desk.priced(30)
        desk.paid(30, {1: 30})
        done(desk.change_invoice(1, {"status": status}))

        reply = UNCOVERING[cause](desk)

        assert reply.status in (200, 204)
        assert done(desk.invoice(1)).json["status"] == ("open" if status == "completed" else status)

    def test_a_completed_invoice_stays_so_as_long_as_it_is_covered(self, desk: OfficeDesk) -> None:
        desk.priced(30)
        desk.paid(50, {1: 50})

        assert done(desk.invoice(1)).json["status"] == "completed"
        assert done(desk.change_payment(1, {"invoices": [{"invoiceId": 1, "amount": 30}]})).status == 200
        assert done(desk.invoice(1)).json["status"] == "completed"
        assert done(desk.change_invoice(1, {"totalCharged": 29})).json["status"] == "completed"

    def test_a_partial_payment_or_a_price_of_zero_completes_no_invoice(self, desk: OfficeDesk) -> None:
        part, free = desk.priced(30), desk.priced(0)

        desk.paid(60, {part: 29.99, free: 30})

        assert [done(desk.invoice(one)).json["status"] for one in (part, free)] == ["open", "open"]

    def test_a_new_line_on_an_invoice_opened_by_hand_completes_it_again_when_it_is_covered(
        self, desk: OfficeDesk
    ) -> None:
        desk.priced(30)
        desk.paid(30, {1: 30})
        done(desk.change_invoice(1, {"status": "open"}))

        assert done(desk.change_invoice(1, {"lineItems": [DACA, DACA]})).json["status"] == "completed"

    @pytest.mark.parametrize("status", STATUSES)
    @pytest.mark.parametrize(
        "change",
        [
            {"lineItems": [DACA, DACA]},
            {"totalCharged": 10},
            {"totalCharged": 99},
            {"payments": []},
            {"lineItems": [DACA, DACA], "totalCharged": 5, "payments": [{"id": 1, "amount": 5}]},
        ],
    )
    def test_a_status_in_the_request_wins_over_the_automatic_one(
        self, desk: OfficeDesk, status: str, change: dict[str, Any]
    ) -> None:
        desk.priced(30)
        desk.paid(30, {1: 30})

        assert done(desk.change_invoice(1, {**change, "status": status})).json["status"] == status

    def test_a_completion_by_hand_is_undone_by_the_next_change_of_the_price(self, desk: OfficeDesk) -> None:
        desk.priced(30)
        done(desk.change_invoice(1, {"status": "completed"}))

        assert done(desk.change_invoice(1, {"billTo": "Me"})).json["status"] == "completed"
        assert done(desk.change_invoice(1, {"totalCharged": 31})).json["status"] == "open"

    def test_the_same_price_or_lines_do_not_change_the_status(self, desk: OfficeDesk) -> None:
        desk.priced(30)
        done(desk.change_invoice(1, {"status": "completed"}))

        assert done(desk.change_invoice(1, {"totalCharged": 30, "lineItems": [DACA]})).json["status"] == "completed"

    def test_the_allocations_of_a_closed_invoice_may_stay_or_fall(self, desk: OfficeDesk) -> None:
        desk.priced(30)
        desk.paid(30, {1: 20})
        done(desk.change_invoice(1, {"status": "closed"}))

        assert done(desk.invoice(1)).json["totalPaid"] == 20
        assert done(desk.change_payment(1, {"payerName": "Me"})).json["invoices"] == [{"invoiceId": 1, "amount": 20}]
        assert done(desk.change_invoice(1, {"payments": [{"id": 1, "amount": 20}]})).json["totalPaid"] == 20
        assert done(desk.change_invoice(1, {"payments": [{"id": 1, "amount": 5}]})).json["totalPaid"] == 5
        assert desk.delete_payment(1).status == 204
        assert {name: done(desk.invoice(1)).json[name] for name in ("status", "totalPaid", "payments")} == {
            "status": "closed",
            "totalPaid": 0,
            "payments": [],
        }

    def test_a_request_that_closes_an_invoice_cannot_pay_it(self, desk: OfficeDesk) -> None:
        desk.priced(30)
        desk.paid(30)

        refused(desk.change_invoice(1, {"status": "closed", "payments": [{"id": 1, "amount": 1}]}), 400)

        assert done(desk.invoice(1)).json["status"] == "open"

    def test_a_request_that_reopens_an_invoice_may_pay_it(self, desk: OfficeDesk) -> None:
        desk.priced(30, status="closed")
        desk.paid(30)

        reply = done(desk.change_invoice(1, {"status": "open", "payments": [{"id": 1, "amount": 1}]}))

        assert (reply.json["status"], reply.json["totalPaid"]) == ("open", 1)

    def test_one_closed_invoice_refuses_the_whole_payment(self, desk: OfficeDesk) -> None:
        desk.priced(30)
        desk.priced(30, status="closed")
        before = snapshot()

        assert "closed" in refused(desk.create_payment(payment_of(30, {1: 10, 2: 10})), 400)

        assert snapshot() == before


class TestAllocations:
    """`payments` in a PATCH replaces the allocations to this invoice and to no other."""

    @pytest.mark.parametrize(
        "share", [{"id": 1, "amount": 10.6}, {"paymentId": 1, "amountTowardsInvoice": 10.6, "paymentAmount": 999}]
    )
    def test_the_fields_may_have_either_name(self, desk: OfficeDesk, share: dict[str, Any]) -> None:
        desk.priced(30)
        desk.paid(20)

        reply = done(desk.change_invoice(1, {"payments": [share]}))

        assert reply.json["payments"] == [{"paymentId": 1, "paymentAmount": 20, "amountTowardsInvoice": 10.6}]
        assert done(desk.payment(1)).json["invoices"] == [{"invoiceId": 1, "amount": 10.6}]

    def test_the_payments_in_a_response_may_be_sent_back(self, desk: OfficeDesk) -> None:
        desk.priced(30, clients=[4])
        desk.paid(20, {1: 7.77})
        received = done(desk.invoice(1)).json

        assert done(desk.change_invoice(1, received)).json == received

    def test_the_list_replaces_the_whole_list_and_changes_no_other_invoice(self, desk: OfficeDesk) -> None:
        desk.priced(30)
        desk.priced(30)
        desk.paid(20, {1: 5, 2: 5})
        desk.paid(20, {1: 6})
        desk.paid(20)

        reply = done(desk.change_invoice(1, {"payments": [{"id": 3, "amount": 9}, {"id": 2, "amount": 1}]}))

        shares = {share["paymentId"]: share["amountTowardsInvoice"] for share in reply.json["payments"]}
        assert shares == {2: 1, 3: 9}
        assert reply.json["totalPaid"] == 10
        assert done(desk.payment(1)).json["invoices"] == [{"invoiceId": 2, "amount": 5}]
        assert done(desk.payment(2)).json["invoices"] == [{"invoiceId": 1, "amount": 1}]
        assert done(desk.payment(3)).json["invoices"] == [{"invoiceId": 1, "amount": 9}]
        assert done(desk.invoice(2)).json["totalPaid"] == 5

    def test_allocations_may_not_exceed_the_payment(self, desk: OfficeDesk) -> None:
        desk.priced(30)
        desk.priced(30)
        desk.paid(20, {2: 5}, donationAmount=5)
        before = snapshot()

        error = refused(desk.change_invoice(1, {"payments": [{"id": 1, "amount": 10.01}]}), 400)

        assert error.startswith(EXCEEDED)
        assert snapshot() == before
        assert done(desk.change_invoice(1, {"payments": [{"id": 1, "amount": 10}]})).json["totalPaid"] == 10

    @pytest.mark.parametrize("kind", ["never made", "deleted", "another office's"])
    def test_an_absent_payment_is_named_in_the_400(self, faktura: Deployment, desk: OfficeDesk, kind: str) -> None:
        desk.priced(30)
        payment_id = 1
        if kind == "deleted":
            desk.paid(20)
            desk.delete_payment(1)
        if kind == "another office's":
            OfficeDesk(faktura, office="second").paid(20)
        before = snapshot()

        [fault] = faults_of(desk.change_invoice(1, {"payments": [{"id": payment_id, "amount": 1}]}))

        assert "payments" in fault
        assert snapshot() == before

    def test_an_invoice_may_have_forty_payments_and_no_more(self, desk: OfficeDesk) -> None:
        desk.priced(100)
        for _ in range(41):
            desk.paid(2)
        forty = [{"id": n, "amount": 1.01} for n in range(1, 41)]

        paid = done(desk.change_invoice(1, {"payments": forty}))
        faults_of(desk.change_invoice(1, {"payments": [*forty, {"id": 41, "amount": 1}]}))

        assert (len(paid.json["payments"]), paid.json["totalPaid"]) == (40, 40.4)
        assert done(desk.invoice(1)).json["totalPaid"] == 40.4
        assert done(desk.change_invoice(1, {"payments": []})).json["totalPaid"] == 0


def test_an_absent_invoice_is_named_in_the_404(desk: OfficeDesk) -> None:
    assert (desk.invoice(9).status, desk.invoice(9).json) == (404, {"error": "No such invoice with id 9"})
    assert desk.change_invoice(9, {"clientNote": "x"}).json == {"error": "No such invoice with id 9"}
    assert desk.payments_of_invoice(9).json == {"error": "No such invoice with id 9"}


@pytest.mark.parametrize("name", ["Łódź", "Nguyễn Thị Ánh", "محمد", "山田太郎", "₹ €", '"<&>\\'])
def test_texts_are_stored_as_sent(desk: OfficeDesk, name: str) -> None:
    change = {"billTo": name, "clientNote": name, "invoiceNumber": name, "lineItems": [{**DACA, "name": name}]}
    desk.create_invoice()

    reply = done(desk.change_invoice(1, change))

    assert {field: reply.json[field] for field in change} == change


def test_a_line_without_description_has_null_in_every_response(desk: OfficeDesk) -> None:
    line = {name: value for name, value in DACA.items() if name != "description"}
    desk.create_invoice()

    reply = done(desk.change_invoice(1, {"lineItems": [line]}))

    assert reply.json == done(desk.invoice(1)).json
    assert {name: value for name, value in reply.json["lineItems"][0].items() if value is not None} == line


@pytest.mark.parametrize("change", [{"total_charged": 5}, {"invoice_number": "9"}, {"line_items": []}])
def test_a_field_name_in_another_spelling_is_unknown(desk: OfficeDesk, change: dict[str, Any]) -> None:
    desk.call("create_invoice")
    reply = desk.call("update_invoice", change, invoiceId=1)

    assert (reply.status, reply.json) == (400, {"error": ["At least one property must be given"]})


@pytest.mark.parametrize("number", ["00\u202801", "0001\u200b", "0001\u202e", "00\u00ad01"])
def test_a_number_with_an_invisible_character_is_refused(desk: OfficeDesk, number: str) -> None:
    desk.call("create_invoice")
    assert desk.call("update_invoice", {"invoiceNumber": number}, invoiceId=1).status == 400


def test_two_numbers_that_look_the_same_are_the_same(desk: OfficeDesk) -> None:
    desk.call("create_invoice")
    desk.call("create_invoice")
    desk.call("update_invoice", {"invoiceNumber": "\u00c5-1"}, invoiceId=1)

    reply = desk.call("update_invoice", {"invoiceNumber": "A\u030a-1"}, invoiceId=2)

    assert (reply.status, reply.json["error"]["invoiceNumberDuplicate"]) == (400, True)


@pytest.mark.parametrize(("field", "lines"), [("billTo", 20), ("clientNote", 200)])
def test_a_text_with_too_many_lines_is_refused(desk: OfficeDesk, field: str, lines: int) -> None:
    desk.call("create_invoice")
    assert desk.call("update_invoice", {field: "\n".join(["x"] * lines)}, invoiceId=1).status == 200
    assert desk.call("update_invoice", {field: "\n" * (lines + 1)}, invoiceId=1).json == {
        "error": [f"{field} must have at most {lines} lines"]
    }
