"""Payments of client billing: allocations, donations, deletion and sums (docs/apis/billing.md)."""

import json
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from tests.support.deployment import Deployment
from tests.support.faults.state import snapshot
from tests.support.offices import (
    CLARA,
    EXCEEDED,
    SHIGERU,
    OfficeDesk,
    created,
    done,
    exactly,
    faults_of,
    ids,
    payment_of,
    refused,
)

AUTHOR = {**SHIGERU, "fullName": "Shigeru Miyamoto", "timestamp": "2020-10-01T06:00:00.000Z"}


def test_a_payment_is_stored_as_sent(faktura: Deployment) -> None:
    with time_machine.travel("2020-10-01T06:00:00Z", tick=False):
        desk = OfficeDesk(faktura)
        desk.priced(30)
        desk.priced(30)
        reply = desk.create_payment(
            {
                "paymentDate": "2020-10-01T00:00:00Z",
                "invoices": [{"invoiceId": 1, "amount": 20}, {"invoiceId": 2, "amount": 10.6}],
                "paymentAmount": 50,
                "paymentType": "cash",
                "donationAmount": 10,
                "payerClientIds": [23, 76],
                "payerName": "Some payer name",
            }
        )
        found = [done(desk.payment(1)).json, *desk.payments_of_invoice(2).json, *desk.payments_of_client(76).json]

    assert (reply.status, reply.headers["Location"]) == (201, "https://api.example.com/api/payments/1")
    assert reply.json == {
        "id": 1,
        "paymentDate": "2020-10-01T00:00:00Z",
        "paymentDay": "2020-10-01",
        "invoices": [{"invoiceId": 1, "amount": 20}, {"invoiceId": 2, "amount": 10.6}],
        "paymentAmount": 50,
        "paymentType": "cash",
        "payerClientIds": [23, 76],
        "payerName": "Some payer name",
        "donationId": 1,
        "donationAmount": 10,
        "redacted": False,
        "createdBy": AUTHOR,
        "lastUpdatedBy": AUTHOR,
    }
    assert found == [reply.json] * 3


def test_a_payment_needs_only_a_date_an_amount_and_a_type(faktura: Deployment) -> None:
    with time_machine.travel("2020-10-01T06:00:00Z", tick=False):
        desk = OfficeDesk(faktura)
        reply = desk.create_payment({"paymentDate": "2020-10-01", "paymentAmount": 0.29, "paymentType": "check"})
        found = done(desk.payment(1)).json

    assert reply.json == {
        "id": 1,
        "paymentDate": "2020-10-01T00:00:00Z",
        "paymentDay": "2020-10-01",
        "invoices": [],
        "paymentAmount": 0.29,
        "paymentType": "check",
        "payerClientIds": [],
        "payerName": None,
        "redacted": False,
        "createdBy": AUTHOR,
        "lastUpdatedBy": AUTHOR,
    }
    assert found == reply.json


def test_a_change_of_a_payment_names_its_author_and_keeps_its_creator(faktura: Deployment) -> None:
    with time_machine.travel("2020-10-01T06:00:00Z", tick=False) as clock:
        OfficeDesk(faktura).paid(10)
        clock.shift(60)
        reply = OfficeDesk(faktura, client_id="clerk", user=CLARA).change_payment(1, {"payerName": "Me"})

    clara = {**CLARA, "fullName": "Clara Clerk", "timestamp": "2020-10-01T06:01:00.000Z"}
    assert (reply.json["createdBy"], reply.json["lastUpdatedBy"]) == (AUTHOR, clara)


def test_payments_and_donations_count_from_one_in_each_office(faktura: Deployment, desk: OfficeDesk) -> None:
    other = OfficeDesk(faktura, office="second")

    made = [desk.create_payment(payment_of(10, donationAmount=n % 2)) for n in range(4)]

    assert [(created(reply), reply.json.get("donationId")) for reply in made] == [(1, None), (2, 1), (3, None), (4, 2)]
    assert other.paid(10) == 1


