"""A period's PDFs as a ZIP file, with a table of what is in it.

The same documents give the same bytes: the entries have the documents' own dates. PDFs are compressed already, so they
are stored as they are.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from faktura.exports.cell import Row, plain_text
from faktura.exports.csv_file import write_csv
from faktura.exports.errors import ExportRefused
from faktura.jobs.exports.document_row import buyer_of, sign_of
from faktura.jobs.invoices.invoice import Invoice

INDEX = "index.csv"
COLUMNS = (
    *("file", "number", "kind", "date", "orderId", "creditedInvoice", "buyer", "currency", "net", "tax", "gross"),
    *("payable", "note"),
)
MISSING = "The PDF is missing."

MAX_BYTES = 2 * 1024**3
"""Of the PDFs together: two such files fit into the function's storage."""

TOO_LARGE = "The PDFs of the period have more than 2 GB. Choose a shorter one."

_MAX_NAME = 100
_UNSAFE = re.compile(r"[^\w.\- ]")
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?$", re.IGNORECASE)
_ZERO = Decimal()

Found = tuple[Invoice, bytes | None]


def write_archive(path: Path, documents: Iterable[Found]) -> None:
    """Write the documents with their PDFs to `path`, one after the other; `ExportRefused` if they are too large."""
    index = path.with_suffix(".index")
    with ZipFile(path, "w") as archive:
        write_csv(index, COLUMNS, _added(archive, documents, Names()))
        archive.writestr(_entry(INDEX, (1980, 1, 1)), index.read_bytes(), ZIP_DEFLATED)


class Names:
    """Names of files that every system can unpack into one folder, each of them once, whatever the case of letters.

    None begins with a hyphen, which a command takes for an option, and a CSV file for a formula.
    """

    def __init__(self) -> None:
        self._used = {INDEX}

    def name(self, number: str) -> str:
        """The name of the file of a document with this number."""
        kept = _UNSAFE.sub("_", unicodedata.normalize("NFC", plain_text(number)))[:_MAX_NAME].strip(". ")
        stem = f"_{kept}" if not kept or kept.startswith("-") or _DEVICES.match(kept) else kept
        name, copy = f"{stem}.pdf", 1
        while name.casefold() in self._used:
            copy += 1
            name = f"{stem} ({copy}).pdf"
        self._used.add(name.casefold())
        return name


def _added(archive: ZipFile, documents: Iterable[Found], names: Names) -> Iterator[Row]:
    """Add each PDF to the archive, and yield its row of the index. A document without a PDF has a row too."""
    size = 0
    for document, pdf in documents:
        name = names.name(document.number) if pdf is not None else ""
        if pdf is not None:
            size += len(pdf)
            if size > MAX_BYTES:
                raise ExportRefused(TOO_LARGE)
            issued = document.issued_at
            archive.writestr(_entry(name, (issued.year, issued.month, issued.day)), pdf)
        yield _row(name, document)


def _row(name: str, document: Invoice) -> Row:
    bill, totals, sign = document.bill, document.bill.totals, sign_of(document)
    amounts = [sign * (amount or _ZERO) for amount in (totals.net, totals.tax, totals.gross, totals.payable)]
    credited = document.credited.number if document.credited else ""
    head = (name, document.number, document.kind, document.issued_at.date(), bill.order_id, credited)
    return (*head, buyer_of(document), bill.currency, *amounts, "" if name else MISSING)


def _entry(name: str, day: tuple[int, int, int]) -> ZipInfo:
    entry = ZipInfo(name, (*day, 0, 0, 0))
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry
