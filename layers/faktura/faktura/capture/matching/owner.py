"""Whose invoice is it? The rules that keep another customer's invoice from ever being returned (CONTRACT section 3).

E-mail or phone decide; a contact that many names of one practice share decides together with the name. The full name
alone counts only where no contact can be compared, and then only for the single invoice left whose practice, and total
or date, the picture shows. A blank or a placeholder never matches.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, Literal, Protocol, TypeVar

from faktura.capture.customers.customer import CustomerDetails
from faktura.capture.reading.reading import Reading
from faktura.core.countries import region
from faktura.core.folding import folded
from faktura.pims.contact import email_address, full_name, phone_number, words
from faktura.pims.date import instant
from faktura.pims.keys import email_key, phone_key
from faktura.pims.schemas import PetOwner, VetPractice

_NEARLY_ALL = 0.75
"""Share of the longer of two names that the other is, where the name has to keep strangers' invoices apart."""

_SHORTEST_NAME = 5
"""Letters of a practice's name that the other may begin with and still be the same."""


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


def contacts_in_doubt(candidates: Sequence[Candidate], customer: CustomerDetails) -> set[str]:
    """Keys of the contacts that the customer shares with an owner of another name: do more names share them?"""
    return {
        key
        for candidate in candidates
        if not _same_name(candidate.pet_owner, customer)
        for _, key in _contacts_in_common(candidate, customer)
    }


def owned(
    candidates: Sequence[C], customer: CustomerDetails, reading: Reading | None, shared: Collection[str] = ()
) -> list[Match[C]]:
    """The customer's among the invoices of one number, the best first: agreeing with the reading, then the newest.

    `shared` are the keys of those contacts in doubt that count only together with the name.
    """
    matches: list[Match[C]] = []
    nameable: list[Match[C]] = []
    for candidate in candidates:
        if by := _contact(candidate, customer, shared):
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
    first, last = words(customer.first_name), words(customer.last_name)
    return bool(first and last) and sorted(first + last) == sorted(words(printed))


def _contact(candidate: Candidate, customer: CustomerDetails, shared: Collection[str]) -> Reason | None:
    same_name = _same_name(candidate.pet_owner, customer)
    for reason, key in _contacts_in_common(candidate, customer):
        if same_name or key not in shared:
            return reason
    return None


def _contacts_in_common(candidate: Candidate, customer: CustomerDetails) -> Iterator[tuple[Reason, str]]:
    practice, owner = candidate.vet_practice, candidate.pet_owner
    if (mail := email_address(owner.email)) and mail == email_address(customer.email):
        yield "e-mail", email_key(candidate)
    country = region(practice.country)
    if (phone := phone_number(owner.phone, country)) and phone == phone_number(customer.phone, country):
        yield "phone", phone_key(candidate)


def _contacts_compare(candidate: Candidate, customer: CustomerDetails) -> bool:
    owner, country = candidate.pet_owner, region(candidate.vet_practice.country)
    mails = email_address(owner.email) and email_address(customer.email)
    phones = phone_number(owner.phone, country) and phone_number(customer.phone, country)
    return bool(mails or phones)


def _same_name(owner: PetOwner, customer: CustomerDetails) -> bool:
    name = full_name(owner)
    return bool(name) and name == full_name(customer)


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


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, folded(name)))


def _begins_alike(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return bool(shorter) and (shorter == longer or (len(shorter) >= _SHORTEST_NAME and longer.startswith(shorter)))
