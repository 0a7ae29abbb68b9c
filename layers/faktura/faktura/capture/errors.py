"""The errors of invoice capture. `api.py` has their statuses; `CODES` has the `error.code` of each.

Refusal
└── CaptureRefusal
    ├── InvalidFile                 not a complete, readable, unlocked document
    │   ├── FileTooSmall
    │   ├── FileTooLarge
    │   ├── LockedFile              encrypted, or drawn by a program inside the file
    │   └── UnsupportedFormat
    ├── NoSuchCustomer              of this MGA
    ├── NoSuchInvoice               of this customer; another customer's invoice is not found either
    ├── NoSuchRequest               of this MGA
    ├── RequestNotCompleted         the request has not ended, so its webhook has no body yet
    ├── NoWebhook                   the request has no webhook URL
    ├── NoSuchPage                  of the request's document
    ├── NoSuchWords                 of a page: no words were read on it, or they were not kept
    ├── PageNotDrawn                the page takes too long or too much memory to be drawn
    ├── NothingToReview             the request has not ended, or without data
    ├── ReviewedMeanwhile           someone else has reviewed the request since it was read
    ├── FileMissing                 the file of an accepted request never arrived
    ├── OcrFailed                   Textract cannot read the document
    │   ├── Unreadable              neither a number nor a total could be read
    │   └── NotReadYet              Textract is slow, throttled or down: a later reading may succeed
    └── PimsLookupFailed            the practices' invoices could not be searched

`webhooks/errors.py` has `InvalidWebhookUrl`, `requests/errors.py` what can go wrong as a request ends.
"""

from collections.abc import Mapping
from typing import Any

from faktura.capture.webhooks.errors import InvalidWebhookUrl
from faktura.core.clock import now
from faktura.core.errors import (
    BodyTooLarge,
    Failure,
    Forbidden,
    InvalidRequest,
    KeyInUse,
    KeyReused,
    MalformedBody,
    NotFound,
    Refusal,
    TokenExpired,
    TokenInvalid,
    TokenMissing,
    Unavailable,
    UnsupportedContentType,
)


class CaptureRefusal(Refusal):
    """An error of capture. `at` is when it happened, so that the stored failure and the response agree."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message)
        self.at = now()


class InvalidFile(CaptureRefusal):
    """The file is damaged, locked or too large to be read."""

    message = "The file is damaged."


class FileTooSmall(InvalidFile):
    """The file has too few bytes to be a readable invoice."""


class FileTooLarge(InvalidFile):
    """The file has more bytes than are accepted."""


class LockedFile(InvalidFile):
    """The file is encrypted, or its pages are drawn by a program inside it."""


class UnsupportedFormat(InvalidFile):
    """The content of the file is of a kind that is not accepted."""

    message = "The file is not a PDF, JPEG, PNG, TIFF or an e-invoice in XML."


class NoSuchCustomer(CaptureRefusal):
    """You have stored no customer with this id."""

    message = "Customer not found"


class NoSuchInvoice(CaptureRefusal):
    """No practice that you may see has an invoice with this number for this customer."""

    message = "Invoice number not found"


class NoSuchRequest(CaptureRefusal):
    """You have no request with this id, or it has expired."""

    message = "Request not found"


class RequestNotCompleted(CaptureRefusal):
    """The request has neither completed nor failed yet."""

    message = "The request has not ended yet. Its webhook is sent when it ends."


class NoWebhook(CaptureRefusal):
    """The request was made without a `webhookUrl`."""

    message = "The request was made without a webhookUrl."


class NoSuchPage(CaptureRefusal):
    """The document has no page with this number, or is not kept any more."""

    message = "Page not found"


class NoSuchWords(NoSuchPage):
    """No words were read on this page."""

    message = "No words of this page are stored"


class PageNotDrawn(CaptureRefusal):
    """The page cannot be shown: drawing it takes too long or too much memory."""

    message = "This page cannot be drawn."


class NothingToReview(CaptureRefusal):
    """The request has not ended, has failed, or has completed without data."""

    message = "Only a request that has completed with data can be reviewed."


class ReviewedMeanwhile(CaptureRefusal):
    """The request has another revision by now. The response has the current review."""

    message = "The request was reviewed meanwhile."

    def __init__(self, review: Mapping[str, Any] | None = None) -> None:
        super().__init__()
        self.review = review or {"state": "approved", "revision": 1, "changes": []}


class FileMissing(CaptureRefusal):
    """The file of the request was not uploaded in time."""

    message = "The file of this request was not uploaded in time."


class OcrFailed(CaptureRefusal):
    """The file could not be read."""

    message = "OCR processing failed"


class Unreadable(OcrFailed):
    """No invoice was recognised. Another reading gives the same result."""

    message = "OCR processing failed: neither an invoice number nor a total could be read"


class NotReadYet(OcrFailed):
    """There was no time left, or Textract reads no pages at the moment.

    `pages` are all pages read so far if any of them is new; `reason` is for the log.
    """

    def __init__(
        self, message: str | None = None, pages: Mapping[int, Mapping[str, Any]] | None = None, reason: str = ""
    ) -> None:
        super().__init__(message)
        self.pages, self.reason = pages or {}, reason


class PimsLookupFailed(CaptureRefusal):
    """The search of the practices' invoices failed, so it is unknown whether there is such an invoice."""

    message = "PIMS lookup error"
    is_our_fault = True


CODES: Mapping[type[Refusal], str] = {
    MalformedBody: "MALFORMED_BODY",
    InvalidRequest: "INVALID_REQUEST",
    InvalidFile: "INVALID_FILE",
    FileTooSmall: "FILE_TOO_SMALL",
    FileTooLarge: "FILE_TOO_LARGE",
    UnsupportedFormat: "UNSUPPORTED_FORMAT",
    InvalidWebhookUrl: "INVALID_WEBHOOK_URL",
    NoWebhook: "NO_WEBHOOK",
    TokenMissing: "AUTH_TOKEN_MISSING",
    TokenInvalid: "AUTH_TOKEN_INVALID",
    TokenExpired: "AUTH_TOKEN_EXPIRED",
    Forbidden: "AUTH_FORBIDDEN",
    NotFound: "NOT_FOUND",
    NoSuchCustomer: "CUSTOMER_NOT_FOUND",
    NoSuchInvoice: "INVOICE_NOT_FOUND",
    NoSuchRequest: "REQUEST_NOT_FOUND",
    RequestNotCompleted: "REQUEST_NOT_COMPLETED",
    NoSuchPage: "PAGE_NOT_FOUND",
    NoSuchWords: "WORDS_NOT_FOUND",
    PageNotDrawn: "PAGE_NOT_DRAWN",
    NothingToReview: "NOTHING_TO_REVIEW",
    ReviewedMeanwhile: "REVIEWED_MEANWHILE",
    KeyInUse: "IDEMPOTENCY_KEY_IN_USE",
    BodyTooLarge: "FILE_TOO_LARGE",
    UnsupportedContentType: "UNSUPPORTED_CONTENT_TYPE",
    KeyReused: "IDEMPOTENCY_KEY_REUSED",
    FileMissing: "FILE_MISSING",
    OcrFailed: "OCR_FAILED",
    PimsLookupFailed: "PIMS_LOOKUP_FAILED",
    Unavailable: "SYSTEM_ERROR",
    Failure: "SYSTEM_ERROR",
}
"""The `error.code` of each error; one that is missing has its parent's."""


def code_of(refusal: Refusal) -> str:
    """The `error.code` of an error."""
    return next(CODES[kind] for kind in type(refusal).__mro__ if kind in CODES)
