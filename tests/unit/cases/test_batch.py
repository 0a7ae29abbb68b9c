"""The order in which the invoices of a batch are written."""

from typing import Any

from faktura.cases.batch import InvoiceBatch
from tests.support.builders import provider_invoice


def batch(*invoices: dict[str, Any]) -> InvoiceBatch:
    return InvoiceBatch.from_json([provider_invoice(**{"details": ..., "priceNet": 1, **one}) for one in invoices])


def note(name: str, link: str) -> dict[str, Any]:
    return {"externalId": name, "type": "credit note", "linkedInvoice": link}


def test_a_linked_invoice_comes_before_those_that_link_to_it() -> None:
    reported = batch(note("a", "b"), note("b", "c"), {"externalId": "c"}, note("d", "stored"), {"externalId": "e"})

    assert [invoice.external_id for invoice in reported.in_link_order()] == ["c", "d", "e", "b", "a"]


def test_links_in_a_circle_have_an_order_too() -> None:
    reported = batch(note("tail", "a"), note("a", "b"), note("b", "a"), {"externalId": "c"})

    assert [invoice.external_id for invoice in reported.in_link_order()] == ["c", "tail", "a", "b"]
