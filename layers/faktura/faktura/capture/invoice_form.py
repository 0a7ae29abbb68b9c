"""The form of `process` and `lookup`: the invoice's file and the webhook URL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import quote

from faktura.capture.files.invoice_file import InvoiceFile
from faktura.capture.uploads.schemas import MEDIA_TYPES
from faktura.capture.webhooks.target import WEBHOOK_URL, Target
from faktura.core.errors import BodyTooLarge, Fault, InvalidRequest
from faktura.core.multipart import Part
from faktura.core.request import Request


@dataclass(frozen=True)
class InvoiceForm:
    """A form whose file can be read."""

    CONTENT: ClassVar[Mapping[str, Any]] = {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["invoice"],
                "properties": {
                    "invoice": {
                        "type": "string",
                        "format": "binary",
                        "description": "The invoice: PDF, JPEG, PNG, TIFF, or an e-invoice in XML.",
                    },
                    "webhookUrl": WEBHOOK_URL,
                },
            },
            "encoding": {"invoice": {"contentType": ", ".join(MEDIA_TYPES)}},
        }
    }
    """Its OpenAPI schema."""

    file: InvoiceFile
    webhook_url: str = ""

    @classmethod
    def from_request(cls, request: Request) -> "InvoiceForm":
        """The form in a request; `InvalidRequest` unless it has exactly one invoice.

        `InvalidFile` if its file cannot be read, `InvalidWebhookUrl` if its URL cannot be called.
        """
        parts = _fields(request)
        invoices = [part.content for part in parts if part.name == "invoice"]
        if len(invoices) != 1:
            raise InvalidRequest(Fault("invoice", f"must be one file, but there are {len(invoices)}"))
        webhook_url = _webhook_url(parts)
        return cls(InvoiceFile.examined(invoices[0]), webhook_url)


def _webhook_url(parts: Sequence[Part]) -> str:
    """The form's webhook URL; empty if there is none or the field is blank."""
    given = [text for part in parts if part.name == "webhookUrl" and (text := part.content.strip())]
    if len(given) > 1:
        raise InvalidRequest(Fault("webhookUrl", f"must be one URL, but there are {len(given)}"))
    url = given[0].decode("utf-8", "replace") if given else ""
    if url:
        Target.parse(url)
    return url


def _fields(request: Request) -> list[Part]:
    """The form's fields. The error for a body that is too large names the way to upload it."""
    try:
        return request.form()
    except BodyTooLarge as fault:
        uploads = f"/api/v1/invoice/{quote(request.path_parameters['customerId'], safe='')}/uploads"
        raise BodyTooLarge(f"{fault.message} Send a larger file by POST {uploads}.") from fault
