from decimal import Decimal
from hashlib import sha256

import pytest

from faktura.capture.checks.document_checks import of_document
from faktura.capture.checks.duplicate import Duplicate
from faktura.capture.checks.fingerprint import Fingerprint, fingerprints
from faktura.capture.files.invoice_file import InvoiceFile
from faktura.capture.invoice_data import from_pims, from_reading
from faktura.capture.reading.reading import Reading
from tests.support.capture.papers import invoice

FILE = InvoiceFile(b"scan", "image/png", (300,))
PAPER = Reading(number="1234567", total=Decimal("732.39"), vendors=("PetWellClinic",))
SAME_FILE = Duplicate(Fingerprint("file", "a"), "r1")
SAME_INVOICE = Duplicate(Fingerprint("invoice", "b"), "r2")


@pytest.mark.parametrize(
    ("resolutions", "said"),
    [
        ((300,), "passed: The document has 300 DPI; at least 300 DPI are required"),
        ((None, 600, 299), "failed: The document has 299 DPI, less than the 300 DPI required"),
        ((None,), "skipped: The document is text, which has no resolution"),
    ],
)
def test_the_worst_page_decides_on_the_resolution(resolutions: tuple[int | None, ...], said: str) -> None:
    [resolution, _] = of_document(InvoiceFile(b"", "application/pdf", resolutions), [])

    assert (resolution.field, f"{resolution.status}: {resolution.message}") == ("resolution", said)


@pytest.mark.parametrize(
    ("duplicates", "said"),
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
def test_a_duplicate_fails_and_names_the_earlier_request(duplicates: list[Duplicate], said: list[str]) -> None:
    [_, *firsts] = of_document(FILE, duplicates)

    assert [f"{check.status}: {check.message}" for check in firsts] == said


def test_an_invoice_is_known_by_its_file_and_as_printed_and_as_kept() -> None:
    as_kept = fingerprints(FILE.content, PAPER, from_pims(invoice(), "c1"))
    as_printed = _of(PAPER)

    assert as_kept[0] == Fingerprint("file", sha256(b"scan").hexdigest())
    assert [one.trait for one in as_kept] == ["file", "invoice", "invoice"]
    assert as_printed == as_kept[:2]


@pytest.mark.parametrize(
    "alike",
    [
        Reading(number=" 1234567", total=Decimal("732.390"), vendors=("PETWELL Clinic",)),
        Reading(number="1234567", total=Decimal("732.39"), vendors=("PetWellClinic", "another line")),
    ],
)
def test_another_photograph_of_the_same_invoice_has_the_same_mark(alike: Reading) -> None:
    assert _of(alike) == fingerprints(FILE.content, PAPER, from_reading(PAPER, "c2"))


@pytest.mark.parametrize(
    "other",
    [
        Reading(number="1234568", total=Decimal("732.39"), vendors=("PetWellClinic",)),
        Reading(number="1234567", total=Decimal("732.38"), vendors=("PetWellClinic",)),
        Reading(number="1234567", total=Decimal("732.39"), vendors=("Another Clinic",)),
    ],
)
def test_another_number_total_or_practice_is_another_invoice(other: Reading) -> None:
    assert set(_of(other)) & set(_of(PAPER)) == {Fingerprint("file", sha256(b"scan").hexdigest())}


@pytest.mark.parametrize(
    "partial", [Reading(number="7"), Reading(total=Decimal(5)), Reading(number="7", total=Decimal(5))]
)
def test_an_invoice_that_is_not_wholly_read_is_known_by_its_file_alone(partial: Reading) -> None:
    assert [one.trait for one in _of(partial)] == ["file"]


def _of(reading: Reading, customer_id: str = "c1") -> list[Fingerprint]:
    return fingerprints(FILE.content, reading, from_reading(reading, customer_id))
