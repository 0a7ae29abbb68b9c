from collections.abc import Collection, Sequence
from typing import cast

import pytest
from botocore.exceptions import ConnectTimeoutError

from faktura.capture.errors import PimsLookupFailed
from faktura.capture.matching.lookup_service import LookupService
from faktura.capture.matching.owner import Match
from faktura.core.auth import Practices
from faktura.pims.contact import Person
from faktura.pims.invoice_store import InvoiceStore
from faktura.pims.keys import email_key, number_key
from faktura.pims.schemas import Invoice
from tests.support.capture.invoices import customer, invoice

ANA = customer(email="ana@example.com")


class _Store:
    """A store of these invoices."""

    def __init__(self, stored: Sequence[Invoice], shared: Collection[str] = ()) -> None:
        self._stored, self._shared = stored, frozenset(shared)
        self.contacts = self

    def with_contact(self, number: str, _person: Person, practices: Practices) -> list[Invoice]:
        return [
            one
            for one in self._stored
            if number_key(one.invoice_number) == number_key(number) and one.vet_practice.practice_id in practices
        ]

    with_name = with_contact

    def shared(self, contacts: Collection[str]) -> frozenset[str]:
        return self._shared & frozenset(contacts)


def test_the_customers_invoice_is_found_by_its_number() -> None:
    pushed = invoice()

    assert _find(" 1234567 ", [pushed]) == Match(pushed, "e-mail")


def test_invoices_of_a_practice_that_the_caller_may_not_see_are_not_found() -> None:
    assert _find("1234567", [invoice()], practices=["other"]) is None


@pytest.mark.parametrize("number", [None, "n" * 501, "7654321"])
def test_no_invoice_is_found_by_a_number_that_none_has(number: str | None) -> None:
    assert _find(number, [invoice()]) is None


def test_a_contact_that_many_names_share_matches_only_with_the_name() -> None:
    """Regression: a practice's own address, entered for every owner, let each customer see the invoices of all."""
    bobs = invoice(owner={"firstName": "Bob", "lastName": "Stone", "email": "ana@example.com"})
    shared = {email_key(bobs)}

    assert _find("1234567", [bobs]) == Match(bobs, "e-mail")
    assert _find("1234567", [bobs], shared) is None


def test_a_failure_of_aws_is_reported_as_a_failed_lookup() -> None:
    class Unreachable(_Store):
        def with_contact(self, _number: str, _person: Person, _practices: Practices) -> list[Invoice]:
            raise ConnectTimeoutError(endpoint_url="dynamodb")

    with pytest.raises(PimsLookupFailed):
        LookupService(cast("InvoiceStore", Unreachable([]))).find("1234567", ANA, Practices(("*",)))


def _find(
    number: str | None, stored: list[Invoice], shared: Collection[str] = (), practices: Sequence[str] = "*"
) -> Match | None:
    lookup = LookupService(cast("InvoiceStore", _Store(stored, shared)))
    return lookup.find(number, ANA, Practices(tuple(practices)))