@pytest.mark.parametrize("kind", ["cash", "credit", "debit", "check", "other"])
def test_a_payment_has_one_of_five_types(desk: OfficeDesk, kind: str) -> None:
    desk.paid(10, paymentType=kind)

    assert done(desk.payment(1)).json["paymentType"] == kind


@pytest.mark.parametrize(
    ("sent", "received"),
    [
        ("2020-10-01", "2020-10-01T00:00:00Z"),
        ("2020-10-01T00:00:00Z", "2020-10-01T00:00:00Z"),
        ("2020-10-01T12:30:45Z", "2020-10-01T12:30:45Z"),
        ("2020-10-01T00:30:00+02:00", "2020-09-30T22:30:00Z"),
        ("2024-02-29", "2024-02-29T00:00:00Z"),
    ],
)
def test_a_payment_date_is_a_date_or_a_date_time(desk: OfficeDesk, sent: str, received: str) -> None:
    desk.paid(10, paymentDate=sent)

    assert done(desk.payment(1)).json["paymentDate"] == received
    assert done(desk.change_payment(1, {"paymentDate": sent})).json["paymentDate"] == received


BROKEN: list[dict[str, Any]] = [
    {"paymentDate": "2020-13-01"},
    {"paymentDate": "2021-02-29T00:00:00Z"},
    {"paymentDate": "now"},
    {"paymentDate": ""},
    {"paymentDate": None},
    {"paymentDate": 1601510400},
    {"paymentAmount": None},
    {"paymentAmount": "20"},
    {"paymentAmount": True},
    {"paymentAmount": 0},
    {"paymentAmount": -20},
    {"paymentAmount": 20.005},
    {"paymentType": None},
    {"paymentType": "crypto"},
    {"paymentType": "Cash"},
    {"invoices": None},
    {"invoices": {}},
    {"invoices": [{"invoiceId": 1}]},
    {"invoices": [{"amount": 1}]},
    {"invoices": [{"invoiceId": 1, "amount": 0}]},
    {"invoices": [{"invoiceId": 1, "amount": -1}]},
    {"invoices": [{"invoiceId": 1, "amount": "1"}]},
    {"invoices": [{"invoiceId": 1, "amount": 1.005}]},
    {"invoices": [{"invoiceId": "1", "amount": 1}]},
    {"invoices": [{"invoiceId": 1, "amount": 1}, {"invoiceId": 1, "amount": 2}]},
    {"invoices": [{"invoiceId": 99, "amount": 1}]},
    {"donationAmount": "1"},
    {"donationAmount": -1},
    {"donationAmount": 1.005},
    {"payerClientIds": None},
    {"payerClientIds": [23, 23]},
    {"payerClientIds": ["23"]},
    {"payerName": 7},
]


@pytest.mark.parametrize("broken", BROKEN)
def test_a_payment_that_breaks_a_rule_is_not_stored(desk: OfficeDesk, broken: dict[str, Any]) -> None:
    desk.priced(30)
    before = snapshot()
    [name] = broken

    faults = faults_of(desk.create_payment(payment_of(20, **broken)))

    assert all(name in fault for fault in faults)
    assert snapshot() == before


@pytest.mark.parametrize("broken", BROKEN)
def test_a_change_that_breaks_a_rule_is_not_stored(desk: OfficeDesk, broken: dict[str, Any]) -> None:
    desk.priced(30)
    desk.paid(20, {1: 3})
    before = snapshot()
    [name] = broken

    faults = faults_of(desk.change_payment(1, broken))

    assert all(name in fault for fault in faults)
    assert snapshot() == before


def test_all_missing_fields_are_named_at_once(desk: OfficeDesk) -> None:
    faults = faults_of(desk.create_payment({"payerName": "Me"}))

    assert sorted(fault.split()[0] for fault in faults) == ["paymentAmount", "paymentDate", "paymentType"]


