"""By what an MGA's document is known again: its bytes, or its practice, number and total (CONTRACT section 3)."""

from collections.abc import Iterator
from decimal import Decimal
from hashlib import sha256

from faktura.capture.checks.duplicate import Mark
from faktura.capture.files.invoice_file import InvoiceFile
from faktura.capture.reading.reading import Reading
from faktura.capture.schemas import InvoiceData
from faktura.core.folding import folded


def marks(file: InvoiceFile, reading: Reading, data: InvoiceData) -> list[Mark]:
    """A document's marks. An invoice has one as printed and, where a practice has it, one as the practice keeps it.

    So it is known again whether it is in the practice's system by then or not.
    """
    return list(dict.fromkeys(_marks(file, reading, data)))


def _marks(file: InvoiceFile, reading: Reading, data: InvoiceData) -> Iterator[Mark]:
    yield Mark("file", sha256(file.content).hexdigest())
    for vendor in reading.vendors[:1]:
        yield from _invoice("printed", _letters(vendor), reading.number, reading.total)
    if data.practice and data.practice.practice_id:
        yield from _invoice("kept", data.practice.practice_id, data.invoice_number, data.total_amount)


def _invoice(how: str, practice: str, number: str | None, total: Decimal | None) -> Iterator[Mark]:
    if practice and number and total is not None:
        yield Mark("invoice", sha256(repr((how, practice, folded(number), _written(total))).encode()).hexdigest())


def _written(amount: Decimal) -> str:
    """The amount with no zeros behind its last decimal."""
    written = format(amount, "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, folded(name)))
