"""Invoices as resources: lists, single documents and e-invoices, with the handlers on moto (docs/apis/jobs.md)."""

import re
from base64 import b64decode
from io import BytesIO
from itertools import chain, pairwise
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import time_machine
from pypdf import PdfReader

from faktura.core.paging import cursor as forged_cursor
from faktura.jobs.invoices.invoice_id import id_of, number_of
from tests.support.builders import sales_order
from tests.support.deployment import Deployment, Reply
from tests.support.faults.recording import recorded
from tests.support.jobs import SELLER, Shop, downloaded

BUYER = {
    "eInvoice": {
        "buyerReference": "04011000-12345-03",
        "electronicAddress": {"scheme": "9930", "id": "DE987654321"},
    }
}
FORMS = ("factur-x", "cii", "ubl", "xrechnung-cii", "xrechnung-ubl", "peppol-bis")
NO_SUCH_INVOICE = {"message": "The invoice does not exist.", "code": "404", "detailInfo": ""}


@pytest.fixture
def acme(faktura: Deployment) -> Shop:
    """A shop that numbers its invoices and its credit notes."""
    shop = Shop(faktura)
    shop.numbering()
    shop.numbers_credit_notes()
    return shop


@pytest.fixture
def seller(acme: Shop) -> Shop:
    """The shop with all that an e-invoice says of the seller."""
    assert acme.configure("sellerAddress", SELLER).status == 200
    return acme


def asking_for_e_invoices(order_id: str) -> dict[str, Any]:
    order = sales_order(order_id)
    return {**order, "mixins": {**order["mixins"], **BUYER}}


def numbers(reply: Reply) -> list[str]:
    assert reply.status == 200, reply.text
    return [one["number"] for one in reply.json]


def pages(shop: Shop, **query: Any) -> list[list[str]]:
    """The numbers on each page of a list, as the links lead."""
    found = []
    while True:
        reply = shop.invoices(**query)
        found.append(numbers(reply))
        if "Link" not in reply.headers:
            return found
        query = dict(parse_qsl(urlsplit(reply.headers["Link"].partition(">")[0][1:]).query))


# ---------------------------------------------------------------- ids


@pytest.mark.parametrize("number", ["R-0001", "2026/11/R 1", ".", "..", "Rechnung Ä€😀", "%2F", "a" * 148])
def test_an_id_stands_for_its_number_and_is_safe_in_a_path(number: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]+", id_of(number))
    assert number_of(id_of(number)) == number


def test_a_number_with_a_slash_is_read_by_its_id(acme: Shop) -> None:
    acme.numbering(preText="E/__year__/")

    [invoice_id] = acme.issued("A")

    document = acme.document(invoice_id)
    assert document.status == 200
    assert "/" in document.json["number"]
    assert "/" not in invoice_id


@pytest.mark.parametrize("invoice_id", ["Ui0wMDAx", "Ui0wMDAx=", "Ui0wMDA", "*", "_w", "Ui0wMDB=", " ", "Ui 0", "é"])
def test_an_id_of_no_invoice_is_a_404(acme: Shop, invoice_id: str) -> None:
    acme.has("A")

    replies = [acme.document(invoice_id), acme.e_invoice(invoice_id), acme.credit(invoice_id)]

    assert [(reply.status, reply.json) for reply in replies] == [(404, NO_SUCH_INVOICE)] * 3


def test_an_invoice_of_another_tenant_is_like_none(faktura: Deployment, acme: Shop) -> None:
    [invoice_id] = acme.issued("A")
    other = Shop(faktura, "globex")
    other.numbers_credit_notes()

    replies = [other.document(invoice_id), other.e_invoice(invoice_id), other.credit(invoice_id)]

    assert [(reply.status, reply.json) for reply in replies] == [(404, NO_SUCH_INVOICE)] * 3
    assert other.invoices().json == other.invoices(number="R-0001").json == other.invoices(orderId="A").json == []


# ---------------------------------------------------------------- one document


