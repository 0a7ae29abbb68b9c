"""What is verified of the document itself, whatever it says (CONTRACT section 3, validationResults)."""

from collections.abc import Iterable, Mapping, Sequence

from faktura.capture.checks.duplicate import Duplicate, Trait
from faktura.capture.files.invoice_file import InvoiceFile
from faktura.capture.files.resolution import LEAST_DPI
from faktura.capture.schemas import Check

_CAME_BEFORE: Mapping[Trait, str] = {
    "file": "The same file came before",
    "invoice": "An invoice of the same practice, number and total came before",
}


def of_document(file: InvoiceFile, duplicates: Sequence[Duplicate] | None) -> list[Check]:
    """Whether the document is whole, legible, and the first of its kind (`None`: not compared with earlier ones)."""
    damage = [Check(field="file", status="failed", message=file.damage)] if file.damage else []
    return [*damage, _resolution(file), *_firsts(duplicates)]


def _resolution(file: InvoiceFile) -> Check:
    scanned = [dpi for dpi in file.resolutions if dpi is not None]
    if not scanned:
        return Check(field="resolution", status="skipped", message="The document is text, which has no resolution")
    if min(scanned) < LEAST_DPI:
        message = f"The document has {min(scanned)} DPI, less than the {LEAST_DPI} DPI required"
        return Check(field="resolution", status="failed", message=message)
    message = f"The document has {min(scanned)} DPI, of {LEAST_DPI} DPI required"
    return Check(field="resolution", status="passed", message=message)


def _firsts(duplicates: Sequence[Duplicate] | None) -> Iterable[Check]:
    if duplicates is None:
        message = "Nothing is taken from the document, so it was not compared with earlier ones"
        yield Check(field="duplicate", status="skipped", message=message)
        return
    if not duplicates:
        yield Check(field="duplicate", status="passed", message="No earlier document is the same")
    for trait in dict.fromkeys(duplicate.mark.trait for duplicate in duplicates):
        earlier = next(duplicate.request_id for duplicate in duplicates if duplicate.mark.trait == trait)
        message = f"{_CAME_BEFORE[trait]}, with the request {earlier}"
        yield Check(field="duplicate", status="failed", message=message)
