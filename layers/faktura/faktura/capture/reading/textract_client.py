"""Amazon Textract, asked for the invoice in a file, page by page."""

import time
from collections.abc import Mapping
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from http import HTTPStatus
from math import inf
from random import uniform
from threading import Event, Lock
from types import MappingProxyType
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError, ConnectionError, HTTPClientError

from faktura.capture.errors import InvalidFile, NotReadYet, OcrFailed, Unreadable
from faktura.capture.files.invoice_file import InvoiceFile
from faktura.capture.reading.expense import reading
from faktura.capture.reading.reading import Reading
from faktura.core.aws import at_most, client
from faktura.core.clock import now
from faktura.core.observability import log, reason_of

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
        busy: timedelta | None = None,
    ) -> Reading:
        """The invoice on all pages, of which `pages` were read before.

        It is given up `until` then, and where Textract has throttled us for as long as `busy` without reading a page,
        whatever page is being read at that moment. Without `busy` throttles are waited for until the end.
        `InvalidFile` where Textract refuses a page, `Unreadable` where it sees no invoice, `OcrFailed` where it will
        never take a page. Whatever else keeps it from reading is no fault of the document's: `NotReadYet`.
        """
        found = reading(*_answers(file, until, pages, _Absence(busy)))
        if found.is_unreadable:
            raise Unreadable
        return found


class _TooBusyError(Exception):
    """Textract has throttled the pages of a document for too long."""


class _Absence:
    """Why Textract reads no page of a document, and for how long it has throttled them; the pages' threads share it."""

    def __init__(self, patience: timedelta | None) -> None:
        self._patience = inf if patience is None else patience.total_seconds()
        self._lock = Lock()
        self._throttled_since: datetime | None = None
        self.reason = "too slow"
        self.refusal = ""

    def met(self, fault: ClientError | BotoCoreError) -> None:
        """A page was not read, for a reason that may pass."""
        with self._lock:
            self.reason = _name(fault)
            if _is_throttle(fault):
                self._throttled_since = self._throttled_since or now()

    def refused(self, fault: ClientError | BotoCoreError) -> None:
        """Textract takes no page of us until an operator mends that."""
        self.reason, self.refusal = _name(fault), reason_of(fault)

    def over(self) -> None:
        """A page was read."""
        with self._lock:
            self._throttled_since = None

    @property
    def seconds_left(self) -> float:
        """Of the patience with throttles; zero where that has run out."""
        since = self._throttled_since  # once: another thread may end it meanwhile
        return max(0, self._patience - (now() - since).total_seconds()) if since else self._patience


def _answers(file: InvoiceFile, until: datetime, known: Pages, absence: _Absence) -> list[PageAnswer]:
    """One answer a page, in their order. The first page that fails, or the time that is up, ends the waiting."""
    unknown = [number for number in range(file.pages) if number not in known]
    contents = file.separated(unknown)  # here, as in other threads nothing bounds their costs
    readers, over = ThreadPoolExecutor(_AT_ONCE, "page"), Event()
    pages = {
        number: readers.submit(_answer, content, until, over, absence)
        for number, content in zip(unknown, contents, strict=True)
    }
    try:
        ended, _ = wait(pages.values(), (until - now()).total_seconds(), FIRST_EXCEPTION)
    finally:
        over.set()  # a page being read ends when the time is up
        readers.shutdown(wait=False, cancel_futures=True)
    read = {number: answer for number, page in pages.items() if page in ended and (answer := _answer_of(page))}
    if unread := len(unknown) - len(read):
        raise _not_read_yet(f"{unread} of {file.pages} pages", {**known, **read} if read else {}, absence)
    return [(known.get(number) or read[number]) for number in range(file.pages)]


def _not_read_yet(unread: str, pages: Pages, absence: _Absence) -> NotReadYet:
    if absence.refusal:
        log.error("textract refuses us", OcrRefusals=1, reason=absence.refusal)
    message = f"OCR processing failed: {unread} could not be read in time"
    return NotReadYet(message, pages, f"{unread} unread: {absence.reason}")


def _answer_of(page: Future[PageAnswer | None]) -> PageAnswer | None:
    """What a page that has ended came to; raises what Textract says of the document."""
    try:
        return page.result()
    except _TooBusyError:
        return None
    except OcrFailed as failed:
        log.error("textract failed", reason=str(failed.__cause__))
        raise


def _answer(page: bytes, until: datetime, over: Event, absence: _Absence) -> PageAnswer | None:
    """Textract's answer, asked for again while a fault may pass; `None` where there is none in time.

    Nobody waits for the page any more once it is `over`: it is not asked for again then. `_TooBusyError` where the
    patience with throttles has run out.
    """
    for attempt in range(_TRIES):
        left = (until - now()).total_seconds()
        if over.is_set() or left < _LEAST_SECONDS:
            return None
        if not absence.seconds_left:
            raise _TooBusyError
        try:
            answer = _asked(page, left)
        except (ClientError, BotoCoreError) as fault:
            if not _may_pass(fault):
                absence.refused(fault)
                return None
            absence.met(fault)
            time.sleep(min(uniform(0, min(4, left, 0.5 * 2**attempt)), absence.seconds_left))
        else:
            absence.over()
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


def _name(fault: ClientError | BotoCoreError) -> str:
    """AWS's code of an error, else botocore's kind."""
    return _code_and_status(fault)[0] if isinstance(fault, ClientError) else type(fault).__name__
