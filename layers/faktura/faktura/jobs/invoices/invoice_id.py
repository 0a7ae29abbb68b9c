"""The id of an invoice: its number in base64url, so that a number with slashes or dots is safe in a path."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Annotated

from pydantic import WithJsonSchema

from faktura.jobs.errors import NoSuchInvoice

InvoiceId = Annotated[str, WithJsonSchema({"type": "string", "pattern": "^[A-Za-z0-9_-]+$"})]
"""In a path. Any text is accepted: a text that is no id is that of no invoice."""


def id_of(number: str) -> str:
    """The id of the invoice or credit note with this number."""
    return urlsafe_b64encode(number.encode()).decode().rstrip("=")


def path_of(tenant: str, number: str) -> str:
    """The path at which the document is read."""
    return f"/invoice/{tenant}/invoices/{id_of(number)}"


def number_of(invoice_id: str) -> str:
    """The number that an id stands for; `NoSuchInvoice` for a text that no number has as its id."""
    try:
        number = urlsafe_b64decode(invoice_id + "=" * (-len(invoice_id) % 4)).decode()
    except ValueError:
        raise NoSuchInvoice from None
    if not number or id_of(number) != invoice_id:
        raise NoSuchInvoice
    return number
