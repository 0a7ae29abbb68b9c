"""The keys of the PIMS tables. They are digests, because their contents are personal and of any length."""

import unicodedata
from base64 import urlsafe_b64encode
from hashlib import sha256

from faktura.core.countries import region
from faktura.core.recovery import Kind, Kinds
from faktura.pims.contact import (
    Person,
    email_address,
    full_name,
    national_digits,
    phone_number,
    possible_digits,
    words,
)
from faktura.pims.date import instant
from faktura.pims.invoice import NumberedInvoice, OwnedInvoice, Owner

NUMBER_AND_EMAIL, NUMBER_AND_PHONE, NUMBER_AND_NAME = "numberAndEmail", "numberAndPhone", "numberAndName"
"""The partition keys of the three indexes: an invoice's number with what identifies its owner."""

PRACTICE_AND_DATE = "practiceAndDate"
"""The sort key of each index."""

INDEX_ATTRIBUTES = (NUMBER_AND_EMAIL, NUMBER_AND_PHONE, NUMBER_AND_NAME, PRACTICE_AND_DATE)
"""The attributes of an item that only indexes need."""

KINDS = Kinds(
    ("practice", "invoice"),
    Kind("invoice", "copied", "(?P<id>.*)", order="pushOrder"),
)
"""How each kind of item of the table of invoices is restored."""

CONTACT_KINDS = Kinds(
    ("contact", ""),
    Kind("erasures", "missing", partition="erasures (?P<tenant>.*)"),
    Kind("contact", "missing", partition="(?P<id>.*)"),
)
"""Likewise, of the table of contacts: names are only ever added to one."""

_PRACTICE_LENGTH = 16


def number_key(number: str) -> str:
    """An invoice number as it is compared: trimmed, without case, in Unicode's composed form; empty for a blank."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", number).strip().casefold())


def index_keys(invoice: NumberedInvoice) -> dict[str, str]:
    """Index key → digest, for each contact or name that identifies the owner; none for an invoice without a number."""
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
    """The index keys with their digests of invoices that show one of the person's contacts."""
    keys = [(NUMBER_AND_EMAIL, address) for address in [email_address(person.email)] if address]
    keys += [(NUMBER_AND_PHONE, digits) for digits in sorted(possible_digits(person.phone))]
    return [(name, _digest(number_key(number), identity)) for name, identity in keys if number_key(number)]


def name_keys(number: str, person: Person) -> list[tuple[str, str]]:
    """The index key with its digest of invoices that show the person's full name."""
    name = full_name(person)
    return [(NUMBER_AND_NAME, _digest(number_key(number), name))] if name and number_key(number) else []


def practice_key(practice_id: str) -> str:
    """The practice's part of the sort key. It has the same length for all, so that it bounds a range."""
    return _digest(practice_id)[:_PRACTICE_LENGTH]


def practice_and_date(practice_id: str, date: str) -> str:
    """The sort key, which keeps a practice's invoices together, in order of time."""
    return f"{practice_key(practice_id)}#{instant(date)}"


def practice_of(sort_key: str) -> str:
    """The `practice_key` that a sort key begins with."""
    return sort_key[:_PRACTICE_LENGTH]


def email_key(invoice: OwnedInvoice) -> str:
    """The key of the owner's e-mail address at the practice; empty if the owner has none."""
    return _contact_key(invoice, "e-mail", email_address(invoice.pet_owner.email))


def phone_key(invoice: OwnedInvoice) -> str:
    """The key of the owner's telephone number at the practice; empty if the owner has none."""
    practice = invoice.vet_practice
    return _contact_key(invoice, "phone", phone_number(invoice.pet_owner.phone, region(practice.country)))


def erasures_key(practice: str) -> dict[str, str]:
    """The key of the ids of a practice's erased invoices, in the table of contacts: their keys have no space."""
    return {"contact": f"erasures {practice}"}


def owner_digest(owner: Owner, other_contact: str) -> str:
    """Identifies an owner among those of a contact: by name, else by the other contact, else by address, else empty."""
    name = words(owner.first_name) + words(owner.last_name)
    identity = " ".join(name) or other_contact or " ".join(words(f"{owner.address} {owner.zip_code}"))
    return _digest(identity) if identity else ""


def _contact_key(invoice: OwnedInvoice, kind: str, contact: str) -> str:
    return _digest(invoice.vet_practice.practice_id, kind, contact) if contact else ""


def _digest(*parts: str) -> str:
    """128 bits in 22 characters: short, as items are billed by size. What an index finds is compared in full."""
    return urlsafe_b64encode(sha256(repr(parts).encode()).digest()[:16]).decode().rstrip("=")
