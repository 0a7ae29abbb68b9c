"""Amazon Textract, asked for the invoice in a file, page by page."""

import time
from collections.abc import Mapping
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from datetime import datetime
from random import uniform
from threading import Event
from types import MappingProxyType
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from faktura.capture.errors import InvalidFile, NotReadYet, OcrFailed, Unreadable
from faktura.capture.expenses import reading
from faktura.capture.files import InvoiceFile
from faktura.capture.reading import Reading
from faktura.core.aws import client
from faktura.core.clock import now
from faktura.core.observability import log

PageAnswer = Mapping[str, Any]
Pages = Mapping[int, PageAnswer]
"""Textract's answers by the number of their page, from 0."""

_AT_ONCE = 4
"""Pages read in parallel: Textract allows an account a few a second."""

_TRIES = 40
"""Of one page that Textract is too busy for, if there is time; each has the client's own few."""

_BUSY = {"ThrottlingException", "ProvisionedThroughputExceededException", "LimitExceededException"}
_UNFIT = {"UnsupportedDocumentException", "BadDocumentException", "DocumentTooLargeException"}


class Ocr:
    """Reads invoices with AnalyzeExpense."""

    def __init__(self) -> None:
        client("textract")

    @classmethod
    def from_settings(cls) -> "Ocr":
        """Textract needs no setting but its region."""
        return cls()

    def read(self, file: InvoiceFile, until: datetime, pages: Pages = MappingProxyType({})) -> Reading:
        """The invoice on all pages, of which `pages` were read before.

        `InvalidFile` where Textract refuses a page, `Unreadable` where it sees no invoice, `NotReadYet` where it is not
        done in time or takes no more pages at the moment, `OcrFailed` where it fails otherwise.
        """
        found = reading(*_answers(file, until, pages))
        if found.is_unreadable:
            raise Unreadable
        return found


def _answers(file: InvoiceFile, until: datetime, known: Pages) -> list[PageAnswer]:
    """One answer a page, in their order. The first page that fails, or the time that is up, ends the waiting."""
    readers, over = ThreadPoolExecutor(_AT_ONCE, "page"), Event()
    unknown = [number for number in range(file.pages) if number not in known]
    pages = {number: readers.submit(_answer, file, number, until, over) for number in unknown}
    try:
        ended, _ = wait(pages.values(), (until - now()).total_seconds(), FIRST_EXCEPTION)
    finally:
        over.set()  # a page being read ends by the client's own patience
        readers.shutdown(wait=False, cancel_futures=True)
    read = {number: answer for number, page in pages.items() if page in ended and (answer := page.result())}
    if unread := len(unknown) - len(read):
        log.warning("textract too slow", pages=file.pages, unread=unread)
        message = f"OCR processing failed: {unread} of {file.pages} pages could not be read in time"
        raise NotReadYet(message, {**known, **read} if read else {})
    return [(known.get(number) or read[number]) for number in range(file.pages)]


def _answer(file: InvoiceFile, number: int, until: datetime, over: Event) -> PageAnswer | None:
    """Textract's answer, asked for again while it is too busy; `None` where nobody waits for the page any more."""
    page = file.page(number)
    for attempt in range(_TRIES):
        if over.is_set() or now() >= until:
            return None
        try:
            answer: PageAnswer = client("textract").analyze_expense(Document={"Bytes": page})
        except (ClientError, BotoCoreError) as fault:
            code = fault.response["Error"]["Code"] if isinstance(fault, ClientError) else ""
            if code in _UNFIT:
                raise InvalidFile("The file could not be read as a document.") from fault
            if code not in _BUSY:
                raise _failed(fault) from fault
            time.sleep(uniform(0, min(4, 0.5 * 2**attempt)))
        else:
            return answer
    log.warning("textract throttles")
    return None


def _failed(fault: Exception) -> OcrFailed:
    log.error("textract failed", reason=f"{type(fault).__name__}: {fault}")
    return OcrFailed()
