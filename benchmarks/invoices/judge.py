"""Reads a document as the product does, on one thread, and judges it. It can run in a process of its own."""

import os
import resource
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from PIL import Image

from benchmarks.invoices import corpus, receipts
from benchmarks.invoices.document import Document, Keys
from benchmarks.invoices.verdict import Verdict, half_of, judgements
from faktura.capture.customers.customer import Customer
from faktura.capture.files.invoice_file import InvoiceFile
from faktura.capture.outcome import outcome
from faktura.capture.reading.expense import reading
from faktura.capture.schemas import InvoiceResponse
from local.textract import words
from local.textract.errors import TextractError
from local.textract.reader_process import read

Task = tuple[str | None, str]
"""A folder of receipts, or `None` for the corpus, and the name of a document."""

_CUSTOMER = Customer(customer_id="benchmark")


def prepare() -> None:
    """Allow files of every size, read on one thread, and load the models."""
    os.environ |= {"MIN_FILE_BYTES": "1", "MAX_FILE_BYTES": str(10 * 1024 * 1024)}
    words.THREADS = 1
    words.read_words(Image.new("RGB", (400, 400), "white"))


def judged(task: Task) -> Verdict:
    """The verdict on a document."""
    folder, name = task
    return verdict(receipts.receipt(Path(folder), name) if folder else corpus.document(name))


def verdict(document: Document) -> Verdict:
    """Read the pages, weigh what was read, and compare the response with the truth."""
    begun = time.process_time()
    file = InvoiceFile.examined(document.content)
    response, vouched = _response(file)
    cpu = time.process_time() - begun
    failed = {check.field for check in response.validation_results.checks if check.status == "failed"}
    return Verdict(
        document.name,
        half_of(document.content),
        judgements(document, response, vouched),
        is_passed=response.validation_results.passed,
        is_legible="resolution" not in failed,
        kind=_kind(document, file),
        pages=file.page_count,
        cpu=cpu,
        memory=_peak(),
    )


def _response(file: InvoiceFile) -> tuple[InvoiceResponse, Mapping[str, bool]]:
    answers = []
    for number in range(file.page_count):
        try:
            answers.append(read("AnalyzeExpense", file.page(number)))
        except TextractError as fault:
            print(f"a page is not read: {fault.kind}", file=sys.stderr)
    ours = reading(*answers)
    vouched = {name: field.is_vouched for name, field in ours.fields.items()}
    return outcome("process", file, ours, None, _CUSTOMER).response("benchmark", []), vouched


def _kind(document: Document, file: InvoiceFile) -> str:
    if isinstance(document.truth, Keys):
        return "receipt"
    return "text" if file.resolutions == (None,) * file.page_count else "picture"


def _peak() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024 if sys.platform == "linux" else peak / 1024**2
