import pytest

from faktura.capture.checks.document_checks import of_document
from faktura.capture.checks.duplicate import Duplicate
from faktura.capture.checks.fingerprint import Fingerprint
from faktura.capture.files.invoice_file import InvoiceFile

FILE = InvoiceFile(b"scan", "image/png", (300,))
SAME_FILE = Duplicate(Fingerprint("file", "a"), "r1")
SAME_INVOICE = Duplicate(Fingerprint("invoice", "b"), "r2")


@pytest.mark.parametrize(
    ("resolutions", "expected"),
    [
        ((300,), "passed: The document has 300 DPI; at least 300 DPI are required"),
        ((None, 600, 299), "failed: The document has 299 DPI, less than the 300 DPI required"),
        ((None,), "skipped: The document is text, which has no resolution"),
    ],
)
def test_the_page_with_the_lowest_resolution_decides(resolutions: tuple[int | None, ...], expected: str) -> None:
    [resolution, _] = of_document(InvoiceFile(b"", "application/pdf", resolutions), [])

    assert (resolution.field, f"{resolution.status}: {resolution.message}") == ("resolution", expected)


@pytest.mark.parametrize(
    ("duplicates", "expected"),
    [
        ([], ["passed: No earlier document is the same"]),
        ([SAME_FILE], ["failed: The same file was sent before, in request r1"]),
        (
            [SAME_FILE, SAME_INVOICE, SAME_INVOICE],
            [
                "failed: The same file was sent before, in request r1",
                "failed: An invoice with the same practice, number and total was sent before, in request r2",
            ],
        ),
    ],
)
def test_a_duplicate_fails_and_names_the_earlier_request(duplicates: list[Duplicate], expected: list[str]) -> None:
    [_, *duplicate_checks] = of_document(FILE, duplicates)

    assert [f"{check.status}: {check.message}" for check in duplicate_checks] == expected