@pytest.mark.parametrize("amount", ["1.10", "19.99", "0.29", "0.01", "40.0", "1e2", "1234567.89"])
def test_an_amount_is_returned_to_the_cent_and_without_exponent(desk: OfficeDesk, amount: str) -> None:
    body = json.dumps(payment_of(0, {})).replace('"paymentAmount": 0', f'"paymentAmount": {amount}').encode()

    reply = desk.call("create_payment", body, headers={"Content-Type": "application/json"})

    assert created(reply) == 1
    for answer in (reply, done(desk.payment(1))):
        received = exactly(answer)["paymentAmount"]
        assert received == Decimal(amount)
        assert f'"paymentAmount":{format(Decimal(received), "f")}' in answer.text.replace(" ", "")


@pytest.mark.parametrize("amount", ["1e400", "1" * 39, "0." + "1" * 39, "NaN", "1e126", "1.005", '"40"', "true"])
def test_an_amount_that_is_not_in_cents_is_refused(desk: OfficeDesk, amount: str) -> None:
    body = json.dumps(payment_of(0, {})).replace('"paymentAmount": 0', f'"paymentAmount": {amount}').encode()

    reply = desk.call("create_payment", body, headers={"Content-Type": "application/json"})

    assert (reply.status, list(reply.json)) == (400, ["error"])
    assert snapshot() == []


