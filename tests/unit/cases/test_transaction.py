"""What one transaction of a report takes (docs/decisions/0027)."""

from typing import Any

from faktura.cases.batch import InvoiceBatch
from faktura.cases.case import StoredCase
from faktura.cases.transaction import MAX_BYTES, Known, Transaction
from tests.support.builders import provider_invoice

GUID = "734b0739-7dfe-4f6e-a2a7-6a28714583{:02}"


def batch(*invoices: dict[str, Any]) -> InvoiceBatch:
    return InvoiceBatch.from_json([provider_invoice(**{"details": ..., "priceNet": 1, **one}) for one in invoices])


def test_a_transaction_takes_cases_by_their_bytes_not_their_characters() -> None:
    document = f'{{"note":"{"€" * 33_000}"}}'
    cases = {guid: StoredCase(guid, "north", "one", document) for guid in map(GUID.format, range(60))}
    waiting = batch(*({"externalId": guid, "guid": guid} for guid in cases)).root

    transaction = Transaction.of_first(waiting, Known("north", 1, 0, {}, cases))

    assert len(transaction.invoices) == MAX_BYTES // 100_000