def test_an_invoice_shows_its_lines_what_is_left_of_them_and_its_links(acme: Shop) -> None:
    [invoice_id] = acme.issued("A")

    found = acme.document(invoice_id).json

    assert (found["number"], found["kind"], found["orderId"], found["buyerName"]) == (
        "R-0001",
        "INVOICE",
        "A",
        "Templatecompany",
    )
    amounts = {name: found[name] for name in ("net", "tax", "gross", "rounding", "payable")}
    assert amounts == {"net": 368.5, "tax": 65.22, "gross": 433.72, "rounding": 0, "payable": 433.72}
    assert [(one["lineId"], one["net"], one["rate"], one["creditable"]) for one in found["lines"]] == [
        ("1", 300, 19, {"quantity": 3, "amount": 300}),
        ("2", 33.5, 12, {"amount": 33.5}),
        ("3", 35, 12, {"amount": 35}),
    ]
    assert "R-0001" in downloaded(found["downloadLink"])[1]
    assert found["eInvoice"]["link"] == f"https://api.example.com/invoice/acme/invoices/{invoice_id}/e-invoice"
    assert "BT-31, the seller's VAT identifier" in found["eInvoice"]["missing"]["factur-x"]


def test_what_is_credited_of_an_invoice_is_shown_at_once(acme: Shop) -> None:
    [invoice_id] = acme.issued("A")
    credited = acme.credit(invoice_id, {"lineId": "1", "quantity": 1}, {"lineId": "2"}).json

    found = acme.document(invoice_id).json

    assert [one["creditable"] for one in found["lines"]] == [
        {"quantity": 2, "amount": 200},
        {"amount": 0},
        {"amount": 35},
    ]
    assert found["creditNotes"] == [{"invoiceId": credited["invoiceId"], "number": "C-0001"}]
    assert found["payable"] == 433.72


# ---------------------------------------------------------------- e-invoices


def test_each_form_is_given_and_is_the_same_each_time(seller: Shop) -> None:
    seller.has(asking_for_e_invoices("A"))
    [invoice_id] = seller.issued("A")

    first, again = ({form: seller.e_invoice(invoice_id, format=form) for form in FORMS} for _ in range(2))

    assert {form: reply.status for form, reply in first.items()} == dict.fromkeys(FORMS, 200)
    assert {form: reply.text for form, reply in first.items()} == {form: reply.text for form, reply in again.items()}
    assert first["factur-x"].headers["Content-Type"] == "application/pdf"
    assert {first[form].headers["Content-Type"] for form in FORMS[1:]} == {"application/xml"}
    assert 'filename="R-0001.xml"' in first["ubl"].headers["Content-Disposition"]
    assert seller.document(invoice_id).json["eInvoice"]["formats"] == list(FORMS)


def test_the_factur_x_is_the_pdf_that_the_job_stored(seller: Shop) -> None:
    [invoice_id] = seller.issued("A")

    given = b64decode(seller.e_invoice(invoice_id).text)

    stored, _ = downloaded(seller.document(invoice_id).json["downloadLink"])
    assert stored["ContentLength"] == len(given)
    assert "factur-x.xml" in PdfReader(BytesIO(given)).attachments


def test_what_a_form_lacks_is_named(seller: Shop) -> None:
    [invoice_id] = seller.issued("A")

    reply = seller.e_invoice(invoice_id, format="xrechnung-cii")

    assert (reply.status, reply.json["code"], reply.json["detailInfo"]) == (409, "409", "")
    assert "BT-10" in reply.json["message"]
    assert "xrechnung-cii" in reply.json["message"]


def test_an_unknown_format_is_a_400(seller: Shop) -> None:
    [invoice_id] = seller.issued("A")

    replies = [seller.e_invoice(invoice_id, format=text) for text in ("zugferd", "", "CII")]

    assert [reply.status for reply in replies] == [400] * 3
    assert replies[0].json["detailInfo"].startswith("format: must be factur-x, cii")


def test_without_a_format_it_is_the_tenants_own(seller: Shop) -> None:
    seller.has(asking_for_e_invoices("A"))
    [invoice_id] = seller.issued("A")
    seller.configure("eInvoice", {"format": "xrechnung-ubl"})

    reply = seller.e_invoice(invoice_id)

    assert (reply.status, reply.headers["Content-Type"]) == (200, "application/xml")
    assert b"xrechnung" in b64decode(reply.text)


