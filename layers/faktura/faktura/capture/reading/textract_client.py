"""Amazon Textract: reads the invoice in a file, page by page."""

import time
from collections.abc import Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from http import HTTPStatus
from math import inf
from random import uniform
from threading import Event, Lock
from types import MappingProxyType

from botocore.exceptions import BotoCoreError, ClientError, ConnectionError, HTTPClientError

from faktura.capture.errors import InvalidFile, NotReadYet, OcrFailed, Unreadable
from faktura.capture.files.invoice_file import InvoiceFile
from faktura.capture.reading.expense import reading
from faktura.capture.reading.geometry import PageWords, page_words
from faktura.capture.reading.reading import Reading
from faktura.capture.reading.textract_response import PageResponse, PageResponses
from faktura.core.aws import at_most, client
from faktura.core.clock import now
from faktura.core.observability import log, reason_of
from faktura.core.throttles import CODES as THROTTLED

_MAX_CONCURRENT_PAGES = 4
"""Textract allows an account only a few calls a second."""

_MAX_ATTEMPTS = 40
"""For one page, as long as there is time."""

_MIN_SECONDS = 1
"""With less time left than this, a page is not tried again."""

_UNSUITABLE = {"UnsupportedDocumentException", "BadDocumentException", "DocumentTooLargeException"}
_INVALID = {"InvalidParameterException"}


class TextractClient:
    """Reads invoices with AnalyzeExpense."""

    def __init__(self) -> None:
        client("textract")

    @classmethod
    def from_settings(cls) -> "TextractClient":
        """Textract needs no setting except the region."""
        return cls()

    def read(
        self,
        file: InvoiceFile,
        until: datetime,
        pages: PageResponses = MappingProxyType({}),
        max_throttled: timedelta | None = None,
    ) -> tuple[Reading, Sequence[PageWords]]:
        """The invoice on all pages of the file, and their words; `pages` are the responses of an earlier attempt.

        It gives up at `until`, or earlier when Textract has throttled all calls for `max_throttled`, even while another
        page is being read. Errors: `InvalidFile` if Textract refuses a page, `Unreadable` if it recognises no invoice,
        `OcrFailed` if it can never read a page. `NotReadYet` for any cause that is not the document's fault.
        """
        responses = _responses(file, until, pages, _Outage(max_throttled))
        found = reading(*responses)
        if found.is_unreadable:
            raise Unreadable
        return found, page_words(responses)


class _ThrottledTooLong(Exception):
    """Textract has throttled the pages of a document for too long."""


class _Outage:
    """Why Textract reads no pages of a document, and since when it throttles. The threads that read pages share it."""

    def __init__(self, max_throttled: timedelta | None) -> None:
        self._max_seconds = inf if max_throttled is None else max_throttled.total_seconds()
        self._lock = Lock()
        self._throttled_since: datetime | None = None
        self.reason = "too slow"
        self.refusal = ""

    def record(self, fault: ClientError | BotoCoreError) -> None:
        """Note that a page was not read for a temporary reason."""
        with self._lock:
            self.reason = _name(fault)
            if _is_throttle(fault):
                self._throttled_since = self._throttled_since or now()

    def record_refusal(self, fault: ClientError | BotoCoreError) -> None:
        """Note that Textract accepts no pages from us until an operator fixes the cause."""
        self.reason, self.refusal = _name(fault), reason_of(fault)

    def end(self) -> None:
        """Note that a page was read, so Textract no longer throttles."""
        with self._lock:
            self._throttled_since = None

    @property
    def seconds_left(self) -> float:
        """How long to go on while Textract throttles; zero when the limit is reached."""
        since = self._throttled_since  # read once: another thread may reset it meanwhile
        return max(0, self._max_seconds - (now() - since).total_seconds()) if since else self._max_seconds


