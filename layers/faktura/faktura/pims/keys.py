"""How the keys of the PIMS tables are spelt: digests, as what they are made of is personal and of any length."""

import unicodedata
from base64 import urlsafe_b64encode
from hashlib import sha256

from faktura.pims.contact import Person, any_name, email_address, full_name, phone_ending
from faktura.pims.models import instant

NUMBER_AND_EMAIL, NUMBER_AND_PHONE, NUMBER_AND_NAME = "numberAndEmail", "numberAndPhone", "numberAndName"
"""The keys of the three indexes: an invoice's number with what identifies its owner."""

PRACTICE_AND_DATE = "practiceAndDate"
"""What each of them is sorted by."""

_PRACTICE_LENGTH = 16


def number_key(number: str) -> str:
    """A number as it is compared: trimmed, without case, in Unicode's composed form; empty for a blank."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", number).strip().casefold())


def lookup_keys(number: str, person: Person) -> dict[str, str]:
    """Index key → digest, for each thing that identifies the person; none without a number."""
    folded = number_key(number)
    identities = {
        NUMBER_AND_EMAIL: email_address(person.email),
        NUMBER_AND_PHONE: phone_ending(person.phone),
        NUMBER_AND_NAME: full_name(person),
    }
    return {name: _digest(folded, identity) for name, identity in identities.items() if folded and identity}


def practice_key(practice_id: str) -> str:
    """The practice's part of the sort key: of one length for all, so that it bounds a range."""
    return _digest(practice_id)[:_PRACTICE_LENGTH]


def practice_and_date(practice_id: str, date: str) -> str:
    """The sort key: a practice's invoices stand together, by time."""
    return f"{practice_key(practice_id)}#{instant(date)}"


def practice_of(sort_key: str) -> str:
    """The `practice_key` that a sort key begins with."""
    return sort_key[:_PRACTICE_LENGTH]


def email_key(practice_id: str, person: Person) -> str:
    """An e-mail address as one practice's invoices show it; empty where the person has none."""
    return _contact_key(practice_id, "e-mail", email_address(person.email))


def phone_key(practice_id: str, person: Person) -> str:
    """Likewise a telephone number."""
    return _contact_key(practice_id, "phone", phone_ending(person.phone))


def name_digest(person: Person) -> str:
    """A short stand-in for the person's name, empty for a blank one."""
    name = any_name(person)
    return _digest(name) if name else ""


def _contact_key(practice_id: str, kind: str, contact: str) -> str:
    return _digest(practice_id, kind, contact) if contact else ""


def _digest(*parts: str) -> str:
    """128 bits in 22 characters: what an index leads to is compared in full, and items are billed by the kilobyte."""
    return urlsafe_b64encode(sha256(repr(parts).encode()).digest()[:16]).decode().rstrip("=")