class TestAllocating:
    """Allocations and donation may not exceed the payment, and need open invoices. A change is all or nothing."""

    def test_a_payment_may_be_allocated_to_the_last_cent(self, desk: OfficeDesk) -> None:
        for _ in range(3):
            desk.priced(30)

        desk.paid(0.6, {1: 0.1, 2: 0.2, 3: 0.29}, donationAmount=0.01)

        assert [done(desk.invoice(n)).json["totalPaid"] for n in (1, 2, 3)] == [0.1, 0.2, 0.29]

    @pytest.mark.parametrize(
        ("amount", "shares", "donation"),
        [
            (20, {1: 20.01}, None),
            (20, {1: 10, 2: 10.01}, None),
            (20, {1: 20}, 10),
            (20, {}, 20.01),
            (0.3, {1: 0.1, 2: 0.2}, 0.01),
        ],
    )
    def test_a_new_payment_may_not_allocate_a_cent_more(
        self, desk: OfficeDesk, amount: Any, shares: dict[int, Any], donation: Any
    ) -> None:
        desk.priced(30)
        desk.priced(30)
        before = snapshot()

        error = refused(desk.create_payment(payment_of(amount, shares, donationAmount=donation)), 400)

        assert error.startswith(EXCEEDED)
        assert snapshot() == before

    @pytest.mark.parametrize(
        "change",
        [
            {"paymentAmount": 14.99},
            {"donationAmount": 10.01},
            {"invoices": [{"invoiceId": 1, "amount": 15.01}]},
            {"invoices": [{"invoiceId": 1, "amount": 15}, {"invoiceId": 2, "amount": 0.01}]},
        ],
    )
    def test_a_change_may_not_allocate_a_cent_more(self, desk: OfficeDesk, change: dict[str, Any]) -> None:
        desk.priced(30)
        desk.priced(30)
        desk.paid(20, {1: 10}, donationAmount=5)
        before = snapshot()

        assert refused(desk.change_payment(1, change), 400).startswith(EXCEEDED)

        assert snapshot() == before

    def test_amount_allocations_and_donation_may_change_together(self, desk: OfficeDesk) -> None:
        desk.priced(30)
        desk.priced(30)
        desk.paid(20, {1: 10}, donationAmount=5)
        change = {"paymentAmount": 8, "donationAmount": 1, "invoices": [{"invoiceId": 2, "amount": 7}]}

        reply = done(desk.change_payment(1, change))

        assert {name: reply.json[name] for name in change} == change
        assert [done(desk.invoice(n)).json["totalPaid"] for n in (1, 2)] == [0, 7]
        assert [entry["paymentAmount"] for entry in done(desk.invoice(2)).json["payments"]] == [8]

    def test_an_unknown_invoice_is_refused_also_of_another_office(self, faktura: Deployment, desk: OfficeDesk) -> None:
        OfficeDesk(faktura, office="second").priced(30)
        never_made = payment_of(20, {77: 1})
        of_another_office = payment_of(20, {1: 1})

        faults = [faults_of(desk.create_payment(payment)) for payment in (never_made, of_another_office)]

        assert [fault.replace("77", "1") for fault in faults[0]] == faults[1]

    def test_a_payment_for_several_invoices_names_them_all_in_every_response(self, desk: OfficeDesk) -> None:
        for n in (1, 2, 3):
            desk.priced(30, clients=[n])
        desk.paid(60, {3: 10, 1: 20, 2: 30}, payerClientIds=[9])
        shares = {1: 20, 2: 30, 3: 10}

        found = [
            done(desk.payment(1)).json,
            *done(desk.payments_of_invoice(2)).json,
            *done(desk.payments_of_client(3)).json,
            *done(desk.payments_of_client(9)).json,
        ]

        assert [{one["invoiceId"]: one["amount"] for one in payment["invoices"]} for payment in found] == [shares] * 4

    def test_an_over_payment_shows_in_the_total(self, desk: OfficeDesk) -> None:
        desk.priced(30)

        desk.paid(50, {1: 35})
        desk.paid(50, {1: 0.5})

        invoice = done(desk.invoice(1)).json
        assert (invoice["totalCharged"], invoice["totalPaid"], invoice["status"]) == (30, 35.5, "completed")

    def test_ten_payments_of_ten_cents_are_a_dollar(self, desk: OfficeDesk) -> None:
        desk.priced(1)

        for _ in range(10):
            desk.paid(0.1, {1: 0.1})

        invoice = exactly(done(desk.invoice(1)))
        assert (invoice["totalPaid"], invoice["status"]) == (Decimal(1), "completed")

    def test_a_payment_may_have_forty_invoices_and_no_more(self, desk: OfficeDesk) -> None:
        desk.priced(1.5)
        for _ in range(40):
            desk.create_invoice()
        forty = dict.fromkeys(range(1, 41), 1.5)

        made = desk.create_payment(payment_of(100, forty, payerClientIds=[1, 2]))
        before = snapshot()
        faults_of(desk.create_payment(payment_of(100, {**forty, 41: 1})))
        faults_of(desk.change_payment(1, {"invoices": payment_of(100, {**forty, 41: 1})["invoices"]}))

        assert (created(made), len(made.json["invoices"])) == (1, 40)
        assert snapshot() == before

        done(desk.change_payment(1, {"paymentAmount": 120, "donationAmount": 10}))
        raised = done(desk.invoice(1)).json
        done(desk.change_payment(1, {"invoices": [{"invoiceId": 41, "amount": 100}]}))
        moved = [done(desk.invoice(n)).json["totalPaid"] for n in (1, 40, 41)]
        done(desk.change_payment(1, {"invoices": payment_of(100, forty)["invoices"]}))
        deleted = desk.delete_payment(1)

        assert raised["payments"] == [{"paymentId": 1, "paymentAmount": 120, "amountTowardsInvoice": 1.5}]
        assert raised["status"] == "completed"
        assert moved == [0, 0, 100]
        assert deleted.status == 204
        assert [done(desk.invoice(n)).json["totalPaid"] for n in (1, 40, 41)] == [0, 0, 0]
        assert done(desk.invoice(1)).json["status"] == "open"

    def test_an_invoice_may_have_forty_payments_and_no_more(self, desk: OfficeDesk) -> None:
        desk.priced(1_000)
        shares = [{"id": desk.paid(20), "amount": 19.99} for _ in range(39)]
        done(desk.change_invoice(1, {"payments": shares}))
        desk.paid(20, {1: 19.99})
        desk.paid(20)
        before = snapshot()

        faults_of(desk.create_payment(payment_of(20, {1: 1})))
        faults_of(desk.change_payment(41, {"invoices": [{"invoiceId": 1, "amount": 1}]}))

        assert snapshot() == before
        assert done(desk.invoice(1)).json["totalPaid"] == 799.6
        assert desk.delete_payment(7).status == 204
        assert desk.paid(20, {1: 1}) == 42
        assert done(desk.invoice(1)).json["totalPaid"] == 780.61