def _responses(file: InvoiceFile, until: datetime, known: PageResponses, outage: _Outage) -> list[PageResponse]:
    """One response per page, in order. Waiting ends at the first page that fails, or at `until`."""
    unknown = [number for number in range(file.page_count) if number not in known]
    contents = file.split(unknown)  # in this thread, because CPU time cannot be limited in others
    readers, over = ThreadPoolExecutor(_MAX_CONCURRENT_PAGES, "page"), Event()
    pages = {
        number: readers.submit(_response, content, until, over, outage)
        for number, content in zip(unknown, contents, strict=True)
    }
    try:
        ended, _ = wait(pages.values(), (until - now()).total_seconds(), FIRST_EXCEPTION)
    finally:
        over.set()  # calls in progress end by themselves at `until`
        readers.shutdown(wait=False, cancel_futures=True)
    read = {number: response for number, page in pages.items() if page in ended and (response := _result_of(page))}
    if unread := len(unknown) - len(read):
        raise _not_read_yet(f"{unread} of {file.page_count} pages", {**known, **read} if read else {}, outage)
    return [(known.get(number) or read[number]) for number in range(file.page_count)]


def _not_read_yet(unread: str, pages: PageResponses, outage: _Outage) -> NotReadYet:
    if outage.refusal:
        log.error("textract refuses us", OcrRefusals=1, reason=outage.refusal)
    message = f"OCR processing failed: {unread} could not be read in time"
    return NotReadYet(message, pages, f"{unread} unread: {outage.reason}")


def _result_of(page: Future[PageResponse | None]) -> PageResponse | None:
    """The response for a page whose call has ended; raises what Textract reports about the document."""
    try:
        return page.result()
    except _ThrottledTooLong:
        return None
    except OcrFailed as failed:
        log.error("textract failed", reason=str(failed.__cause__))
        raise


def _response(page: bytes, until: datetime, over: Event, outage: _Outage) -> PageResponse | None:
    """Textract's response, tried again after temporary faults; `None` if there is none in time.

    It does not try again once `over` is set, because no caller waits for the page any more. Raises
    `_ThrottledTooLong` if Textract has throttled for too long.
    """
    for attempt in range(_MAX_ATTEMPTS):
        left = (until - now()).total_seconds()
        if over.is_set() or left < _MIN_SECONDS:
            return None
        if not outage.seconds_left:
            raise _ThrottledTooLong
        try:
            response = _analyzed(page, left)
        except (ClientError, BotoCoreError) as fault:
            if not _is_temporary(fault):
                outage.record_refusal(fault)
                return None
            outage.record(fault)
            time.sleep(min(uniform(0, min(4, left, 0.5 * 2**attempt)), outage.seconds_left))
        else:
            outage.end()
            return response
    return None


def _analyzed(page: bytes, seconds: float) -> PageResponse:
    with at_most(seconds):
        response: PageResponse = client("textract").analyze_expense(Document={"Bytes": page})
    if "ExpenseDocuments" not in response:  # botocore treats a truncated response, which is not JSON, as an empty one
        raise HTTPClientError(error="the response is incomplete")
    return response


def _is_temporary(fault: ClientError | BotoCoreError) -> bool:
    """Whether another try may soon succeed; raises what Textract reports about the document itself.

    Other faults are ours, such as a missing permission; they last until an operator fixes them.
    """
    if not isinstance(fault, ClientError):
        return isinstance(fault, HTTPClientError | ConnectionError)
    code, status = _code_and_status(fault)
    if code in _UNSUITABLE:
        raise InvalidFile("The file could not be read as a document.") from fault
    if code in _INVALID:
        raise OcrFailed from fault
    return _is_throttle(fault) or status >= HTTPStatus.INTERNAL_SERVER_ERROR


def _is_throttle(fault: ClientError | BotoCoreError) -> bool:
    """Whether Textract is available, but busy with other pages."""
    if not isinstance(fault, ClientError):
        return False
    code, status = _code_and_status(fault)
    return code in THROTTLED or status == HTTPStatus.TOO_MANY_REQUESTS


def _code_and_status(fault: ClientError) -> tuple[str, int]:
    return fault.response["Error"]["Code"], fault.response["ResponseMetadata"]["HTTPStatusCode"]


def _name(fault: ClientError | BotoCoreError) -> str:
    """AWS's code for an error, else the name of botocore's exception."""
    return _code_and_status(fault)[0] if isinstance(fault, ClientError) else type(fault).__name__
