from collections.abc import Iterator, Sequence
from typing import Any, cast

import pytest
from botocore.exceptions import ConnectTimeoutError

from faktura.capture.errors import PimsLookupFailed
from faktura.capture.lookup import find
from faktura.capture.matching import Match
from faktura.core.auth import Practices
from faktura.pims.models import Invoice
from faktura.pims.store import InvoiceStore, NumberedInvoice
from tests.unit.capture.papers import customer, invoice

ANA = customer(email="ana@example.com")


class _LaggingStore:
    """The practices' invoices with an index that may be behind them, which moto's never is."""

    def __init__(self, indexed: list[Invoice], stored: list[Invoice]) -> None:
        self._indexed, self._stored = indexed, stored

    def numbered(self, number: str) -> Iterator[NumberedInvoice]:
        for one in self._indexed:
            if one.invoice_number == number.strip():
                yield NumberedInvoice.model_validate(one.model_dump(by_alias=True))

    def get(self, practice_id: str, invoice_id: str) -> Invoice | None:
        return next(
            (one for one in self._stored if (one.vet_practice.practice_id, one.id) == (practice_id, invoice_id)), None
        )


def test_the_customers_invoice_is_found_by_its_number() -> None:
    pushed = invoice()

    assert _find(" 1234567 ", [pushed]) == Match(pushed, "e-mail")


def test_a_practice_that_the_caller_may_not_see_is_not_looked_at() -> None:
    assert _find("1234567", [invoice()], practices=["other"]) is None


@pytest.mark.parametrize("number", [None, " ", "n" * 501, "7654321"])
def test_a_number_that_no_invoice_has_finds_none(number: str | None) -> None:
    assert _find(number, [invoice()]) is None


@pytest.mark.parametrize(
    "now",
    [[], [invoice(invoiceNumber="9")], [invoice(owner={"email": "bob@example.com", "phone": ""})]],
    ids=["deleted", "renumbered", "another owner's"],
)
def test_what_the_index_still_says_is_not_believed(now: list[Invoice]) -> None:
    assert _find("1234567", [invoice()], stored=now) is None


def test_the_next_best_is_found_where_the_best_has_changed() -> None:
    newest, other = invoice(date="2024-01-01T00:00:00"), invoice(id="2")

    found = _find("1234567", [newest, other], stored=[invoice(invoiceNumber="9"), other])

    assert found == Match(other, "e-mail")


def test_aws_failing_is_no_missing_invoice() -> None:
    class Unreachable(_LaggingStore):
        def numbered(self, number: str) -> Iterator[NumberedInvoice]:
            raise ConnectTimeoutError(endpoint_url="dynamodb")

    with pytest.raises(PimsLookupFailed):
        find("1234567", ANA, Practices(("*",)), cast("InvoiceStore", Unreachable([], [])))


def _find(
    number: str | None, indexed: list[Invoice], stored: list[Invoice] | None = None, practices: Sequence[str] = "*"
) -> Any:
    store = _LaggingStore(indexed, indexed if stored is None else stored)
    return find(number, ANA, Practices(tuple(practices)), cast("InvoiceStore", store))
