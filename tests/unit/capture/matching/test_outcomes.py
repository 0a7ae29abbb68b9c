"""Over random practices, owners and customers: only the customer's own invoice is ever returned."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from hypothesis import given, settings
from hypothesis import strategies as st

from faktura.capture.customers.customer import Customer, CustomerDetails
from faktura.capture.files.invoice_file import InvoiceFile
from faktura.capture.matching.lookup_service import LookupService
from faktura.capture.outcome import outcome
from faktura.capture.reading.reading import Reading
from faktura.capture.requests.request import Mode
from faktura.core import json
from faktura.core.auth import Practices
from faktura.pims.contact import Person
from faktura.pims.invoice_store import InvoiceStore
from faktura.pims.schemas import Invoice
from tests.support.capture.invoices import invoice

PEOPLE = ("ana", "ben", "cleo")
"""Three people, two of whom have the same name."""
NAMES = {"ana": ("Ana", "Ortiz"), "ben": ("Ben", "Stone"), "cleo": ("Ana", "Ortiz")}
MAILS = {person: ("", "  ", f"{person}@example.com", f" {person.upper()}@Example.COM ") for person in PEOPLE}
PHONES = {
    "ana": ("", "+1 305 555 0100", "305-555-0100", "(305) 555 0100", "1-305-555-0100"),
    "ben": ("", "+1 305 555 0101", "305-555-0101", "3055550101"),
    "cleo": ("", "+1 305 555 0102", "305-555-0102", "none"),
}
PRACTICES = ("petwell", "oakvets")
TOTALS = (Decimal("10.00"), Decimal("20.00"))
DAYS = (date(2023, 9, 3), date(2023, 9, 4))


@dataclass(frozen=True)
class Pushed:
    """An invoice in a practice's system, and its owner."""

    person: str
    invoice: Invoice


@st.composite
def pushed(draw: st.DrawFn, position: int) -> Pushed:
    person, practice = draw(st.sampled_from(PEOPLE)), draw(st.sampled_from(PRACTICES))
    first, last = draw(st.sampled_from([NAMES[person], ("", "")]))
    owner = {
        "firstName": first,
        "lastName": last,
        "email": draw(st.sampled_from(MAILS[person])),
        "phone": draw(st.sampled_from(PHONES[person])),
    }
    return Pushed(
        person,
        invoice(
            id=f"{practice}-{position}",
            invoiceNumber=draw(st.sampled_from(["77", " 77 ", "78"])),
            total=float(draw(st.sampled_from(TOTALS))),
            date=f"{draw(st.sampled_from(DAYS))}T00:00:00",
            owner=owner,
            practice={"practiceId": practice, "name": practice},
        ),
    )


@st.composite
def customers(draw: st.DrawFn) -> tuple[str, Customer]:
    person = draw(st.sampled_from(PEOPLE))
    first, last = draw(st.sampled_from([NAMES[person], ("", "")]))
    details = CustomerDetails(
        first_name=first,
        last_name=last,
        email=draw(st.sampled_from(MAILS[person])),
        phone=draw(st.sampled_from(PHONES[person])),
    )
    return person, Customer(customer_id="c1", **details.model_dump())


readings = st.builds(
    Reading,
    number=st.sampled_from(["77", "78", " 77"]),
    vendors=st.sampled_from([(), ("petwell",), ("oakvets", "petwell")]),
    total=st.sampled_from([None, *TOTALS]),
    dates=st.sampled_from([(), DAYS[:1], DAYS]),
)
worlds = st.integers(0, 6).flatmap(lambda size: st.tuples(*(pushed(position) for position in range(size))))


class _Store:
    """A store of the practices' invoices."""

    def __init__(self, invoices: Sequence[Invoice]) -> None:
        self._invoices = invoices
        self.contacts = self

    def with_contact(self, number: str, _person: Person, practices: Practices) -> list[Invoice]:
        return [
            one
            for one in self._invoices
            if one.invoice_number.strip() == number.strip() and one.vet_practice.practice_id in practices
        ]

    with_name = with_contact

    def shared(self, _contacts: Collection[str]) -> frozenset[str]:
        return frozenset()


@settings(max_examples=400, deadline=None)
@given(worlds, customers(), readings, st.sampled_from(["process", "lookup"]), st.sampled_from(["*", "petwell"]))
def test_only_the_customers_own_invoice_is_ever_returned(
    world: tuple[Pushed, ...], who: tuple[str, Customer], reading: Reading, mode: Mode, may_see: str
) -> None:
    person, customer = who
    practices = Practices((may_see,))
    lookup = LookupService(cast(InvoiceStore, _Store([one.invoice for one in world])))

    for read in (reading, None):
        found = lookup.find(reading.number, customer, practices, read)
        response = outcome(mode, InvoiceFile(b"", "image/png"), reading, found, customer).response("r1", [])

        others = [one for one in world if one.person != person]
        if found is None:
            assert response.source == "OCR" or response.data is None
            assert not [one for one in others if one.invoice.id in json.dumps(response).decode()]
            continue
        owner = next(one for one in world if one.invoice.id == found.invoice.id)
        assert found.invoice.invoice_number.strip() == str(reading.number).strip()
        assert found.invoice.vet_practice.practice_id in practices
        if found.by == "name":
            assert read is not None
            assert NAMES[owner.person] == NAMES[person]
            assert not _contact(owner.invoice, customer)
        else:
            assert owner.person == person
        assert not [one for one in others if one is not owner and one.invoice.id in json.dumps(response).decode()]


def _contact(invoice: Invoice, customer: Customer) -> bool:
    """Whether both have an e-mail address, or both a phone number."""
    owner = invoice.pet_owner
    mails = owner.email.strip() and customer.email.strip()
    phones = any(map(str.isdigit, owner.phone)) and any(map(str.isdigit, customer.phone))
    return bool(mails or phones)
