"""What one transaction of a report takes, and in which order (decision 27)."""

from typing import Any

from faktura.cases.batch import ProviderInvoices
from faktura.cases.keys import StoredCase
from faktura.cases.transaction import MOST_BYTES, Known, Transaction
from tests.support.builders import provider_invoice

GUID = "734b0739-7dfe-4f6e-a2a7-6a28714583{:02}"


def batch(*invoices: dict[str, Any]) -> ProviderInvoices:
    return ProviderInvoices.from_json([provider_invoice(**{"details": ..., "priceNet": 1, **one}) for one in invoices])


def note(name: str, link: str) -> dict[str, Any]:
    return {"externalId": name, "type": "credit note", "linkedInvoice": link}


def test_a_transaction_takes_cases_by_their_bytes_not_their_characters() -> None:
    document = f'{{"note":"{"€" * 33_000}"}}'
    cases = {guid: StoredCase(guid, "north", "one", document) for guid in map(GUID.format, range(60))}
    waiting = batch(*({"externalId": guid, "guid": guid} for guid in cases)).root

    transaction = Transaction.of_first(waiting, Known("north", 1, 0, {}, cases))

    assert len(transaction.invoices) == MOST_BYTES // 100_000


def test_what_is_linked_to_comes_before_what_links_to_it() -> None:
    reported = batch(note("a", "b"), note("b", "c"), {"externalId": "c"}, note("d", "stored"), {"externalId": "e"})

    assert [invoice.external_id for invoice in reported.by_links()] == ["c", "d", "e", "b", "a"]


def test_links_in_a_circle_have_an_order_too() -> None:
    reported = batch(note("tail", "a"), note("a", "b"), note("b", "a"), {"externalId": "c"})

    assert [invoice.external_id for invoice in reported.by_links()] == ["c", "tail", "a", "b"]
