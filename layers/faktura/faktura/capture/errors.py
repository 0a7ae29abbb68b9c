"""What capture refuses, each with its status and code in `SAID_AS`.

Refusal
└── CaptureRefusal
    ├── InvalidFile                 not a whole, readable, unlocked document
    │   ├── FileTooSmall
    │   ├── FileTooLarge
    │   ├── LockedFile              encrypted, or drawn by a program of its own
    │   └── UnsupportedFormat
    ├── InvalidWebhookUrl
    ├── CustomerNotFound            of this MGA
    ├── InvoiceNotFound             of this customer: another customer's invoice is not found either
    ├── RequestNotFound             of this MGA
    ├── RequestNotCompleted         there is nothing yet to notify of
    ├── NoWebhook                   none was asked for with this request
    ├── FileMissing                 an accepted request's file never came
    ├── OcrFailed                   Textract can make nothing of the document
    │   ├── Unreadable              neither a number nor a total could be read
    │   └── NotReadYet              slow, throttled or absent: it may be read later
    └── PimsLookupFailed            the practices' invoices cannot be looked through
"""

from collections.abc import Mapping
from typing import Any

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
    """One of those drawn above; `at` is when, so that its record and its answer say the same."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message)
        self.at = now()


class InvalidFile(CaptureRefusal):
    """The file is broken, locked or more than can be read."""

    message = "The file is broken."


class FileTooSmall(InvalidFile):
    """Too few bytes for a legible invoice."""


class FileTooLarge(InvalidFile):
    """More bytes than are read."""


class LockedFile(InvalidFile):
    """The file's pages are encrypted, or drawn by a program within it."""


class UnsupportedFormat(InvalidFile):
    """By its content the file is of no kind that is read."""

    message = "The file is no PDF, JPEG, PNG or TIFF."


class InvalidWebhookUrl(CaptureRefusal):
    """The completion of this request cannot be notified to that URL."""

    message = "The webhook URL must begin with https:// and be on the public internet."


class CustomerNotFound(CaptureRefusal):
    """This MGA has stored no such customer."""

    message = "Customer not found"


class InvoiceNotFound(CaptureRefusal):
    """No practice this caller may see has an invoice of this number for this customer."""

    message = "Invoice number not found"


class RequestNotFound(CaptureRefusal):
    """This MGA has no such request, or none any more."""

    message = "Request not found"


class RequestNotCompleted(CaptureRefusal):
    """The request has neither completed nor failed."""

    message = "The request has not ended; its webhook is sent when it does."


class NoWebhook(CaptureRefusal):
    """The request came without a `webhookUrl`."""

    message = "The request came without a webhookUrl."


class FileMissing(CaptureRefusal):
    """The request waited for its file in vain."""

    message = "The file of this request did not come in time."


class OcrFailed(CaptureRefusal):
    """The file could not be read."""

    message = "OCR processing failed"


class Unreadable(OcrFailed):
    """No invoice was recognised, however often it is read."""

    message = "OCR processing failed: neither an invoice number nor a total could be read"


class NotReadYet(OcrFailed):
    """The time was up, or Textract reads no pages at the moment; `pages` are all that are read, if any is new.

    `reason` is for the log.
    """

    def __init__(
        self, message: str | None = None, pages: Mapping[int, Mapping[str, Any]] | None = None, reason: str = ""
    ) -> None:
        super().__init__(message)
        self.pages, self.reason = pages or {}, reason


class PimsLookupFailed(CaptureRefusal):
    """The lookup did not come to an end, so it is unknown whether there is such an invoice."""

    message = "PIMS lookup error"
    is_our_fault = True


SAID_AS: Mapping[type[Refusal], tuple[int, str]] = {
    MalformedBody: (400, "MALFORMED_BODY"),
    InvalidRequest: (400, "INVALID_REQUEST"),
    InvalidFile: (400, "INVALID_FILE"),
    FileTooSmall: (400, "FILE_TOO_SMALL"),
    FileTooLarge: (400, "FILE_TOO_LARGE"),
    UnsupportedFormat: (400, "UNSUPPORTED_FORMAT"),
    InvalidWebhookUrl: (400, "INVALID_WEBHOOK_URL"),
    NoWebhook: (400, "NO_WEBHOOK"),
    TokenMissing: (401, "AUTH_TOKEN_MISSING"),
    TokenInvalid: (401, "AUTH_TOKEN_INVALID"),
    TokenExpired: (401, "AUTH_TOKEN_EXPIRED"),
    Forbidden: (403, "AUTH_FORBIDDEN"),
    NotFound: (404, "NOT_FOUND"),
    CustomerNotFound: (404, "CUSTOMER_NOT_FOUND"),
    InvoiceNotFound: (404, "INVOICE_NOT_FOUND"),
    RequestNotFound: (404, "REQUEST_NOT_FOUND"),
    RequestNotCompleted: (409, "REQUEST_NOT_COMPLETED"),
    KeyInUse: (409, "IDEMPOTENCY_KEY_IN_USE"),
    BodyTooLarge: (413, "FILE_TOO_LARGE"),
    UnsupportedContentType: (415, "UNSUPPORTED_CONTENT_TYPE"),
    KeyReused: (422, "IDEMPOTENCY_KEY_REUSED"),
    FileMissing: (500, "FILE_MISSING"),
    OcrFailed: (500, "OCR_FAILED"),
    PimsLookupFailed: (500, "PIMS_LOOKUP_FAILED"),
    Unavailable: (500, "SYSTEM_ERROR"),  # seed 002 knows no 503
    Failure: (500, "SYSTEM_ERROR"),
}


def code_of(refusal: Refusal) -> str:
    """The `error.code` a refusal is answered with."""
    return next(SAID_AS[kind][1] for kind in type(refusal).__mro__ if kind in SAID_AS)
