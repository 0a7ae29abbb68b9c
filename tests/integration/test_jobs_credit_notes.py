"""Credit notes, and orders that are invoiced anew; the handlers run on moto (docs/apis/jobs.md)."""

import re
from base64 import b64decode
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from faktura.core import json
from tests.support.builders import http_event, sales_order
from tests.support.deployment import Deployment, Reply
from tests.support.einvoices.judges import faults
from tests.support.faults.state import snapshot
from tests.support.jobs import INVOICES, SCOPES, SELLER, Shop, downloaded, executions

FORMS = ("cii", "ubl", "xrechnung-cii", "xrechnung-ubl", "peppol-bis")
KEY = {"Idempotency-Key": "friday"}


@pytest.fixture
def acme(faktura: Deployment) -> Shop:
    """A shop that numbers its invoices and its credit notes."""
    shop = Shop(faktura)
    shop.numbering()
    shop.numbers_credit_notes()
    return shop


def refused(reply: Reply) -> tuple[int, str]:
    """The status and the words of an error."""
    return reply.status, reply.json["detailInfo"] or reply.json["message"]


def exact(reply: Reply) -> Any:
    return json.loads(reply.text.encode())


def sold_with_discount(order_id: str) -> dict[str, Any]:
    """An order of Berlin with seven pieces at 3.335 and a discount on the whole order, which an e-invoice can show."""
    order = sales_order(order_id)
    [entry] = order["entries"]
    price = {"netValue": 23.345, "taxValue": 4.43555, "grossValue": 27.78055, "taxRate": 19}
    final = {"netValue": 20, "taxValue": 3.8, "grossValue": 23.8}
    unit = {"netValue": 3.335, "taxValue": 0.63365, "grossValue": 3.96865, "taxRate": 19}
    entry |= {"orderedAmount": 7, "calculatedUnitPrice": unit, "calculatedPrice": {"price": price, "finalPrice": price}}
    aggregate = {"lines": [{**final, "taxRate": 19}]}
    order["calculatedPrice"] = {"price": price, "finalPrice": {**final, "taxAggregate": aggregate}}
    buyer = {"buyerReference": "04011000-12345-03", "electronicAddress": {"scheme": "9930", "id": "DE987654321"}}
    order["mixins"]["eInvoice"] = buyer
    return order


# ---------------------------------------------------------------- a credit note


def test_without_lines_all_of_the_invoice_is_credited(acme: Shop) -> None:
    [invoice_id] = acme.issued("A")

    reply = acme.credit(invoice_id)

    assert reply.status == 201
    credit_note = reply.json
    assert (credit_note["kind"], credit_note["number"], credit_note["payable"]) == ("CREDIT_NOTE", "C-0001", 433.72)
    assert credit_note["creditedInvoice"] == {"invoiceId": invoice_id, "number": "R-0001"}
    assert reply.headers["Location"].endswith(f"/invoice/acme/invoices/{credit_note['invoiceId']}")
    assert acme.document(credit_note["invoiceId"]).json["lines"] == credit_note["lines"]
    text = downloaded(credit_note["downloadLink"])[1]
    assert "C-0001" in text
    assert "R-0001" in text
    assert "433,72" in text


def test_an_empty_body_credits_everything_too(acme: Shop) -> None:
    [invoice_id] = acme.issued("A")

    assert acme.credit(invoice_id, body=b"").json["payable"] == 433.72


def test_the_reason_is_shown_and_printed(acme: Shop) -> None:
    [invoice_id] = acme.issued("A")

    credit_note = acme.credit(invoice_id, body={"reason": "Kam beschädigt an"}).json

    assert credit_note["reason"] == "Kam beschädigt an"
    assert "Kam beschädigt an" in downloaded(credit_note["downloadLink"])[1]


def test_lines_are_credited_by_quantity_by_amount_or_as_a_whole(acme: Shop) -> None:
    [invoice_id] = acme.issued("A")
    lines = [{"lineId": "1", "quantity": 1}, {"lineId": "2", "amount": 10}, {"lineId": "3"}]

    credit_note = acme.credit(invoice_id, *lines).json

    assert [(one["lineId"], one.get("quantity"), one["net"]) for one in credit_note["lines"]] == [
        ("1", 1, 100),
        ("2", None, 10),
        ("3", None, 35),
    ]
    assert credit_note["payable"] == 169.4