def test_the_message_says_what_an_invoice_lacks_and_its_pdf_is_plain(acme: Shop) -> None:
    acme.has("A")

    [outcome] = acme.invoice("A")["orders"]

    assert outcome["orderStatus"] == "SUCCESS"
    assert outcome["message"].startswith("Invoice R-0001 was created. It is not an e-invoice. Missing: ")
    assert "BT-31, the seller's VAT identifier" in outcome["message"]


def test_the_message_speaks_of_the_tenants_own_form(seller: Shop) -> None:
    seller.configure("eInvoice", {"format": "xrechnung-cii"})
    seller.has("A")

    [outcome] = seller.invoice("A")["orders"]

    assert "It is not an e-invoice (xrechnung-cii). Missing: " in outcome["message"]


def test_an_order_that_must_become_an_e_invoice_and_cannot_gets_no_number(acme: Shop) -> None:
    acme.configure("eInvoice", {"format": "xrechnung-cii", "required": "true"})
    acme.has("A")

    [outcome] = acme.invoice("A")["orders"]

    assert outcome["orderStatus"] == "FAILURE"
    assert outcome["message"].startswith("The order cannot become an e-invoice (xrechnung-cii). Missing: BT-")
    assert acme.invoices().json == []
    acme.configure("sellerAddress", SELLER)
    acme.has(asking_for_e_invoices("A"))
    assert acme.invoice("A")["orders"][0]["invoiceNumber"] == "R-0001"


@pytest.mark.parametrize(
    ("value", "detail"),
    [({"format": "pdf"}, "format: must be "), ({"required": "perhaps"}, "required: must be true or false")],
)
def test_settings_of_e_invoices_that_no_job_could_follow_are_refused(acme: Shop, value: Any, detail: str) -> None:
    reply = acme.configure("eInvoice", value)

    assert reply.status == 400
    assert reply.json["detailInfo"].startswith(detail)


# ---------------------------------------------------------------- the list


@pytest.fixture
def busy(faktura: Deployment) -> Shop:
    """Five orders invoiced on two days; on the third, one invoice is credited in part and one as a whole."""
    faktura.prepare(_three_days)
    return Shop(faktura)


def _three_days(faktura: Deployment) -> None:
    for day, orders in (("2026-11-20", "AB"), ("2026-11-21", "CDE")):
        with time_machine.travel(f"{day}T23:30:00Z", tick=True):
            shop = Shop(faktura)
            shop.numbering()
            shop.numbers_credit_notes()
            shop.issued(*orders)
    with time_machine.travel("2026-11-22T00:30:00Z", tick=True):
        shop = Shop(faktura)
        assert shop.credit(id_of("R-0001"), {"lineId": "1", "quantity": 1}).status == 201
        assert shop.credit(id_of("R-0004")).status == 201
        shop.issued("D")


def test_the_newest_documents_come_first(busy: Shop) -> None:
    found = busy.invoices().json

    assert [one["number"] for one in found[:3]] == ["R-0006", "C-0002", "C-0001"]
    assert sorted(one["number"] for one in found[3:]) == ["R-0001", "R-0002", "R-0003", "R-0004", "R-0005"]
    assert all(one["issuedAt"] >= other["issuedAt"] for one, other in pairwise(found))
    assert found[2]["creditedInvoice"] == {"invoiceId": id_of("R-0001"), "number": "R-0001"}


FILTERS: dict[str, tuple[dict[str, str], list[str]]] = {
    "a number": ({"number": "R-0002"}, ["R-0002"]),
    "a number of a credit note": ({"number": "C-0001"}, ["C-0001"]),
    "an unknown number": ({"number": "R-9999"}, []),
    "an order": ({"orderId": "A"}, ["C-0001", "R-0001"]),
    "an order that was invoiced anew": ({"orderId": "D"}, ["R-0006", "C-0002", "R-0004"]),
    "an unknown order": ({"orderId": "Z"}, []),
    "credit notes": ({"kind": "CREDIT_NOTE"}, ["C-0002", "C-0001"]),
    "credit notes of an order": ({"orderId": "D", "kind": "CREDIT_NOTE"}, ["C-0002"]),
    "invoices of an order": ({"orderId": "D", "kind": "INVOICE"}, ["R-0006", "R-0004"]),
    "an order on a day": ({"orderId": "D", "dateTo": "2026-11-21"}, ["R-0004"]),
    "a number of another kind": ({"number": "R-0002", "kind": "CREDIT_NOTE"}, []),
    "a number of another order": ({"number": "R-0002", "orderId": "A"}, []),
    "a number of another day": ({"number": "R-0002", "dateFrom": "2026-11-21"}, []),
    "a number of its day": ({"number": "R-0002", "dateFrom": "2026-11-20", "dateTo": "2026-11-20"}, ["R-0002"]),
    "from a day": ({"dateFrom": "2026-11-22"}, ["R-0006", "C-0002", "C-0001"]),
    "before all": ({"dateTo": "2026-11-19"}, []),
    "invoices from a day": ({"kind": "INVOICE", "dateFrom": "2026-11-22"}, ["R-0006"]),
}


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("size", [1, 100])
def test_a_list_shows_what_passes_every_filter(busy: Shop, name: str, size: int) -> None:
    query, expected = FILTERS[name]

    assert list(chain(*pages(busy, pageSize=size, **query))) == expected


