"""What an export has of each table and bucket, and why it leaves out the rest.

Each kind of item is decided about by name. A kind that nobody has decided about stops the export (`UnknownKind`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from faktura.billing import keys as billing
from faktura.capture import keys as capture
from faktura.cases import keys as cases
from faktura.core.attributes import Item
from faktura.core.recovery import Kind, Kinds, UnknownKind
from faktura.jobs import keys as jobs
from faktura.pims import keys as pims


@dataclass(frozen=True)
class Contents:
    """A table by its logical id: the kinds of its items that an export has, and why it has no others.

    `secret` are attributes that an export never shows.
    """

    table: str
    kinds: Kinds
    exported: frozenset[str]
    left_out: Mapping[str, str] = field(default_factory=dict)
    secret: frozenset[str] = frozenset()

    def kind_of(self, item: Item) -> str:
        """The kind of an item if an export has it, else empty; `UnknownKind` if nobody has decided."""
        name = self.kinds.of(item).kind.name
        if name in self.exported:
            return name
        if name not in self.left_out:
            raise UnknownKind(f"nobody has decided whether an export has items of the kind {name} of {self.table}")
        return ""

    def shown(self, item: Item) -> dict[str, object]:
        """An item without its secrets."""
        return {name: value for name, value in item.items() if name not in self.secret}


_DERIVED = "follows from exported items"
_SHARED = "shared with other tenants"

CONTENTS: Mapping[str, Contents] = {
    "billing": Contents(
        "BillingTable",
        billing.KINDS,
        frozenset({"invoice", "payment", "organisation", "counter", "journal", "journalEnd", "erasure"}),
        {"listing": _DERIVED, "number": _DERIVED, "journals": _SHARED, "imported": "digests of imported records"},
        frozenset({"salts"}),
    ),
    "capture": Contents(
        "CaptureTable",
        capture.KINDS,
        frozenset({"customer", "request", "accuracy", "erasure"}),
        {"fingerprint": "digests of exported documents", "listing": _DERIVED, "webhookSecrets": "secrets"},
    ),
    "jobs": Contents(
        "JobTable",
        jobs.KINDS,
        frozenset(
            {
                "configuration",
                "order",
                "invoice",
                "credited",
                "creditNote",
                "counter",
                "job",
                "chunk",
                "journal",
                "journalEnd",
                "erasure",
            }
        ),
        {"creditOfOrder": _DERIVED, "scheduled": _DERIVED, "journals": _SHARED},
        frozenset({"salts"}),
    ),
    "cases": Contents(
        "CasesTable",
        cases.KINDS,
        frozenset({"case", "invoice", "ledger"}),
        {"ledgers": _SHARED, "tally": "belongs to partners", "move": "belongs to partners"},
    ),
    "pims": Contents("PimsTable", pims.KINDS, frozenset({"invoice"}), secret=frozenset(pims.INDEX_ATTRIBUTES)),
    "contacts": Contents(
        "PimsContactTable",
        pims.CONTACT_KINDS,
        frozenset(),
        {
            "contact": "digests of what exported invoices show",
            "erasures": "ids of erased invoices",
        },
    ),
    "exports": Contents("ExportTable", Kinds(("exporter", "exportId"), Kind("export", "never")), frozenset({"export"})),
    "clients": Contents(
        "ClientTable",
        Kinds(("clientId", ""), Kind("client", "never")),
        frozenset({"client"}),
        secret=frozenset({"secretDigests"}),
    ),
    "people": Contents(
        "PersonTable",
        Kinds(("record", ""), Kind("person", "never", partition="person .*"), Kind("naming", "never")),
        frozenset({"person"}),
        {"naming": _DERIVED},
    ),
}
"""The tables that an export reads, by the beginning of its files' names."""

TABLES_LEFT_OUT: Mapping[str, str] = {
    "IdempotencyTable": "answers of one day, by digests of their requests",
    "DenylistTable": "revoked tokens, by digests",
    "RefusalTable": "counts of one minute",
}
"""Tables of which an export has nothing, and why."""


@dataclass(frozen=True)
class Documents:
    """The objects of a bucket, by its logical id, that begin with one of these words, and why there are no others.

    `is_issued` says that of each object the first version counts, as it was issued.
    """

    bucket: str
    exported: tuple[str, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)
    is_issued: bool = False


DOCUMENTS: Mapping[str, Documents] = {
    "jobs": Documents("JobBucket", ("invoices",), is_issued=True),
    "capture": Documents(
        "CaptureBucket",
        (capture.ORIGINALS, capture.UPLOADS, capture.WORDS),
        {capture.PAGES: "interim results of requests whose words are exported"},
    ),
    "pims": Documents("PimsBucket", left_out={"accepted": "pushes of several practices, whose invoices are exported"}),
    "heads": Documents(
        "JournalHeadBucket", left_out={"heads": "signed heads; the last one of each range is in the API"}
    ),
    "exports": Documents("ExportBucket", left_out={"exports": "copies of exported items"}),
}
"""The buckets, likewise."""