def test_all_credit_notes_together_are_exactly_the_invoice(acme: Shop) -> None:
    acme.has(sold_with_discount("A"))
    [invoice_id] = acme.issued("A")
    invoice = exact(acme.document(invoice_id))

    notes = [exact(acme.credit(invoice_id, {"lineId": "1", "quantity": quantity})) for quantity in (1, 2, 1)]
    notes.append(exact(acme.credit(invoice_id)))

    for name in ("net", "tax", "gross", "rounding", "payable"):
        assert sum(note[name] for note in notes) == invoice[name], name
    assert invoice["payable"] == Decimal("23.80")
    assert refused(acme.credit(invoice_id)) == (409, "The invoice is wholly credited.")


def test_every_form_of_every_credit_note_keeps_the_official_rules(acme: Shop) -> None:
    acme.configure("sellerAddress", SELLER)
    acme.has(sold_with_discount("A"))
    [invoice_id] = acme.issued("A")
    notes = [acme.credit(invoice_id, {"lineId": "1", "quantity": 3}).json, acme.credit(invoice_id).json]

    for note in notes:
        assert note["eInvoice"]["formats"] == ["factur-x", *FORMS], note["eInvoice"]
        for form in FORMS:
            xml = b64decode(acme.e_invoice(note["invoiceId"], format=form).text)
            assert faults(xml, form) == [], form
            assert b">381<" in xml
            assert b"R-0001" in xml