def test_a_day_begins_and_ends_in_utc(busy: Shop) -> None:
    found = numbers(busy.invoices(dateFrom="2026-11-21", dateTo="2026-11-21"))

    assert sorted(found) == ["R-0003", "R-0004", "R-0005"]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8])
@pytest.mark.parametrize("kind", ["", "INVOICE"])
def test_pages_lose_and_repeat_nothing(busy: Shop, size: int, kind: str) -> None:
    query = {"kind": kind} if kind else {}

    found = pages(busy, pageSize=size, **query)

    assert list(chain(*found)) == numbers(busy.invoices(**query))
    assert [len(page) for page in found[:-1]] == [size] * (len(found) - 1)


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ({"kind": "RECEIPT"}, "kind: must be INVOICE or CREDIT_NOTE"),
        ({"dateFrom": "2026-02-30"}, "dateFrom: must be a date such as 2026-11-21"),
        ({"dateTo": "21.11.2026"}, "dateTo: must be a date such as 2026-11-21"),
        ({"dateTo": "20261121"}, "dateTo: must be a date such as 2026-11-21"),
        ({"dateFrom": "2026-11-22", "dateTo": "2026-11-21"}, "dateTo: must not be before dateFrom"),
        ({"number": "x" * 201}, "number: must have 1 to 200 characters"),
        ({"number": ""}, "number: must have 1 to 200 characters"),
        ({"orderId": " "}, "orderId: must have 1 to 128 printable characters"),
        ({"pageSize": 101}, "pageSize: must be a whole number from 1 to 100"),
        ({"cursor": "abc"}, "cursor: is not a cursor of this list"),
    ],
)
def test_a_wrong_filter_is_named(acme: Shop, query: dict[str, Any], detail: str) -> None:
    reply = acme.invoices(**query)

    assert (reply.status, reply.json["detailInfo"]) == (400, detail)


def test_a_cursor_works_only_with_its_filter(busy: Shop) -> None:
    link = busy.invoices(pageSize=1, kind="INVOICE").headers["Link"]
    [cursor] = [value for name, value in parse_qsl(urlsplit(link.partition(">")[0][1:]).query) if name == "cursor"]

    assert busy.invoices(cursor=cursor, kind="INVOICE").status == 200
    assert busy.invoices(cursor=cursor).status == 400


@pytest.mark.parametrize(
    "after", [{"INVOICE": "x"}, {"INVOICE": "2026-11-21T00:00:00+00:00#"}, {"OTHER": "2026-11-21T00#1"}, {"ORDER": 5}]
)
def test_a_forged_cursor_is_a_400(busy: Shop, after: dict[str, Any]) -> None:
    reply = busy.invoices(cursor=forged_cursor(after, "invoices acme {}"))

    assert (reply.status, reply.json["detailInfo"]) == (400, "cursor: is not a cursor of this list")


def test_a_page_reads_only_what_it_shows(busy: Shop) -> None:
    with recorded() as calls:
        busy.invoices(pageSize=2)

    reads = [
        call for call in calls if call.operation in ("Query", "BatchGetItem") and "JobTable" in str(call.parameters)
    ]
    assert [call.operation for call in reads] == ["Query", "Query", "BatchGetItem"]
    assert [call.parameters["Limit"] for call in reads[:2]] == [3, 3]
    [wanted] = reads[2].parameters["RequestItems"].values()
    assert len(wanted["Keys"]) == 2
