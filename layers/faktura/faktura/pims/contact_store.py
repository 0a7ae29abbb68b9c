"""The owners' names that a practice's invoices show for a contact.

Table: `contact` → its first four `ownerNames`, digests.

A practice may enter its own address for every owner; that must not make all of them one person. Names are counted for
each practice separately, so no other practice changes the count, and over every accepted push, so the order of pushes
does not change it either.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable

from faktura.core.aws import client
from faktura.core.clock import Deadline
from faktura.core.dynamo import Table
from faktura.core.parallel import each
from faktura.core.settings import setting
from faktura.pims.keys import email_key, owner_digest, phone_key
from faktura.pims.schemas import Invoice

MAX_OWNER_NAMES = 3
"""Names that one person's contact may be shown under: a family member's, a maiden name, a nickname."""


class ContactStore:
    """Reads and writes the table of contacts."""

    def __init__(self, table: Table) -> None:
        self._table = table
        client("dynamodb")

    @classmethod
    def from_settings(cls) -> "ContactStore":
        """The store with the table that the template names."""
        return cls(Table(setting("PIMS_CONTACT_TABLE")))

    def record(self, invoices: Iterable[Invoice], deadline: Deadline) -> None:
        """Add each owner's name to their contacts; `DeadlinePassed` when there is too little time for all.

        Doing it twice changes nothing. A name that is there already is not written again.
        """
        shown = _names_by_contact(invoices)
        known = self._names(shown)
        new = [
            (contact, name)
            for contact, names in shown.items()
            for name in sorted(names - known.get(contact, frozenset()))
            if len(known.get(contact, ())) <= MAX_OWNER_NAMES
        ]
        each(lambda added: self._add(*added), new, deadline)

    def shared(self, contacts: Collection[str]) -> frozenset[str]:
        """The contacts among these that too many names share, so that they do not identify one person."""
        return frozenset(contact for contact, names in self._names(contacts).items() if len(names) > MAX_OWNER_NAMES)

    def _names(self, contacts: Collection[str]) -> dict[str, frozenset[str]]:
        found = self._table.get_many({"contact": contact} for contact in contacts)
        return {item["contact"]: item["ownerNames"] for item in found}

    def _add(self, contact: str, name: str) -> None:
        values = {":name": frozenset({name}), ":most": MAX_OWNER_NAMES}
        not_full = "attribute_not_exists(ownerNames) OR size(ownerNames) <= :most"
        self._table.update({"contact": contact}, "ADD ownerNames :name", values, not_full)


def _names_by_contact(invoices: Iterable[Invoice]) -> dict[str, set[str]]:
    shown: dict[str, set[str]] = defaultdict(set)
    for invoice in invoices:
        email, phone = email_key(invoice), phone_key(invoice)
        for contact, other in ((email, phone), (phone, email)):
            if contact and (name := owner_digest(invoice.pet_owner, other)):
                shown[contact].add(name)
    return shown