class TestChanges:
    """A change is partial; an array replaces the whole array."""

    @pytest.mark.parametrize("change", [{}, {"surprise": 1}, {"id": 7, "donationId": 3, "redacted": True}])
    def test_a_change_without_a_known_field_is_refused(self, desk: OfficeDesk, change: dict[str, Any]) -> None:
        desk.paid(20)
        before = snapshot()

        faults_of(desk.change_payment(1, change))

        assert snapshot() == before

    @pytest.mark.parametrize(
        "change",
        [
            {"paymentDate": "2021-01-02T03:04:05Z"},
            {"paymentAmount": 99.99},
            {"paymentType": "other"},
            {"payerName": "Another"},
            {"payerName": None},
            {"payerClientIds": [1]},
            {"payerClientIds": []},
            {"invoices": [{"invoiceId": 2, "amount": 1.1}]},
            {"invoices": []},
            {"donationAmount": 4.5},
        ],
    )
    def test_a_change_affects_the_named_fields_only(self, desk: OfficeDesk, change: dict[str, Any]) -> None:
        desk.priced(30)
        desk.priced(30)
        desk.paid(20, {1: 3}, donationAmount=2, payerClientIds=[23, 76], payerName="Some payer name")
        before = done(desk.payment(1)).json

        reply = done(desk.change_payment(1, change))

        day = change.get("paymentDate", before["paymentDay"])[:10]
        assert reply.json == {**before, **change, "paymentDay": day, "lastUpdatedBy": reply.json["lastUpdatedBy"]}
        assert done(desk.payment(1)).json == reply.json

    def test_an_unknown_field_is_ignored(self, desk: OfficeDesk) -> None:
        desk.paid(20)

        reply = done(desk.change_payment(1, {"id": 9, "redacted": True, "surprise": 1, "payerName": "Me"}))

        assert (reply.json["id"], reply.json["redacted"], reply.json["payerName"]) == (1, False, "Me")
        assert "surprise" not in reply.json

    def test_a_response_may_be_sent_back(self, desk: OfficeDesk) -> None:
        desk.priced(30)
        desk.paid(20, {1: 3.33}, donationAmount=2.5, payerClientIds=[1])
        received = done(desk.payment(1)).json

        assert done(desk.change_payment(1, received)).json == received

    def test_an_allocation_moves_from_one_invoice_to_another(self, desk: OfficeDesk) -> None:
        desk.priced(30)
        desk.priced(30)
        desk.paid(30, {1: 30})

        done(desk.change_payment(1, {"invoices": [{"invoiceId": 2, "amount": 30}]}))

        first, second = done(desk.invoice(1)).json, done(desk.invoice(2)).json
        assert (first["status"], first["totalPaid"], first["payments"]) == ("open", 0, [])
        assert (second["status"], second["totalPaid"]) == ("completed", 30)

    def test_a_raised_payment_shows_on_its_invoices_and_changes_no_status(self, desk: OfficeDesk) -> None:
        desk.priced(30)
        desk.paid(30, {1: 30})
        done(desk.change_invoice(1, {"status": "draft"}))

        done(desk.change_payment(1, {"paymentAmount": 31}))

        invoice = done(desk.invoice(1)).json
        assert invoice["payments"] == [{"paymentId": 1, "paymentAmount": 31, "amountTowardsInvoice": 30}]
        assert invoice["status"] == "draft"


