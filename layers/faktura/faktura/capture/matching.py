"""Whose invoice is it? The rules that keep another customer's invoice from ever being returned (CONTRACT section 3).

E-mail or phone decide. The full name counts only where neither can be compared, and then only for the single invoice
left whose practice, and total or date, the picture shows. A blank never matches.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, Literal, Protocol, TypeVar

from phonenumbers import (
    NumberParseException,
    PhoneNumber,
    PhoneNumberFormat,
    ValidationResult,
    format_number,
    is_possible_number_with_reason,
    is_valid_number,
    parse,
)

from faktura.capture.customers import CustomerDetails
from faktura.capture.places import folded, region
from faktura.capture.reading import Reading
from faktura.pims.models import PetOwner, VetPractice, instant

_NEARLY_ALL = 0.75
"""Share of the longer of two names that the other is, where the name has to keep strangers' invoices apart."""

_SHORTEST_NAME = 5
"""Letters of a practice's name that the other may begin with and still be the same."""


_FEWEST_DIGITS = 4
"""Different ones in a number that is not in its country's plan but may be somebody's."""

_COUNTING = "01234567890123456789"


class Candidate(Protocol):
    """What matching needs of an invoice: the index has it, and so has the invoice itself."""

    @property
    def id(self) -> str: ...  # noqa: D102 -- the names say it
    @property
    def date(self) -> str: ...  # noqa: D102
    @property
    def total(self) -> Decimal | None: ...  # noqa: D102
    @property
    def vet_practice(self) -> VetPractice: ...  # noqa: D102
    @property
    def pet_owner(self) -> PetOwner: ...  # noqa: D102


C = TypeVar("C", bound=Candidate)
Reason = Literal["e-mail", "phone", "name"]


@dataclass(frozen=True)
class Match(Generic[C]):
    """An invoice of the customer's, and what shows that it is."""

    invoice: C
    by: Reason


def owned(candidates: Sequence[C], customer: CustomerDetails, reading: Reading | None) -> list[Match[C]]:
    """The customer's among the invoices of one number, the best first: agreeing with the reading, then the newest."""
    matches: list[Match[C]] = []
    nameable: list[Match[C]] = []
    for candidate in candidates:
        if by := _contact(candidate, customer):
            matches.append(Match(candidate, by))
        elif not _contacts_compare(candidate, customer) and _same_name(candidate.pet_owner, customer):
            nameable.append(Match(candidate, "name"))
    if not matches and len(nameable) == 1 and reading and _vouches(reading, nameable[0].invoice):
        matches = nameable
    return sorted(matches, key=lambda match: _rank(match.invoice, reading), reverse=True)


def same_practice(reading: Reading, practice: VetPractice) -> bool:
    """Whether a printed name is the practice's, or goes on where the other ends (`PetWellClinic Inc.`)."""
    known = _letters(practice.name)
    return any(_begins_alike(known, _letters(printed)) for printed in reading.vendors)


def same_name(customer: CustomerDetails, printed: str) -> bool:
    """Whether a printed name is the customer's full name, in either order."""
    name = _full_name(customer)
    return bool(name) and sorted(name.split()) == sorted(folded(printed).replace(",", " ").split())


def _contact(candidate: Candidate, customer: CustomerDetails) -> Reason | None:
    owner = candidate.pet_owner
    if (mail := _mail(owner.email)) and mail == _mail(customer.email):
        return "e-mail"
    country = region(candidate.vet_practice.country)
    if (phone := _e164(owner.phone, country)) and phone == _e164(customer.phone, country):
        return "phone"
    return None


def _contacts_compare(candidate: Candidate, customer: CustomerDetails) -> bool:
    owner, country = candidate.pet_owner, region(candidate.vet_practice.country)
    mails = _mail(owner.email) and _mail(customer.email)
    phones = _e164(owner.phone, country) and _e164(customer.phone, country)
    return bool(mails or phones)


def _same_name(owner: PetOwner, customer: CustomerDetails) -> bool:
    name = _full_name(owner)
    return bool(name) and name == _full_name(customer)


def _vouches(reading: Reading, invoice: Candidate) -> bool:
    _, date, total = _agreement(reading, invoice)
    return _is_nearly_all(reading, invoice.vet_practice) and (total or date)


def _is_nearly_all(reading: Reading, practice: VetPractice) -> bool:
    """Whether a printed name is the practice's but for a legal form: `Animal Clinic` is not every animal clinic."""
    known = _letters(practice.name)
    return any(
        _begins_alike(known, printed) and min(len(known), len(printed)) >= _NEARLY_ALL * max(len(known), len(printed))
        for printed in map(_letters, reading.vendors)
    )


def _rank(invoice: Candidate, reading: Reading | None) -> tuple[int, str, str, str]:
    agreement = sum(_agreement(reading, invoice)) if reading else 0
    return agreement, instant(invoice.date), invoice.vet_practice.practice_id, invoice.id


def _agreement(reading: Reading, invoice: Candidate) -> tuple[bool, bool, bool]:
    """Whether the picture shows the invoice's practice, date and total."""
    return (
        same_practice(reading, invoice.vet_practice),
        invoice.date[:10] in [day.isoformat() for day in reading.dates],
        reading.total is not None and reading.total == invoice.total,
    )


def _mail(address: str) -> str:
    return address.strip().lower()


def _e164(phone: str, country: str | None) -> str:
    """The number as E.164; empty where it is none, or a national one in an unknown country."""
    try:
        number = parse(phone, country)
    except NumberParseException:
        return ""
    if not is_valid_number(number) and (not _is_possible(number) or _is_placeholder(str(number.national_number))):
        return ""
    return format_number(number, PhoneNumberFormat.E164)


def _is_possible(number: PhoneNumber) -> bool:
    """Of the right length; one that lacks its area code is no E.164 number."""
    return bool(is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE)


def _is_placeholder(digits: str) -> bool:
    """Two strangers share `000-000-0000` and `1234567890`."""
    return len(set(digits)) < _FEWEST_DIGITS or digits in _COUNTING or digits in _COUNTING[::-1]


def _full_name(person: PetOwner | CustomerDetails) -> str:
    """First and last name; a half of it is no full name."""
    first, last = folded(person.first_name), folded(person.last_name)
    return f"{first} {last}" if first and last else ""


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, folded(name)))


def _begins_alike(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return bool(shorter) and (shorter == longer or (len(shorter) >= _SHORTEST_NAME and longer.startswith(shorter)))
