"""Amazon Textract, asked for the invoice in a file, page by page."""

import time
from collections.abc import Mapping
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from http import HTTPStatus
from random import uniform
from threading import Event
from types import MappingProxyType
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError, ConnectionError, HTTPClientError

from faktura.capture.errors import InvalidFile, NotReadYet, OcrFailed, Unreadable
from faktura.capture.expenses import reading
from faktura.capture.files import InvoiceFile
from faktura.capture.reading import Reading
from faktura.core.aws import at_most, client
from faktura.core.clock import now
from faktura.core.observability import keeping_id, log

PageAnswer = Mapping[str, Any]
Pages = Mapping[int, PageAnswer]
"""Textract's answers by the number of their page, from 0."""

_AT_ONCE = 4
"""Pages read in parallel: Textract allows an account a few a second."""

_TRIES = 40
"""Of one page that Textract cannot read at the moment, if there is time."""

_LEAST_SECONDS = 1
"""With less time than this a page is not asked for any more."""

_BUSY = {"ThrottlingException", "ProvisionedThroughputExceededException", "LimitExceededException"}
_UNFIT = {"UnsupportedDocumentException", "BadDocumentException", "DocumentTooLargeException"}
_WRONG = {"InvalidParameterException"}


class Ocr:
    """Reads invoices with AnalyzeExpense."""

    def __init__(self) -> None:
        client("textract")

    @classmethod
    def from_settings(cls) -> "Ocr":
        """Textract needs no setting but its region."""
        return cls()

    def read(
        self,
        file: InvoiceFile,
        until: datetime,
        pages: Pages = MappingProxyType({}),
        busy: timedelta = timedelta.max,
    ) -> Reading:
        """The invoice on all pages, of which `pages` were read before.

        It is given up `until` then, and where Textract has throttled us for as long as `busy` without reading a page.
        `InvalidFile` where Textract refuses a page, `Unreadable` where it sees no invoice, `OcrFailed` where it will
        never take a page. Whatever else keeps it from reading is no fault of the document's: `NotReadYet`.
        """
        found = reading(*_answers(file, until, pages, _Throttling(busy)))
        if found.is_unreadable:
            raise Unreadable
        return found


class _Throttling:
    """Since when Textract is too busy to read any page of a document; its pages' threads share it."""

    def __init__(self, patience: timedelta) -> None:
        self._patience = patience
        self._since: datetime | None = None

    def met(self) -> None:
        """A page was refused."""
        self._since = self._since or now()

    def over(self) -> None:
        """A page was read."""
        self._since = None

    @property
    def seconds_left(self) -> float:
        """Of the patience with it; zero where that has run out."""
        waited = now() - self._since if self._since else timedelta()
        return max(0, (self._patience - waited).total_seconds())


def _answers(file: InvoiceFile, until: datetime, known: Pages, throttling: _Throttling) -> list[PageAnswer]:
    """One answer a page, in their order. The first page that fails, or the time that is up, ends the waiting."""
    unknown = [number for number in range(file.pages) if number not in known]
    contents = file.separated(unknown)  # here, as in other threads nothing bounds their costs
    readers, over = ThreadPoolExecutor(_AT_ONCE, "page"), Event()
    pages = {
        number: readers.submit(keeping_id(_answer), content, until, over, throttling)
        for number, content in zip(unknown, contents, strict=True)
    }
    try:
        ended, _ = wait(pages.values(), (until - now()).total_seconds(), FIRST_EXCEPTION)
    finally:
        over.set()  # a page being read ends when the time is up
        readers.shutdown(wait=False, cancel_futures=True)
    read = {number: answer for number, page in pages.items() if page in ended and (answer := page.result())}
    if unread := len(unknown) - len(read):
        log.warning("textract too slow", pages=file.pages, unread=unread)
        message = f"OCR processing failed: {unread} of {file.pages} pages could not be read in time"
        raise NotReadYet(message, {**known, **read} if read else {})
    return [(known.get(number) or read[number]) for number in range(file.pages)]


def _answer(page: bytes, until: datetime, over: Event, throttling: _Throttling) -> PageAnswer | None:
    """Textract's answer, asked for again while a fault may pass; `None` where there is none in time.

    Nobody waits for the page any more once it is `over`: it is not asked for again then.
    """
    for attempt in range(_TRIES):
        left = (until - now()).total_seconds()
        if over.is_set() or left < _LEAST_SECONDS or not throttling.seconds_left:
            return None
        try:
            answer = _asked(page, left)
        except (ClientError, BotoCoreError) as fault:
            if not _may_pass(fault):
                log.error("textract refuses us", OcrRefusals=1, reason=_reason(fault))
                return None
            if attempt == 0:
                log.warning("textract absent", reason=_reason(fault))
            if _is_throttle(fault):
                throttling.met()
            time.sleep(min(uniform(0, min(4, left, 0.5 * 2**attempt)), throttling.seconds_left))
        else:
            throttling.over()
            return answer
    return None


def _asked(page: bytes, seconds: float) -> PageAnswer:
    with at_most(seconds):
        answer: PageAnswer = client("textract").analyze_expense(Document={"Bytes": page})
    if "ExpenseDocuments" not in answer:  # cut short, it is no JSON, and botocore takes that for an empty one
        raise HTTPClientError(error="the answer is incomplete")
    return answer


def _may_pass(fault: ClientError | BotoCoreError) -> bool:
    """Whether the same page may be read in a moment; raises what Textract says of the document itself.

    What is neither is our own fault, such as a missing permission: it passes when an operator mends it.
    """
    if not isinstance(fault, ClientError):
        return isinstance(fault, HTTPClientError | ConnectionError)
    code, status = _code_and_status(fault)
    if code in _UNFIT:
        raise InvalidFile("The file could not be read as a document.") from fault
    if code in _WRONG:
        log.error("textract failed", reason=_reason(fault))
        raise OcrFailed from fault
    return _is_throttle(fault) or status >= HTTPStatus.INTERNAL_SERVER_ERROR


def _is_throttle(fault: ClientError | BotoCoreError) -> bool:
    """Whether Textract is there, and too busy with other pages."""
    if not isinstance(fault, ClientError):
        return False
    code, status = _code_and_status(fault)
    return code in _BUSY or status == HTTPStatus.TOO_MANY_REQUESTS


def _code_and_status(fault: ClientError) -> tuple[str, int]:
    return fault.response["Error"]["Code"], fault.response["ResponseMetadata"]["HTTPStatusCode"]


def _reason(fault: Exception) -> str:
    return f"{type(fault).__name__}: {fault}"