class TestDonations:
    """A donation is part of its payment and belongs to no invoice."""

    def donation(self, desk: OfficeDesk, payment_id: int = 1) -> tuple[Any, Any]:
        payment = done(desk.payment(payment_id)).json
        return payment.get("donationId"), payment.get("donationAmount")

    def test_a_donation_is_added_changed_and_removed(self, desk: OfficeDesk) -> None:
        desk.paid(20)

        without = self.donation(desk)
        done(desk.change_payment(1, {"donationAmount": 5}))
        begun = self.donation(desk)
        done(desk.change_payment(1, {"donationAmount": 7.5}))
        changed = self.donation(desk)
        done(desk.change_payment(1, {"payerName": "Me"}))
        kept = self.donation(desk)

        assert (without, begun, changed, kept) == ((None, None), (1, 5), (1, 7.5), (1, 7.5))

    @pytest.mark.parametrize("nothing", [0, None])
    def test_a_donation_of_zero_removes_it_and_the_next_has_another_id(self, desk: OfficeDesk, nothing: Any) -> None:
        desk.paid(20, donationAmount=5)

        done(desk.change_payment(1, {"donationAmount": nothing}))
        ended = done(desk.payment(1)).json
        done(desk.change_payment(1, {"donationAmount": 6}))

        assert "donationId" not in ended
        assert "donationAmount" not in ended
        assert self.donation(desk) == (2, 6)

    def test_the_amount_of_a_removed_donation_may_be_allocated(self, desk: OfficeDesk) -> None:
        desk.priced(30)
        desk.paid(20, donationAmount=20)

        done(desk.change_payment(1, {"donationAmount": 0, "invoices": [{"invoiceId": 1, "amount": 20}]}))

        assert done(desk.invoice(1)).json["totalPaid"] == 20

    def test_a_donation_counts_for_no_invoice(self, desk: OfficeDesk) -> None:
        desk.priced(30)

        desk.paid(50, {1: 20}, donationAmount=30)

        invoice = done(desk.invoice(1)).json
        assert (invoice["totalPaid"], invoice["status"]) == (20, "open")

    def test_donations_are_numbered_across_payments(self, desk: OfficeDesk) -> None:
        for n in range(1, 4):
            desk.paid(20, donationAmount=n)

        assert [self.donation(desk, n) for n in range(1, 4)] == [(1, 1), (2, 2), (3, 3)]

    def test_a_donation_is_deleted_with_its_payment(self, desk: OfficeDesk) -> None:
        desk.paid(20, donationAmount=5)

        desk.delete_payment(1)

        assert desk.payment(1).status == 404
        assert created(desk.create_payment(payment_of(20, donationAmount=1))) == 2
        assert self.donation(desk, 2) == (2, 1)


class TestDeletion:
    """A deleted payment is 404. Balances, statuses and lists follow."""

    def test_a_deleted_payment_is_404_on_every_endpoint(self, desk: OfficeDesk) -> None:
        desk.priced(30, clients=[4])
        desk.paid(20, {1: 20}, payerClientIds=[5])

        reply = desk.delete_payment(1)

        gone = (404, {"error": "No such payment with id 1"})
        assert (reply.status, reply.text) == (204, "")
        assert [(again.status, again.json) for again in (desk.payment(1), desk.delete_payment(1))] == [gone] * 2
        changed = desk.change_payment(1, {"payerName": "Me"})
        assert (changed.status, changed.json) == gone
        lists = [
            desk.payments_of_invoice(1),
            desk.payments_of_client(4),
            desk.payments_of_client(5),
            desk.detached_payments(),
        ]
        assert [ids(found) for found in lists] == [[], [], [], []]

    def test_its_invoices_are_owed_again(self, desk: OfficeDesk) -> None:
        desk.priced(30)
        desk.priced(30)
        desk.paid(60, {1: 30, 2: 10})
        desk.paid(5, {2: 5})

        desk.delete_payment(1)

        found = [done(desk.invoice(n)).json for n in (1, 2)]
        assert [(one["totalPaid"], one["status"], len(one["payments"])) for one in found] == [
            (0, "open", 0),
            (5, "open", 1),
        ]

    def test_its_id_is_not_used_again(self, desk: OfficeDesk) -> None:
        desk.paid(20)
        desk.delete_payment(1)

        assert desk.paid(20) == 2

    def test_its_item_is_kept(self, faktura: Deployment, desk: OfficeDesk) -> None:
        desk.paid(19.99, donationAmount=5)

        desk.delete_payment(1)

        assert any(Decimal("19.99") in item.values() for item in faktura.items("BillingTable"))

    def test_a_payment_that_never_existed_is_404(self, desk: OfficeDesk) -> None:
        answers = [desk.payment(9), desk.change_payment(9, {"payerName": "x"}), desk.delete_payment(9)]

        assert [(one.status, one.json) for one in answers] == [(404, {"error": "No such payment with id 9"})] * 3