REFUSED: dict[str, tuple[Any, int, str]] = {
    "no object": ([], 400, "must be an object"),
    "no lines": ({"lines": []}, 400, "lines: must have 1 to 10000 elements"),
    "null": ({"lines": None}, 400, "lines: must be an array"),
    "an unknown member": ({"line": []}, 400, "line: is not allowed"),
    "an unknown member of a line": ({"lines": [{"lineId": "1", "net": 5}]}, 400, "lines[0].net: is not allowed"),
    "no id": ({"lines": [{}]}, 400, "lines[0].lineId: is required"),
    "a line twice": ({"lines": [{"lineId": "1"}] * 2}, 400, "lines: must not contain the same lineId twice"),
    "an unknown line": ({"lines": [{"lineId": "9"}]}, 400, "lines[0].lineId: is not a line of the invoice"),
    "a text": ({"lines": [{"lineId": "1", "quantity": "1"}]}, 400, "lines[0].quantity: must be a number"),
    "a negative amount": ({"lines": [{"lineId": "2", "amount": -1}]}, 400, "lines[0].amount: must be more than 0"),
    "a quantity of a fee": (
        {"lines": [{"lineId": "2", "quantity": 1}]},
        400,
        "lines[0].quantity: is not allowed: this line is credited by its amount",
    ),
    "too much": ({"lines": [{"lineId": "1", "quantity": 3.01}]}, 409, "Of line 1, 3 is left to credit."),
    "a large number": ({"lines": [{"lineId": "1", "quantity": 1e100}]}, 409, "Of line 1, 3 is left to credit."),
    "a tiny number": (
        {"lines": [{"lineId": "1", "quantity": 1e-100}]},
        400,
        "lines[0].quantity: has more than 18 decimals",
    ),
    "a long reason": ({"reason": "x" * 256}, 400, "reason: must have at most 255 characters"),
    "a reason without glyphs": ({"reason": "\ue000"}, 400, "reason: has characters that no font has: \ue000"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_wrong_request_is_refused_and_changes_nothing(acme: Shop, name: str) -> None:
    body, status, words = REFUSED[name]
    [invoice_id] = acme.issued("A")
    before = snapshot()

    reply = acme.credit(invoice_id, body=body)

    assert refused(reply) == (status, words)
    assert snapshot() == before


def test_a_body_of_another_type_is_a_415(faktura: Deployment, acme: Shop) -> None:
    [invoice_id] = acme.issued("A")
    variables = {"tenant": "acme", "invoiceId": invoice_id}
    path = (INVOICES + "/{invoiceId}/credit-note").format(**variables)

    for body, kind, status in ((b"reason=x", "text/plain", 415), (b"{", "application/json", 400)):
        event = http_event("POST", path, body, acme.token, {"Content-Type": kind}, **variables)
        assert faktura.request("jobs.credit_invoice", event).status == status


def test_a_credit_note_cannot_be_credited(acme: Shop) -> None:
    [invoice_id] = acme.issued("A")
    credited = acme.credit(invoice_id).json

    assert refused(acme.credit(credited["invoiceId"])) == (409, "A credit note cannot be credited.")


# ---------------------------------------------------------------- numbers


def test_without_a_numbering_of_credit_notes_nothing_is_credited(faktura: Deployment) -> None:
    shop = Shop(faktura)
    shop.numbering()
    [invoice_id] = shop.issued("A")

    assert refused(shop.credit(invoice_id)) == (409, "The configuration creditNoteNumbering is missing.")


def test_numbers_of_credit_notes_have_no_gaps_whatever_was_refused(acme: Shop) -> None:
    ids = acme.issued("A", "B", "C")
    given = []
    for invoice_id in ids:
        given.append(acme.credit(invoice_id).json["number"])
        assert acme.credit(invoice_id).status == 409

    assert given == ["C-0001", "C-0002", "C-0003"]


def test_a_year_in_the_number_is_that_of_the_credit_note(faktura: Deployment, acme: Shop) -> None:
    [invoice_id] = acme.issued("A")
    acme.numbers_credit_notes(preText="__year__/")

    with time_machine.travel("2031-01-01T00:00:00Z", tick=True):
        shop = Shop(faktura)
        assert shop.credit(invoice_id).json["number"] == "2031/0001"


def test_the_same_texts_share_their_numbers_with_invoices(acme: Shop) -> None:
    acme.numbers_credit_notes(preText="R-")
    first, second = acme.issued("A", "B")

    assert acme.credit(first).json["number"] == "R-0003"
    acme.has("C")
    assert acme.invoice("C")["orders"][0]["invoiceNumber"] == "R-0004"
    assert acme.credit(second).json["number"] == "R-0005"


def test_a_number_that_an_invoice_has_is_stepped_over(acme: Shop) -> None:
    acme.numbering(preText="R1", numberOfDigits=0)
    first, second = acme.issued("A", "B")  # R11 and R12
    acme.numbers_credit_notes(preText="R", numberOfDigits=0, startValue=9)

    assert [acme.credit(one).json["number"] for one in (first, second)] == ["R10", "R13"]


def test_the_last_number_is_the_maximum(acme: Shop) -> None:
    acme.numbers_credit_notes(maxValue=1)
    first, second = acme.issued("A", "B")

    assert acme.credit(first).status == 201
    assert refused(acme.credit(second)) == (409, "All credit note numbers up to 1 (maxValue) are used.")


# ---------------------------------------------------------------- repeated requests


def test_a_repeated_request_gets_the_first_response(acme: Shop) -> None:
    [invoice_id] = acme.issued("A")

    first, again = (acme.credit(invoice_id, headers=KEY) for _ in range(2))

    assert (first.status, first.text, first.headers["Location"]) == (
        again.status,
        again.text,
        again.headers["Location"],
    )
    assert [one["number"] for one in acme.invoices(kind="CREDIT_NOTE").json] == ["C-0001"]


def test_a_key_belongs_to_its_invoice_and_its_body(acme: Shop) -> None:
    first, second = acme.issued("A", "B")
    line = {"lineId": "1", "quantity": 1}

    assert acme.credit(first, line, headers=KEY).status == 201
    assert acme.credit(first, {**line, "quantity": 2}, headers=KEY).status == 422
    assert acme.credit(second, line, headers=KEY).json["number"] == "C-0002"


# ---------------------------------------------------------------- orders that are invoiced anew


def test_an_order_whose_invoice_is_wholly_credited_is_invoiced_anew_once(acme: Shop) -> None:
    [invoice_id] = acme.issued("A")
    acme.credit(invoice_id)

    again, third = (acme.invoice("A")["orders"][0] for _ in range(2))

    assert (again["orderStatus"], again["invoiceNumber"]) == ("SUCCESS", "R-0002")
    assert third["orderStatus"] == "FAILURE"
    assert third["message"] == "The order already has an invoice: R-0002."
    assert "R-0002" in downloaded(again["downloadLink"])[1]


def test_it_is_invoiced_as_it_is_then_and_the_first_invoice_stays(acme: Shop) -> None:
    [invoice_id] = acme.issued("A")
    before = acme.document(invoice_id).json
    acme.credit(invoice_id)
    acme.has(sold_with_discount("A"))

    acme.invoice("A")

    found = acme.invoices(orderId="A", kind="INVOICE").json
    assert [(one["number"], one["payable"]) for one in found] == [("R-0002", 23.8), ("R-0001", 433.72)]
    assert acme.document(invoice_id).json["payable"] == before["payable"]


def test_an_order_whose_invoice_is_credited_in_part_is_not_invoiced_anew(acme: Shop) -> None:
    [invoice_id] = acme.issued("A")
    acme.credit(invoice_id, {"lineId": "1"})

    [outcome] = acme.invoice("A")["orders"]

    assert outcome["message"] == "The order already has an invoice: R-0001."


def test_each_whole_credit_lets_the_order_be_invoiced_once_more(acme: Shop) -> None:
    numbers = []
    for _ in range(4):
        [invoice_id] = acme.issued("A")
        numbers.append(acme.document(invoice_id).json["number"])
        assert acme.credit(invoice_id).status == 201

    assert numbers == ["R-0001", "R-0002", "R-0003", "R-0004"]
    assert len(acme.invoices(orderId="A").json) == 8


def test_an_automatic_job_never_takes_an_order_that_was_invoiced(acme: Shop) -> None:
    acme.configure("invoiceSettings", {"threshold": 0})
    [invoice_id] = acme.issued("A")
    acme.credit(invoice_id)
    acme.has("A", "B")  # stored again, it must not wait again

    outcomes = acme.invoice()["orders"]

    assert [one["orderId"] for one in outcomes] == ["B"]


def test_an_automatic_job_that_selected_the_order_before_does_not_invoice_it(faktura: Deployment, acme: Shop) -> None:
    acme.configure("invoiceSettings", {"threshold": 0})
    acme.has("A")
    job = {"tenant": "acme", "jobId": acme.start().json["jobId"]}
    assert executions(faktura)  # its own calls are made here
    faktura.call("jobs.select_orders", job)
    [invoice_id] = acme.issued("A")
    acme.credit(invoice_id)

    faktura.call("jobs.number_chunk", {**job, "chunk": 0})

    assert acme.outcomes(job["jobId"])["A"] == ("FAILURE", "The order already has an invoice: R-0001.")
    assert len(acme.invoices(kind="INVOICE").json) == 1


def test_a_repeated_task_does_not_invoice_an_order_twice(faktura: Deployment, acme: Shop) -> None:
    acme.has("A")
    job = {"tenant": "acme", "jobId": acme.start("A").json["jobId"], "chunk": 0}
    faktura.call("jobs.number_chunk", job)
    [invoice] = acme.invoices().json
    acme.credit(invoice["invoiceId"])

    faktura.call("jobs.number_chunk", job)
    faktura.call("jobs.render_chunk", job)

    assert [one["number"] for one in acme.invoices(kind="INVOICE").json] == ["R-0001"]
    assert acme.outcomes(job["jobId"])["A"] == ("SUCCESS", "R-0001")


def test_a_task_draws_its_invoice_even_if_another_job_has_invoiced_the_order_anew(
    faktura: Deployment, acme: Shop
) -> None:
    acme.has("A")
    late = {"tenant": "acme", "jobId": acme.start("A").json["jobId"], "chunk": 0}
    faktura.call("jobs.number_chunk", late)
    [invoice] = acme.invoices().json
    acme.credit(invoice["invoiceId"])
    other = {"tenant": "acme", "jobId": acme.start("A").json["jobId"], "chunk": 0}
    faktura.call("jobs.number_chunk", other)
    acme.credit(acme.invoices(number="R-0002").json[0]["invoiceId"])

    for job in (late, other):
        faktura.call("jobs.number_chunk", job)
        faktura.call("jobs.render_chunk", job)

    assert acme.outcomes(late["jobId"])["A"] == ("SUCCESS", "R-0001")
    assert acme.outcomes(other["jobId"])["A"] == ("SUCCESS", "R-0002")
    assert len(acme.invoices(kind="INVOICE").json) == 2


# ---------------------------------------------------------------- invoices of earlier releases


def earlier(order_id: str, job_id: str = "01a1f82f1e800c5afcb8c8a346bd5d42") -> list[dict[str, Any]]:
    """The items of an order and its invoice as they were stored before e-invoices."""
    import zlib

    from faktura.jobs.orders.order_store import _compressed

    bill = {
        "orderId": order_id,
        "language": "de",
        "currency": "EUR",
        "seller": {"name": "Acme", "lines": ["Hamburg"], "vatId": ""},
        "billing": ["Templatecompany"],
        "shipping": [],
        "lines": [
            {"kind": "goods", "quantity": 3, "description": "Schuhe", "taxRate": 19, "net": 300, "tax": 57},
            {"kind": "difference", "net": -10, "tax": Decimal("-1.90")},
        ],
        "vat": [{"rate": 19, "base": 290, "tax": Decimal("55.10")}],
        "net": 290,
        "tax": Decimal("55.10"),
        "gross": Decimal("345.10"),
    }
    order = {"tenant": "acme#order", "record": order_id, "content": _compressed(sales_order(order_id))}
    invoice = {"tenant": "acme#invoice", "record": "R-0001", "orderId": order_id, "jobId": job_id}
    issued = {"issuedAt": "2026-10-01T08:00:00+00:00", "bill": zlib.compress(json.dumps(bill))}
    return [order | {"invoiceNumber": "R-0001", "invoiceJob": job_id}, invoice | issued]


def test_an_invoice_of_an_earlier_release_is_listed_read_and_credited_as_a_whole(
    faktura: Deployment, acme: Shop
) -> None:
    faktura.fill("JobTable", earlier("A"))
    acme.numbering(startValue=1)
    [found] = acme.invoices().json
    assert acme.invoices(orderId="A").json == acme.invoices(number="R-0001").json == [found]
    assert acme.document(found["invoiceId"]).json["payable"] == 345.1
    assert acme.e_invoice(found["invoiceId"]).status == 409
    part = acme.credit(found["invoiceId"], {"lineId": "1", "quantity": 1})

    credit_note = acme.credit(found["invoiceId"])

    assert refused(part) == (409, "An invoice that was issued before e-invoices can only be credited as a whole.")
    assert (credit_note.status, credit_note.json["payable"], credit_note.json["tax"]) == (201, 345.1, 55.1)
    assert "345,10" in downloaded(credit_note.json["downloadLink"])[1]
    assert acme.invoice("A")["orders"][0]["invoiceNumber"] == "R-0002"


# ---------------------------------------------------------------- scopes


def test_a_client_that_may_only_read_credits_nothing(faktura: Deployment, acme: Shop) -> None:
    [invoice_id] = acme.issued("A")
    reader = Shop(faktura, scopes=("invoice.invoice_view",))

    assert reader.document(invoice_id).status == 200
    assert reader.credit(invoice_id).status == 403
    assert "invoice.invoice_view" not in SCOPES


def test_no_log_has_personal_data_of_a_credit_note(acme: Shop, logged: Any) -> None:
    acme.has(sales_order("A", billingAddress={"contactName": "Canary Person"}))
    [invoice_id] = acme.issued("A")

    acme.credit(invoice_id, body={"reason": "Canary reason"})

    assert "invoice credited" in logged.getvalue()
    assert not re.search("Canary", logged.getvalue())
