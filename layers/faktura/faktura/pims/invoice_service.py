"""Stores pushed invoices: the newest version of each, and the names that appear with its owner's contacts."""

from collections.abc import Sequence

from faktura.core.clock import Deadline, DeadlinePassed
from faktura.core.parallel import each, in_batches
from faktura.pims.batch import Version, by_invoice
from faktura.pims.contact_store import ContactStore
from faktura.pims.invoice_store import InvoiceStore

_BATCH_SIZE = 100
"""Invoices that are read, then written, before the next are: as many as one call of DynamoDB reads."""


class InvoiceService:
    """Stores the practices' invoices."""

    def __init__(self, invoices: InvoiceStore, contacts: ContactStore) -> None:
        self._invoices, self._contacts = invoices, contacts

    @classmethod
    def from_settings(cls) -> "InvoiceService":
        """The service with the tables that the template names."""
        invoices = InvoiceStore.from_settings()
        return cls(invoices, invoices.contacts)

    def store(self, versions: Sequence[Version], deadline: Deadline) -> int:
        """Write the newest version of each invoice unless the same or a newer one is stored; returns how many.

        `DeadlinePassed` when there is too little time for all, with how many are `stored` and how many are `left`. A
        repeated call goes on with those that are left.
        """
        invoices, written = by_invoice(versions), list[bool]()

        def store(chunk: Sequence[Sequence[Version]]) -> None:
            self._store_chunk(chunk, deadline, written)

        try:
            each(store, in_batches(invoices, _BATCH_SIZE), deadline, at_once=1)
        except DeadlinePassed:
            raise DeadlinePassed(stored=sum(written), left=len(invoices) - len(written)) from None
        return sum(written)

    def _store_chunk(self, invoices: Sequence[Sequence[Version]], deadline: Deadline, written: list[bool]) -> None:
        """Store the newest version of each invoice. `written` gets, for each invoice that is done, whether we wrote it.

        The contacts are recorded first, so that every invoice that can be found counts for its owner's contacts. A
        version that is already stored needs no recording: this push stored it.
        """
        orders = self._invoices.orders([versions[-1].identity for versions in invoices])
        new = [versions for versions in invoices if orders.get(versions[-1].identity) != versions[-1].order]
        missing = [versions[-1] for versions in new if orders.get(versions[-1].identity, "") < versions[-1].order]
        self._contacts.record((version.invoice for versions in new for version in versions), deadline)
        written += [False] * (len(invoices) - len(missing))
        each(lambda version: written.append(self._invoices.put(version)), missing, deadline)
