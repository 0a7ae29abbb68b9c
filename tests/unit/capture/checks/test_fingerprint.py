from decimal import Decimal
from hashlib import sha256

import pytest

from faktura.capture.checks.fingerprint import Fingerprint, fingerprints
from faktura.capture.invoice_data import from_pims, from_reading
from faktura.capture.reading.reading import Reading
from tests.support.capture.invoices import invoice

CONTENT = b"scan"
READING = Reading(number="1234567", total=Decimal("732.39"), vendors=("PetWellClinic",))


def test_a_document_has_fingerprints_of_its_file_and_of_its_invoice_as_printed_and_as_pushed() -> None:
    as_pushed = fingerprints(CONTENT, READING, from_pims(invoice(), "c1"))
    as_printed = _of(READING)

    assert as_pushed[0] == Fingerprint("file", sha256(CONTENT).hexdigest())
    assert [one.trait for one in as_pushed] == ["file", "invoice", "invoice"]
    assert as_printed == as_pushed[:2]


@pytest.mark.parametrize(
    "alike",
    [
        Reading(number=" 1234567", total=Decimal("732.390"), vendors=("PETWELL Clinic",)),
        Reading(number="1234567", total=Decimal("732.39"), vendors=("PetWellClinic", "another line")),
    ],
)
def test_another_photograph_of_the_same_invoice_has_the_same_fingerprint(alike: Reading) -> None:
    assert _of(alike) == _of(READING, customer_id="c2")


@pytest.mark.parametrize(
    "other",
    [
        Reading(number="1234568", total=Decimal("732.39"), vendors=("PetWellClinic",)),
        Reading(number="1234567", total=Decimal("732.38"), vendors=("PetWellClinic",)),
        Reading(number="1234567", total=Decimal("732.39"), vendors=("Another Clinic",)),
    ],
)
def test_another_number_total_or_practice_is_another_invoice(other: Reading) -> None:
    assert set(_of(other)) & set(_of(READING)) == {Fingerprint("file", sha256(CONTENT).hexdigest())}


@pytest.mark.parametrize(
    "partial", [Reading(number="7"), Reading(total=Decimal(5)), Reading(number="7", total=Decimal(5))]
)
def test_an_invoice_that_is_not_read_completely_has_only_the_fingerprint_of_its_file(partial: Reading) -> None:
    assert [one.trait for one in _of(partial)] == ["file"]


def _of(reading: Reading, customer_id: str = "c1") -> list[Fingerprint]:
    return fingerprints(CONTENT, reading, from_reading(reading, customer_id))
