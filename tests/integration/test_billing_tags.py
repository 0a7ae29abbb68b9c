"""Tags: what is redacted for requests that do not name them, on every endpoint (docs/apis/billing.md)."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from tests.support.deployment import Deployment, Reply
from tests.support.faults.state import snapshot
from tests.support.offices import (
    CLARA,
    CLERICAL,
    DACA,
    ROUTES,
    OfficeDesk,
    created,
    done,
    faults_of,
    ids,
    payment_of,
    refused,
)

TAG = "immigration"
TAGGED = {"tags": TAG}
TIME = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z")
SECRETS = ("317.77", "413.13", "211.31", "23.57", "Asylum", "Confidential")
"""Amounts and words of tagged objects. No response may have them without the tag."""


@pytest.fixture
def clerk(faktura: Deployment) -> OfficeDesk:
    return OfficeDesk(faktura, client_id="clerk", scopes=(*CLERICAL, "numbering:audit"), user=CLARA)


def secret_invoice(desk: OfficeDesk, by: str = "creation", **fields: Any) -> int:
    """The id of a tagged invoice, tagged when it was created or by its last change."""
    secret = {
        "lineItems": [{**DACA, "name": "Asylum", "rate": 317.77}],
        "clientNote": "Confidential",
        "totalCharged": 317.77,
        "clients": [45],
        "billTo": "Ana Ortiz",
    } | fields
    invoice_id = created(desk.create_invoice(**(TAGGED if by == "creation" else {})))
    done(desk.change_invoice(invoice_id, secret, **TAGGED))
    return invoice_id


def assert_no_secrets(*replies: Reply) -> None:
    for reply in replies:
        text = TIME.sub("", reply.text)  # the second 23.57 is no amount
        assert not [secret for secret in SECRETS if secret in text], text


def everything(desk: OfficeDesk, **query: str) -> dict[str, Reply]:
    """The responses of all reading endpoints of a small office."""
    found = {f"invoice {n}": desk.invoice(n, **query) for n in (1, 2, 3)}
    found |= {f"payments of invoice {n}": desk.payments_of_invoice(n, **query) for n in (1, 2, 3)}
    found |= {f"payment {n}": desk.payment(n, **query) for n in (1, 2)}
    found |= {f"invoices of client {n}": desk.invoices_of_client(n, **query) for n in (45, 46)}
    found |= {f"payments of client {n}": desk.payments_of_client(n, **query) for n in (45, 46, 47)}
    found |= {"detached invoices": desk.detached_invoices(**query)}
    return found | {"detached payments": desk.detached_payments(**query)}


@pytest.mark.parametrize("by", ["creation", "change"])
def test_a_tagged_invoice_is_redacted_unless_its_tag_is_named(desk: OfficeDesk, by: str) -> None:
    secret_invoice(desk, by)
    desk.paid(413.13, {1: 211.31}, **TAGGED)
    full = done(desk.invoice(1, **TAGGED)).json

    redacted = done(desk.invoice(1)).json

    assert (full["totalCharged"], full["totalPaid"], full["redacted"]) == (317.77, 211.31, False)
    assert full["payments"] == [{"paymentId": 1, "paymentAmount": 413.13, "amountTowardsInvoice": 211.31}]
    assert redacted == full | {
        "clientNote": None,
        "totalCharged": None,
        "totalPaid": None,
        "lineItems": [],
        "payments": [{"paymentId": 1, "paymentAmount": None, "amountTowardsInvoice": None}],
        "redacted": True,
    }


@pytest.mark.parametrize("by", ["its own tag", "its invoice's tag", "a tag its invoice got later"])
def test_a_tagged_payment_is_redacted_unless_its_tag_is_named(desk: OfficeDesk, by: str) -> None:
    invoice_id = secret_invoice(desk) if by == "its invoice's tag" else desk.priced(30)
    query = {} if by == "a tag its invoice got later" else TAGGED
    desk.paid(413.13, {invoice_id: 211.31}, donationAmount=23.57, payerClientIds=[23], payerName="Payer", **query)
    if by == "a tag its invoice got later":
        done(desk.change_invoice(invoice_id, {"billTo": "Me"}, **TAGGED))
    full = done(desk.payment(1, **TAGGED)).json

    redacted = done(desk.payment(1)).json

    assert (full["paymentAmount"], full["donationAmount"], full["redacted"]) == (413.13, 23.57, False)
    assert full["invoices"] == [{"invoiceId": invoice_id, "amount": 211.31}]
    assert redacted == full | {
        "paymentAmount": None,
        "donationAmount": None,
        "invoices": [{"invoiceId": invoice_id, "amount": None}],
        "redacted": True,
    }


def test_the_invoice_of_a_tagged_payment_is_not_redacted_but_the_payment_on_it_is(desk: OfficeDesk) -> None:
    desk.priced(500)
    desk.paid(413.13, {1: 211.31}, **TAGGED)
    desk.paid(50, {1: 20})

    invoice = done(desk.invoice(1)).json

    assert (invoice["redacted"], invoice["totalCharged"], invoice["clientNote"]) == (False, 500, "")
    assert invoice["payments"] == [
        {"paymentId": 1, "paymentAmount": None, "amountTowardsInvoice": None},
        {"paymentId": 2, "paymentAmount": 50, "amountTowardsInvoice": 20},
    ]
    assert done(desk.invoice(1, **TAGGED)).json["payments"][0] == {
        "paymentId": 1,
        "paymentAmount": 413.13,
        "amountTowardsInvoice": 211.31,
    }


def shared_between_two_invoices(desk: OfficeDesk) -> None:
    """Invoice 1 (client 45) is tagged, 2 (client 46) and 3 (none) are not; payment 1 pays 1 and 2, payment 2 pays 3."""
    secret_invoice(desk)
    desk.priced(500, clients=[46])
    desk.priced(90)
    desk.paid(413.13, {1: 317.77, 2: 23.57}, payerClientIds=[47], **TAGGED)
    desk.paid(40, {3: 40})


@pytest.mark.parametrize("who", ["desk", "clerk"])
def test_no_endpoint_reveals_redacted_data_without_the_tag(desk: OfficeDesk, clerk: OfficeDesk, who: str) -> None:
    shared_between_two_invoices(desk)
    reader = desk if who == "desk" else clerk

    found = everything(reader)

    assert {reply.status for reply in found.values()} == {200}
    # an invoice that is not tagged shows its total paid, even if one of its payments is redacted
    shown = {
        name: Reply(reply.status, {}, reply.text.replace('"totalPaid":23.57', "")) for name, reply in found.items()
    }
    assert_no_secrets(*shown.values())
    assert done(found["invoice 2"]).json["payments"] == [
        {"paymentId": 1, "paymentAmount": None, "amountTowardsInvoice": None}
    ]
    assert done(found["payment 2"]).json["paymentAmount"] == 40


def test_every_endpoint_shows_everything_with_the_tag(desk: OfficeDesk) -> None:
    shared_between_two_invoices(desk)

    found = {name: done(reply).json for name, reply in everything(desk, **TAGGED).items()}

    invoices, payments = [found[f"invoice {n}"] for n in (1, 2, 3)], [found[f"payment {n}"] for n in (1, 2)]
    assert not [one for one in [*invoices, *payments] if one["redacted"]]
    assert found["invoices of client 45"] == invoices[:1]
    assert found["invoices of client 46"] == invoices[1:2]
    assert found["detached invoices"] == invoices[2:]
    assert [found[f"payments of client {n}"] for n in (45, 46, 47)] == [payments[:1]] * 3
    assert found["detached payments"] == payments[1:]
    assert [found[f"payments of invoice {n}"] for n in (1, 2, 3)] == [payments[:1], payments[:1], payments[1:]]


def test_lists_redact_like_single_reads(desk: OfficeDesk) -> None:
    shared_between_two_invoices(desk)

    found = {name: done(reply).json for name, reply in everything(desk).items()}

    assert found["invoices of client 45"] == [found["invoice 1"]]
    assert found["invoices of client 46"] == [found["invoice 2"]]
    assert [found[f"payments of client {n}"] for n in (45, 46, 47)] == [[found["payment 1"]]] * 3
    assert [found[f"payments of invoice {n}"] for n in (1, 2, 3)] == [[found[f"payment {n}"]] for n in (1, 1, 2)]
    assert [found[f"invoice {n}"]["redacted"] for n in (1, 2, 3)] == [True, False, False]
    assert [found[f"payment {n}"]["redacted"] for n in (1, 2)] == [True, False]


def test_detached_lists_redact_and_never_filter(desk: OfficeDesk) -> None:
    secret_invoice(desk, clients=[])
    desk.paid(413.13, {1: 211.31}, **TAGGED)
    desk.priced(10)

    invoices, payments = desk.detached_invoices(), desk.detached_payments()

    assert (ids(invoices), ids(payments)) == ([1, 2], [1])
    assert_no_secrets(invoices, payments)
    assert [one["redacted"] for one in (*invoices.json, *payments.json)] == [True, False, True]
    assert done(desk.detached_invoices(**TAGGED)).json[0]["totalCharged"] == 317.77
    assert done(desk.detached_payments(**TAGGED)).json[0]["paymentAmount"] == 413.13


def test_an_invoice_of_forty_payments_is_tagged_with_all_of_them(desk: OfficeDesk, clerk: OfficeDesk) -> None:
    first, second = desk.priced(5_000, clients=[45]), desk.priced(5_000, clients=[46])
    paid = [desk.paid(413.13, payerClientIds=[47]) for _ in range(40)]
    for invoice_id in (first, second):
        shares = [{"id": payment_id, "amount": 2.5} for payment_id in paid]
        done(desk.change_invoice(invoice_id, {"payments": shares}))

    done(desk.change_invoice(first, {"totalCharged": 317.77}, **TAGGED))

    shown = [clerk.payments_of_invoice(second), clerk.payments_of_client(47), clerk.payments_of_client(46)]
    assert [{one["redacted"] for one in done(reply).json} for reply in shown] == [{True}] * 3
    assert [len(reply.json) for reply in shown] == [40] * 3
    other = done(clerk.invoice(second))
    nothing = {"paymentAmount": None, "amountTowardsInvoice": None}
    assert other.json["payments"] == [{"paymentId": n, **nothing} for n in range(1, 41)]
    assert_no_secrets(*shown, other, clerk.invoice(first))
    assert len(done(desk.invoice(second, **TAGGED)).json["payments"]) == 40
    refused(clerk.change_payment(17, {"payerName": "x"}), 403)


def test_a_payment_without_its_tagged_invoice_is_no_longer_redacted(desk: OfficeDesk, clerk: OfficeDesk) -> None:
    desk.priced(30)
    desk.priced(30)
    desk.paid(20, {1: 5, 2: 5})
    done(desk.change_invoice(1, {"clientNote": "Confidential"}, **TAGGED))
    redacted = [done(clerk.payment(1)).json["redacted"], done(clerk.invoice(2)).json["payments"][0]["paymentAmount"]]

    done(desk.change_invoice(1, {"payments": []}, **TAGGED))

    assert redacted == [True, None]
    assert done(clerk.payment(1)).json["redacted"] is False
    assert done(clerk.invoice(2)).json["payments"] == [{"paymentId": 1, "paymentAmount": 20, "amountTowardsInvoice": 5}]


class TestWriting:
    """A change of, or an allocation to, a redacted object needs the tag. Refusals reveal nothing."""

    @pytest.mark.parametrize("who", ["desk", "clerk"])
    @pytest.mark.parametrize(
        "change",
        [
            {"clientNote": "x"},
            {"totalCharged": 1},
            {"totalCharged": 317.77},
            {"lineItems": []},
            {"status": "closed"},
            {"clients": []},
            {"billTo": "Ana Ortiz"},
            {"payments": []},
            {"payments": [{"id": 1, "amount": 211.31}]},
            {"payments": [{"id": 1, "amount": 99_999}]},
            {"payments": [{"id": 99, "amount": 1}]},
            {"invoiceNumber": "0002"},
        ],
    )
    def test_a_redacted_invoice_is_not_changed_and_every_guess_gets_the_same_response(
        self, desk: OfficeDesk, clerk: OfficeDesk, who: str, change: dict[str, Any]
    ) -> None:
        secret_invoice(desk)
        desk.priced(30)
        desk.paid(413.13, {1: 211.31}, **TAGGED)
        before = snapshot()
        writer = desk if who == "desk" else clerk

        reply = writer.change_invoice(1, change)

        assert reply.json == {"error": refused(writer.change_invoice(1, {"clientNote": "any"}), 403)}
        assert_no_secrets(reply)
        assert snapshot() == before

    @pytest.mark.parametrize("who", ["desk", "clerk"])
    @pytest.mark.parametrize("by", ["its own tag", "its invoice's tag"])
    @pytest.mark.parametrize(
        "change",
        [
            {"payerName": "x"},
            {"paymentAmount": 413.13},
            {"paymentAmount": 0.01},
            {"donationAmount": 23.57},
            {"donationAmount": 99_999},
            {"donationAmount": None},
            {"invoices": []},
            {"invoices": [{"invoiceId": 1, "amount": 211.31}]},
            {"invoices": [{"invoiceId": 99, "amount": 1}]},
        ],
    )
    def test_a_redacted_payment_is_not_changed_and_every_guess_gets_the_same_response(
        self, desk: OfficeDesk, clerk: OfficeDesk, who: str, by: str, change: dict[str, Any]
    ) -> None:
        self.payment_hidden_by(desk, by)
        before = snapshot()
        writer = desk if who == "desk" else clerk

        reply = writer.change_payment(1, change)

        assert reply.json == {"error": refused(writer.change_payment(1, {"payerName": "any"}), 403)}
        assert_no_secrets(reply)
        assert snapshot() == before

    @pytest.mark.parametrize("by", ["its own tag", "its invoice's tag"])
    def test_a_redacted_payment_is_deleted_only_with_the_tag(
        self, desk: OfficeDesk, clerk: OfficeDesk, by: str
    ) -> None:
        self.payment_hidden_by(desk, by)
        before = snapshot()

        replies = [desk.delete_payment(1), clerk.delete_payment(1), clerk.delete_payment(1, **TAGGED)]

        assert [reply.status for reply in replies] == [403] * 3
        assert_no_secrets(*replies)
        assert snapshot() == before
        assert desk.delete_payment(1, **TAGGED).status == 204
        assert desk.payment(1, **TAGGED).status == 404

    def payment_hidden_by(self, desk: OfficeDesk, by: str) -> None:
        desk.priced(500)
        desk.paid(413.13, {1: 211.31}, donationAmount=23.57, **(TAGGED if by == "its own tag" else {}))
        if by == "its invoice's tag":
            done(desk.change_invoice(1, {"clientNote": "Confidential"}, **TAGGED))

    @pytest.mark.parametrize("amount", [1, 317.77, 99_999])
    @pytest.mark.parametrize("status", ["open", "closed"])
    def test_a_payment_of_a_tagged_invoice_needs_the_tag(
        self, desk: OfficeDesk, clerk: OfficeDesk, amount: Any, status: str
    ) -> None:
        secret_invoice(desk, status=status)
        before = snapshot()

        replies = [one.create_payment(payment_of(100_000, {1: amount})) for one in (desk, clerk)]

        assert [refused(reply, 403) for reply in replies] == [replies[0].json["error"]] * 2
        assert_no_secrets(*replies)
        assert snapshot() == before
        with_tag = desk.create_payment(payment_of(100_000, {1: amount}), **TAGGED)
        assert with_tag.status == (201 if status == "open" else 400)

    @pytest.mark.parametrize("status", ["open", "closed"])
    @pytest.mark.parametrize("shares", [{1: 5}, {1: 5, 2: 5}, {2: 5, 1: 5}])
    def test_an_existing_payment_is_not_allocated_to_a_tagged_invoice_without_the_tag(
        self, desk: OfficeDesk, clerk: OfficeDesk, shares: Mapping[int, Any], status: str
    ) -> None:
        secret_invoice(desk, status=status)
        desk.priced(30)
        desk.paid(20, {2: 1})
        before = snapshot()

        reply = clerk.change_payment(1, {"invoices": payment_of(20, shares)["invoices"]})

        refused(reply, 403)
        assert_no_secrets(reply)
        assert snapshot() == before

    @pytest.mark.parametrize(
        "shares",
        [
            [{"id": 1, "amount": 23.57}],
            [{"id": 1, "amount": 1}],
            [{"id": 1, "amount": 99_999}],
            [],
            [{"id": 2, "amount": 1}],
            [{"id": 1, "amount": 23.57}, {"id": 2, "amount": 1}],
            [{"id": 77, "amount": 1}],
        ],
    )
    def test_the_payments_of_an_invoice_with_a_redacted_one_cannot_be_guessed(
        self, desk: OfficeDesk, clerk: OfficeDesk, shares: list[dict[str, Any]]
    ) -> None:
        shared_between_two_invoices(desk)
        before = snapshot()

        reply = clerk.change_invoice(2, {"payments": shares})

        assert reply.json == {"error": refused(clerk.change_invoice(2, {"payments": [{"id": 1, "amount": 2}]}), 403)}
        assert snapshot() == before

    @pytest.mark.parametrize("amount", [1, 95.36, 99_999])
    def test_a_redacted_payment_is_not_allocated_to_another_invoice(
        self, desk: OfficeDesk, clerk: OfficeDesk, amount: Any
    ) -> None:
        shared_between_two_invoices(desk)
        before = snapshot()

        reply = clerk.change_invoice(3, {"payments": [{"id": 1, "amount": amount}]})

        assert reply.json == {"error": refused(clerk.change_invoice(3, {"payments": [{"id": 1, "amount": 2}]}), 403)}
        assert snapshot() == before

    def test_other_fields_of_an_untagged_invoice_with_a_redacted_payment_may_change(
        self, desk: OfficeDesk, clerk: OfficeDesk
    ) -> None:
        shared_between_two_invoices(desk)

        reply = done(clerk.change_invoice(2, {"clientNote": "by Clara", "totalCharged": 20, "clients": [48]}))

        assert (reply.json["clientNote"], reply.json["totalCharged"], reply.json["status"]) == (
            "by Clara",
            20,
            "completed",
        )
        assert reply.json["payments"] == [{"paymentId": 1, "paymentAmount": None, "amountTowardsInvoice": None}]
        assert "413.13" not in reply.text
        assert done(desk.payment(1, **TAGGED)).json["paymentAmount"] == 413.13

    def test_a_write_with_the_tag_adds_it_and_gets_the_full_response(self, desk: OfficeDesk) -> None:
        made = desk.create_invoice(**TAGGED)
        changed = done(desk.change_invoice(1, {"totalCharged": 317.77}, **TAGGED))
        paid = desk.create_payment(payment_of(413.13, {1: 211.31}), **TAGGED)
        repaid = done(desk.change_payment(1, {"donationAmount": 23.57}, **TAGGED))

        assert [reply.json["redacted"] for reply in (made, changed, paid, repaid)] == [False] * 4
        assert (changed.json["totalCharged"], paid.json["paymentAmount"], repaid.json["donationAmount"]) == (
            317.77,
            413.13,
            23.57,
        )

    def test_a_payment_changed_with_the_tag_keeps_it(self, desk: OfficeDesk) -> None:
        desk.paid(20)

        done(desk.change_payment(1, {"payerName": "Me"}, **TAGGED))

        assert done(desk.payment(1)).json["redacted"] is True

    def test_the_tag_alone_is_a_change(self, desk: OfficeDesk) -> None:
        desk.priced(30, billTo="Me")
        desk.paid(20, payerName="Me")

        done(desk.change_invoice(1, {"billTo": "Me"}, **TAGGED))
        done(desk.change_payment(1, {"payerName": "Me"}, **TAGGED))

        assert done(desk.invoice(1)).json["redacted"] is True
        assert done(desk.payment(1)).json["redacted"] is True


@pytest.mark.parametrize("function", ROUTES)
class TestNamingATag:
    """Every endpoint accepts `tags`. An unknown tag is 400, one without the permission 403."""

    def test_a_client_with_the_permission_may_name_the_tag(self, desk: OfficeDesk, function: str) -> None:
        desk.priced(30)
        desk.paid(20, {1: 10})

        assert desk.call_example(function, query=TAGGED).status in (200, 201, 204)

    def test_naming_the_tag_without_the_permission_is_403_and_writes_nothing(
        self, desk: OfficeDesk, clerk: OfficeDesk, function: str
    ) -> None:
        desk.priced(30)
        desk.paid(20, {1: 10})
        before = snapshot()

        refused(clerk.call_example(function, query=TAGGED), 403)

        assert snapshot() == before

    @pytest.mark.parametrize("tags", ["visa", "immigration,visa"])
    def test_an_unknown_tag_is_400_and_writes_nothing(
        self, desk: OfficeDesk, clerk: OfficeDesk, function: str, tags: str
    ) -> None:
        desk.priced(30)
        desk.paid(20, {1: 10})
        before = snapshot()

        for one in (desk, clerk):
            assert all("tags" in fault for fault in faults_of(one.call_example(function, query={"tags": tags})))

        assert snapshot() == before
