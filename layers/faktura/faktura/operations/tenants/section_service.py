"""Where the data of each kind of tenant lies."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

from faktura.audit.journal_store import Place
from faktura.billing.exports.exporter import Exporter
from faktura.billing.member import Office
from faktura.capture.keys import file_key
from faktura.cases.exports.owner import owner_of as owner_of_viewer
from faktura.cases.keys import case_key, invoice_key, ledger_key
from faktura.cases.role import Viewer
from faktura.jobs.chunk import ChunkReference
from faktura.jobs.exports.owner import owner_of as owner_of_shop
from faktura.jobs.invoices.pdf_store import folder_of
from faktura.jobs.keys import chunk_key, partitions
from faktura.jobs.ranges.range_store import RangeStore
from faktura.operations.tenants.contents import DOCUMENTS
from faktura.operations.tenants.item_store import Found, ItemStore
from faktura.operations.tenants.tenant import Tenant


@dataclass(frozen=True)
class Section:
    """The items of one table that are a tenant's, among others that `Contents` leaves out."""

    name: str
    items: Callable[[], Found]


@dataclass(frozen=True)
class DocumentSection:
    """The objects of a bucket (by its name in `DOCUMENTS`) that are a tenant's."""

    name: str
    word: str
    prefix: str


class SectionService:
    """Finds the sections of a tenant: by key, except for clients, people and cases, which have no key by tenant."""

    def __init__(self, items: ItemStore) -> None:
        self._items = items

    def sections(self, tenant: Tenant) -> Iterator[Section]:
        """All sections with items."""
        own = {
            "office": self._office,
            "mga": self._mga,
            "tenant": self._shop,
            "provider": self._provider,
            "practice": self._practice,
        }
        yield from own[tenant.kind](tenant.name)
        yield Section("clients", lambda: self._acting("ClientTable", tenant))
        yield Section("people", lambda: self._acting("PersonTable", tenant))

    def documents(self, tenant: Tenant) -> Iterator[DocumentSection]:
        """All sections with documents."""
        if tenant.kind == "tenant":
            yield DocumentSection("jobs", "invoices", folder_of(tenant.name))
        if tenant.kind == "mga":
            for word in DOCUMENTS["capture"].exported:
                yield DocumentSection("capture", word, file_key(word, tenant.name, ""))

    def _office(self, name: str) -> Iterator[Section]:
        yield Section("billing", lambda: self._items.partition("BillingTable", {"office": name}))
        yield self._exports(Exporter(Office(name), frozenset()).owner)

    def _mga(self, name: str) -> Iterator[Section]:
        yield Section("capture", lambda: self._items.partition("CaptureTable", {"mga": name}))

    def _shop(self, name: str) -> Iterator[Section]:
        yield Section("jobs", lambda: self._of_shop(name))
        yield self._exports(owner_of_shop(name))

    def _provider(self, name: str) -> Iterator[Section]:
        yield Section("cases", lambda: self._of_provider(name))
        yield self._exports(owner_of_viewer(Viewer("provider", name)))

    def _practice(self, name: str) -> Iterator[Section]:
        yield Section("pims", lambda: self._items.partition("PimsTable", {"practice": name}))

    def _exports(self, owner: str) -> Section:
        return Section("exports", lambda: self._items.partition("ExportTable", {"exporter": owner}))

    def _of_shop(self, name: str) -> Found:
        *partitions_of_kinds, jobs, erasures = partitions(name)
        for partition in (*partitions_of_kinds, erasures):
            yield from self._items.partition("JobTable", {"tenant": partition})
        for job in self._items.partition("JobTable", {"tenant": jobs}):
            yield job
            chunk = ChunkReference(tenant=name, job_id=job["record"], chunk=0)
            yield from self._items.partition("JobTable", {"tenant": chunk_key(chunk)["tenant"]})
        for place in self._journals(name):
            yield from self._items.partition("JobTable", {"tenant": place.partition["tenant"]})

    def _journals(self, name: str) -> Iterator[Place]:
        ranges = RangeStore(self._items.table("JobTable"))
        return (one.place for one in ranges.registered(name))

    def _of_provider(self, name: str) -> Found:
        cases = self._items.whole(
            "CasesTable",
            "begins_with(place, :cases) AND provider = :provider",
            {":cases": case_key("")["place"], ":provider": name},
        )
        invoices = self._items.partition("CasesTable", {"place": invoice_key(name, "")["place"]})
        return chain(self._items.get("CasesTable", ledger_key(name)), cases, invoices)

    def _acting(self, table: str, tenant: Tenant) -> Found:
        return (item for item in self._items.whole(table) if tenant.is_in(item.get("context", {})))
