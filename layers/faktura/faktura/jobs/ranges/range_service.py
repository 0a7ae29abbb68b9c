"""Lists a tenant's number ranges, and exports their journals."""

from collections.abc import Sequence

from faktura.audit.entry import Change
from faktura.audit.journal_query import JournalQuery
from faktura.audit.journal_service import Absence, JournalService
from faktura.audit.schemas import JournalEnd, JournalPage, is_jws
from faktura.jobs.errors import NoSuchRange
from faktura.jobs.invoices.invoice_store import Document, InvoiceStore
from faktura.jobs.ranges.range_store import RangeStore
from faktura.jobs.ranges.schemas import RangeBody


class RangeService:
    """A tenant's number ranges."""

    def __init__(self, ranges: RangeStore, invoices: InvoiceStore) -> None:
        self._ranges, self._invoices = ranges, invoices

    @classmethod
    def from_settings(cls) -> "RangeService":
        """On the table that the template names."""
        return cls(RangeStore.from_settings(), InvoiceStore.from_settings())

    def all(self, tenant: str) -> list[RangeBody]:
        """The ranges that have a journal, by name."""
        found = self._ranges.registered(tenant)
        heads = self._ranges.heads([one.place for one in found])
        return [
            RangeBody(
                range=one.place.range,
                end=JournalEnd(position=head.position, hash=head.hash),
                **({"signed_head": one.signed_head} if is_jws(one.signed_head) else {}),
            )
            for one, head in zip(found, heads, strict=True)
        ]

    def page(self, tenant: str, name: str, query: JournalQuery) -> JournalPage:
        """A page of the journal of a range; `NoSuchRange` if it has none."""

        def contents(changes: Sequence[Change]) -> list[bytes | Absence]:
            documents = self._invoices.documents(tenant, {change.number for change in changes if change.number})
            return [_content(documents.get(one.number or ""), one) for one in changes]

        page = JournalService(self._ranges.place(name), contents, is_final=True).page(query)
        if not page.end.position:
            raise NoSuchRange
        return page


def _content(document: Document | None, change: Change) -> bytes | Absence:
    if document is None:
        return Absence.GONE
    return document.committed_to(change.commitment) or Absence.WITHHELD
