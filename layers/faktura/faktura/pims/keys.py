"""How the keys of the PIMS tables are spelt: digests, as what they are made of is personal and of any length."""

import unicodedata
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Protocol

from faktura.core.countries import region
from faktura.pims.contact import (
    Person,
    email_address,
    full_name,
    national_digits,
    phone_number,
    possible_digits,
    words,
)
from faktura.pims.schemas import (
    Invoice,
    PetOwner,
    VetPractice,
    instant,
)


class InvoiceOwner(Protocol):
    """What the keys of a contact need of an invoice."""

    @property
    def vet_practice(self) -> VetPractice: ...  # noqa: D102 -- the names say it
    @property
    def pet_owner(self) -> PetOwner: ...  # noqa: D102


NUMBER_AND_EMAIL, NUMBER_AND_PHONE, NUMBER_AND_NAME = "numberAndEmail", "numberAndPhone", "numberAndName"
"""The keys of the three indexes: an invoice's number with what identifies its owner."""

PRACTICE_AND_DATE = "practiceAndDate"
"""What each of them is sorted by."""

_PRACTICE_LENGTH = 16


def number_key(number: str) -> str:
    """A number as it is compared: trimmed, without case, in Unicode's composed form; empty for a blank."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", number).strip().casefold())


def index_keys(invoice: Invoice) -> dict[str, str]:
    """Index key → digest, for each thing that identifies the invoice's owner; none without a number."""
    owner = invoice.pet_owner
    identities = {
        NUMBER_AND_EMAIL: email_address(owner.email),
        NUMBER_AND_PHONE: national_digits(phone_number(owner.phone, region(invoice.vet_practice.country))),
        NUMBER_AND_NAME: full_name(owner),
    }
    return {
        name: _digest(number_key(invoice.invoice_number), identity)
        for name, identity in identities.items()
        if identity and number_key(invoice.invoice_number)
    }


def contact_keys(number: str, person: Person) -> list[tuple[str, str]]:
    """Index key and digest, under which an invoice stands if it shows a contact of the person's."""
    keys = [(NUMBER_AND_EMAIL, address) for address in [email_address(person.email)] if address]
    keys += [(NUMBER_AND_PHONE, digits) for digits in sorted(possible_digits(person.phone))]
    return [(name, _digest(number_key(number), identity)) for name, identity in keys if number_key(number)]


def name_keys(number: str, person: Person) -> list[tuple[str, str]]:
    """Likewise, if it shows the person's full name."""
    name = full_name(person)
    return [(NUMBER_AND_NAME, _digest(number_key(number), name))] if name and number_key(number) else []


def practice_key(practice_id: str) -> str:
    """The practice's part of the sort key: of one length for all, so that it bounds a range."""
    return _digest(practice_id)[:_PRACTICE_LENGTH]


def practice_and_date(practice_id: str, date: str) -> str:
    """The sort key: a practice's invoices stand together, by time."""
    return f"{practice_key(practice_id)}#{instant(date)}"


def practice_of(sort_key: str) -> str:
    """The `practice_key` that a sort key begins with."""
    return sort_key[:_PRACTICE_LENGTH]


def email_key(invoice: InvoiceOwner) -> str:
    """The owner's e-mail address as the practice's invoices show it; empty where the owner has none."""
    return _contact_key(invoice, "e-mail", email_address(invoice.pet_owner.email))


def phone_key(invoice: InvoiceOwner) -> str:
    """Likewise the telephone number."""
    practice = invoice.vet_practice
    return _contact_key(invoice, "phone", phone_number(invoice.pet_owner.phone, region(practice.country)))


def owner_digest(owner: PetOwner, other_contact: str) -> str:
    """Tells the owners of a contact apart: by name, else by their other contact, else by address; else it is empty."""
    name = words(owner.first_name) + words(owner.last_name)
    whose = " ".join(name) or other_contact or " ".join(words(f"{owner.address} {owner.zip_code}"))
    return _digest(whose) if whose else ""


def _contact_key(invoice: InvoiceOwner, kind: str, contact: str) -> str:
    return _digest(invoice.vet_practice.practice_id, kind, contact) if contact else ""


def _digest(*parts: str) -> str:
    """128 bits in 22 characters: what an index leads to is compared in full, and items are billed by the kilobyte."""
    return urlsafe_b64encode(sha256(repr(parts).encode()).digest()[:16]).decode().rstrip("=")
