"""The checks of a document that do not depend on its contents (docs/apis/capture.md, validationResults)."""

from collections.abc import Iterable, Mapping, Sequence

from faktura.capture.checks.duplicate import Duplicate
from faktura.capture.checks.fingerprint import Trait
from faktura.capture.files.invoice_file import InvoiceFile
from faktura.capture.files.resolution import MIN_DPI
from faktura.capture.schemas import Check

_SENT_BEFORE: Mapping[Trait, str] = {
    "file": "The same file was sent before",
    "invoice": "An invoice with the same practice, number and total was sent before",
}


def of_document(file: InvoiceFile, duplicates: Sequence[Duplicate] | None) -> list[Check]:
    """Whether the document is complete, has a sufficient resolution, and is not a duplicate.

    `duplicates` is `None` if the document was not compared with earlier ones.
    """
    damage = [Check(field="file", status="failed", message=file.damage)] if file.damage else []
    return [*damage, _resolution(file), *_duplicates(duplicates)]


def _resolution(file: InvoiceFile) -> Check:
    scanned = [dpi for dpi in file.resolutions if dpi is not None]
    if not scanned:
        return Check(field="resolution", status="skipped", message="The document is text, which has no resolution")
    if min(scanned) < MIN_DPI:
        message = f"The document has {min(scanned)} DPI, less than the {MIN_DPI} DPI required"
        return Check(field="resolution", status="failed", message=message)
    message = f"The document has {min(scanned)} DPI; at least {MIN_DPI} DPI are required"
    return Check(field="resolution", status="passed", message=message)


def _duplicates(duplicates: Sequence[Duplicate] | None) -> Iterable[Check]:
    if duplicates is None:
        message = "No data is returned for the document, so it was not compared with earlier ones"
        yield Check(field="duplicate", status="skipped", message=message)
        return
    if not duplicates:
        yield Check(field="duplicate", status="passed", message="No earlier document is the same")
    for trait in dict.fromkeys(duplicate.fingerprint.trait for duplicate in duplicates):
        earlier = next(duplicate.request_id for duplicate in duplicates if duplicate.fingerprint.trait == trait)
        message = f"{_SENT_BEFORE[trait]}, in request {earlier}"
        yield Check(field="duplicate", status="failed", message=message)
