"""When the pages of an e-invoice are read by OCR, and what becomes of it if they cannot be."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any, cast

import pytest

from faktura.capture.customers.customer import Customer
from faktura.capture.document_service import DocumentService
from faktura.capture.errors import InvalidFile, NotReadYet, OcrFailed, Unreadable
from faktura.capture.files.file_store import FileStore
from faktura.capture.files.invoice_file import InvoiceFile
from faktura.capture.matching.lookup_service import LookupService
from faktura.capture.outcome import Outcome
from faktura.capture.page.layout import Place
from faktura.capture.reading.geometry import PageWord, PageWords
from faktura.capture.reading.reading import ReadField, Reading
from faktura.capture.reading.textract_client import TextractClient
from faktura.capture.requests.end_service import EndService
from faktura.capture.requests.request import Processing
from faktura.core.auth import Practices
from faktura.core.clock import now
from tests.support.capture.e_invoices import cii, drawn, hybrid, with_files

PROCESSING = Processing("alpha", "r1", "C1", "process", Practices(()), now())


@pytest.fixture(autouse=True)
def limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIN_FILE_BYTES", "51200")
    monkeypatch.setenv("MAX_FILE_BYTES", "10485760")


@dataclass
class Stores:
    """Stands for the services behind: OCR sees these words, or fails in this way."""

    words: str = ""
    fault: Exception | None = None
    reading: Reading = field(default_factory=Reading)
    read_files: list[InvoiceFile] = field(default_factory=list)
    stored: list[PageWords] = field(default_factory=list)

    def put(self, *_: object) -> None:
        pass

    def get_pages(self, _processing: Processing) -> dict[int, Any]:
        return {}

    def put_words(self, _processing: Processing, words: list[PageWords]) -> None:
        self.stored += words

    def find(self, *_: object) -> None:
        return None

    def read(self, file: InvoiceFile, *_: object) -> tuple[Reading, list[PageWords]]:
        self.read_files.append(file)
        if self.fault:
            raise self.fault
        placed = tuple(PageWord(word, Place(0, 0, 0.1, 0.1), 99) for word in self.words.split())
        return self.reading, [PageWords(1, placed)]


def read(stores: Stores, content: bytes, processing: Processing = PROCESSING) -> Outcome:
    service = DocumentService(
        cast(FileStore, stores), cast(TextractClient, stores), cast(LookupService, stores), cast(EndService, stores)
    )
    customer = Customer(customer_id="C1")
    return service.read(processing, customer, InvoiceFile.examined(content), now() + timedelta(seconds=24))


def failed(outcome: Outcome) -> str:
    return "\n".join(check.message for check in outcome.checks if check.status == "failed")


BLANK = with_files(drawn(b""), [("factur-x.xml", cii())])


@pytest.mark.parametrize("content", [cii(), hybrid(cii(), "RE-1001", "119.00"), hybrid(cii(), "RE-1001", "911.00")])
def test_ocr_reads_nothing_if_the_data_or_the_text_suffices(content: bytes) -> None:
    stores = Stores()

    outcome = read(stores, content)

    assert (outcome.read_from, stores.read_files, stores.stored) == ("E_INVOICE", [], [])


def test_ocr_reads_a_page_without_text_for_the_comparison() -> None:
    stores = Stores("Invoice RE-1001 of 2026-11-20 Total 119.00")

    outcome = read(stores, BLANK)

    assert (outcome.read_from, len(stores.read_files), failed(outcome)) == ("E_INVOICE", 1, "")
    assert outcome.data
    assert outcome.data.invoice_number == "RE-1001"
    assert len(stores.stored) == 1


def test_a_page_that_ocr_reads_differently_fails() -> None:
    outcome = read(Stores("Invoice RE-1001 Total 911.00"), BLANK)

    assert "The total 119.00 of the e-invoice is not printed" in failed(outcome)


def test_a_total_that_ocr_is_sure_of_must_be_the_e_invoices() -> None:
    total = ReadField("911.00", 1, None, 99, is_vouched=True)
    seen = Reading(number="RE-1001", total=Decimal(911), fields={"totalAmount": total})

    outcome = read(Stores("Invoice RE-1001 Price 119.00 Total 911.00", reading=seen), BLANK)

    assert "The pages print the total 911, and the e-invoice has the total 119.00" in failed(outcome)


@pytest.mark.parametrize("fault", [Unreadable(), OcrFailed(), InvalidFile()])
def test_a_comparison_that_can_never_be_made_fails(fault: Exception) -> None:
    outcome = read(Stores(fault=fault), BLANK)

    assert outcome.data
    assert (outcome.read_from, outcome.data.invoice_number) == ("E_INVOICE", "RE-1001")
    assert "The number RE-1001 of the e-invoice could not be compared" in failed(outcome)
    assert "The total 119.00 of the e-invoice could not be compared" in failed(outcome)


def test_a_comparison_is_tried_again_before_it_fails() -> None:
    for readings in (0, 1, 2):
        with pytest.raises(NotReadYet):
            read(Stores(fault=NotReadYet()), BLANK, replace(PROCESSING, readings=readings))

    outcome = read(Stores(fault=NotReadYet()), BLANK, replace(PROCESSING, readings=3))

    assert "could not be compared: its pages could not be read in time" in failed(outcome)


def test_an_e_invoice_without_number_and_total_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        read(Stores(), cii().replace(b">RE-1001<", b"><").replace(b">119.00<", b"><"))
