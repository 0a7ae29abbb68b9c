"""The form of `process`: the invoice's file, and where its completion is to be notified."""

from dataclasses import dataclass
from typing import ClassVar

from faktura.capture.errors import InvalidWebhookUrl
from faktura.capture.files import InvoiceFile
from faktura.core.errors import Fault, InvalidRequest
from faktura.core.multipart import fields
from faktura.core.request import Request


@dataclass(frozen=True)
class InvoiceForm:
    """A form whose file can be read."""

    CONTENT: ClassVar = {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["invoice"],
                "properties": {
                    "invoice": {"type": "string", "format": "binary"},
                    "webhookUrl": {"type": "string", "format": "uri"},
                },
            }
        }
    }

    file: InvoiceFile

    @classmethod
    def from_request(cls, request: Request) -> "InvoiceForm":
        """The form in a request; `InvalidRequest` without exactly one invoice, `InvalidFile` for one that is unfit."""
        parts = fields(request)
        invoices = [part.content for part in parts if part.name == "invoice"]
        if len(invoices) != 1:
            raise InvalidRequest(Fault("invoice", f"must be one file, but there are {len(invoices)}"))
        if any(part.name == "webhookUrl" and part.content.strip() for part in parts):
            raise InvalidWebhookUrl("Webhooks are not offered yet; the answer to this request carries the result.")
        return cls(InvoiceFile.examined(invoices[0]))
