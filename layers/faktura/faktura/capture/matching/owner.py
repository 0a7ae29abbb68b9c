"""The rules that decide whose invoice it is. They never return another customer's invoice (docs/apis/capture.md).

The e-mail address or the phone number decides. A contact that many names of one practice share counts only together
with the name. The full name alone counts only if no contact can be compared, and only for a single invoice whose
practice, and total or date, were read from the document. Blanks and placeholders never match.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from faktura.capture.customers.customer import CustomerDetails
from faktura.capture.reading.reading import Reading
from faktura.core.countries import region
from faktura.core.folding import folded
from faktura.pims.contact import email_address, full_name, phone_number, words
from faktura.pims.date import instant
from faktura.pims.keys import email_key, phone_key
from faktura.pims.schemas import Invoice, PetOwner, VetPractice

_MIN_NAME_SHARE = 0.75
"""Of the longer of two practice names, where the name has to keep out other customers' invoices."""

_MIN_NAME_LENGTH = 5
"""Letters of a practice's name; a longer name that begins with them is the same."""

MatchedBy = Literal["e-mail", "phone", "name"]


@dataclass(frozen=True)
class Match:
    """An invoice of the customer, and which of the owner's details matched."""

    invoice: Invoice
    by: MatchedBy


def contacts_in_doubt(candidates: Sequence[Invoice], customer: CustomerDetails) -> set[str]:
    """Keys of contacts that the customer shares with an owner of another name. Many other names may share them."""
    return {
        key
        for candidate in candidates
        if not _has_same_name(candidate.pet_owner, customer)
        for _, key in _contacts_in_common(candidate, customer)
    }


def find_matches(
    candidates: Sequence[Invoice], customer: CustomerDetails, reading: Reading | None, shared: Collection[str] = ()
) -> list[Match]:
    """The customer's invoices among candidates with one number: best agreement with the reading first, then the newest.

    `shared` are keys of contacts that count only together with the name.
    """
    matches: list[Match] = []
    by_name: list[Match] = []
    for candidate in candidates:
        if by := _matching_contact(candidate, customer, shared):
            matches.append(Match(candidate, by))
        elif not _has_comparable_contact(candidate, customer) and _has_same_name(candidate.pet_owner, customer):
            by_name.append(Match(candidate, "name"))
    if not matches and len(by_name) == 1 and reading and _is_confirmed(by_name[0].invoice, reading):
        matches = by_name
    return sorted(matches, key=lambda match: _rank(match.invoice, reading), reverse=True)


def same_practice(reading: Reading, practice: VetPractice) -> bool:
    """Whether a printed name is the practice's name, or one continues the other (`PetWellClinic Inc.`)."""
    known = _letters(practice.name)
    return any(_begins_alike(known, _letters(printed)) for printed in reading.vendors)


def same_name(customer: CustomerDetails, printed: str) -> bool:
    """Whether a printed name is the customer's full name, in either order."""
    first, last = words(customer.first_name), words(customer.last_name)
    return bool(first and last) and sorted(first + last) == sorted(words(printed))


def _matching_contact(candidate: Invoice, customer: CustomerDetails, shared: Collection[str]) -> MatchedBy | None:
    has_same_name = _has_same_name(candidate.pet_owner, customer)
    for by, key in _contacts_in_common(candidate, customer):
        if has_same_name or key not in shared:
            return by
    return None


def _contacts_in_common(candidate: Invoice, customer: CustomerDetails) -> Iterator[tuple[MatchedBy, str]]:
    practice, owner = candidate.vet_practice, candidate.pet_owner
    if (mail := email_address(owner.email)) and mail == email_address(customer.email):
        yield "e-mail", email_key(candidate)
    country = region(practice.country)
    if (phone := phone_number(owner.phone, country)) and phone == phone_number(customer.phone, country):
        yield "phone", phone_key(candidate)


def _has_comparable_contact(candidate: Invoice, customer: CustomerDetails) -> bool:
    owner, country = candidate.pet_owner, region(candidate.vet_practice.country)
    mails = email_address(owner.email) and email_address(customer.email)
    phones = phone_number(owner.phone, country) and phone_number(customer.phone, country)
    return bool(mails or phones)


def _has_same_name(owner: PetOwner, customer: CustomerDetails) -> bool:
    name = full_name(owner)
    return bool(name) and name == full_name(customer)


def _is_confirmed(invoice: Invoice, reading: Reading) -> bool:
    """Whether the reading shows the invoice's practice, and its date or total."""
    _, date, total = _agreement(reading, invoice)
    return _has_nearly_same_name(reading, invoice.vet_practice) and (total or date)


def _has_nearly_same_name(reading: Reading, practice: VetPractice) -> bool:
    """Whether a printed name is the practice's except for a legal form. `Animal Clinic` must not match them all."""
    known = _letters(practice.name)
    return any(
        _begins_alike(known, printed)
        and min(len(known), len(printed)) >= _MIN_NAME_SHARE * max(len(known), len(printed))
        for printed in map(_letters, reading.vendors)
    )


def _rank(invoice: Invoice, reading: Reading | None) -> tuple[int, str, str, str]:
    agreement = sum(_agreement(reading, invoice)) if reading else 0
    return agreement, instant(invoice.date), invoice.vet_practice.practice_id, invoice.id


def _agreement(reading: Reading, invoice: Invoice) -> tuple[bool, bool, bool]:
    """Whether the reading agrees with the invoice's practice, date and total."""
    return (
        same_practice(reading, invoice.vet_practice),
        invoice.date[:10] in [day.isoformat() for day in reading.dates],
        reading.total is not None and reading.total == invoice.total,
    )


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, folded(name)))


def _begins_alike(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return bool(shorter) and (shorter == longer or (len(shorter) >= _MIN_NAME_LENGTH and longer.startswith(shorter)))
