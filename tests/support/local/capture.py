"""Capture on the running stack: uploads, and requests that end in the background."""

import os
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import requests
from pypdf import PdfReader, PdfWriter

from tests.support.builders import pims_invoice
from tests.support.local.calls import Caller
from tests.support.local.stacks import eventually
from tests.support.paper import page
from tests.support.receivers import Receiver

OWNER = {"firstName": "Ana", "lastName": "Ortiz", "email": "ana@example.com"}


def numbered(number: str, **changes: Any) -> dict[str, Any]:
    return pims_invoice(id=f"id-{number}", invoiceNumber=number, **changes)


def url(receiver: Receiver) -> str:
    return f"http://127.0.0.1:{receiver.port}/hook"


def large(invoice: Mapping[str, Any], size: int) -> bytes:
    """The invoice as a PDF of at least `size` bytes."""
    return enlarged(page(invoice), size)


def enlarged(document: bytes, size: int) -> bytes:
    """The PDF with at least `size` bytes, by an attachment that does not compress."""
    writer, file = PdfWriter(clone_from=PdfReader(BytesIO(document))), BytesIO()
    writer.add_attachment("receipts.bin", os.urandom(size))
    writer.write(file)
    return file.getvalue()


def uploaded(mga: Caller, file: bytes, **wanted: str) -> str:
    """Upload a file of the customer `background` with a form; returns the request's id."""
    body = {"contentType": "application/pdf", "mode": "process", **wanted}
    form = mga.call("POST", "/api/v1/invoice/background/uploads", json=body)
    assert form.status_code == 201
    sent = requests.post(form.json()["url"], data=form.json()["fields"], files={"file": ("i.pdf", file)}, timeout=60)
    assert sent.status_code == 201
    return str(form.json()["requestId"])


def ended(mga: Caller, request_id: str) -> dict[str, Any]:
    """The request once it has ended."""

    def end() -> Any:
        state = mga.call("GET", f"/api/v1/requests/{request_id}").json()
        return state if state["status"] in ("completed", "failed") else None

    return dict(eventually(end, seconds=120))


def notified(mga: Caller, request_id: str) -> dict[str, Any]:
    """The request once its webhook is delivered or has failed."""

    def end() -> Any:
        state = mga.call("GET", f"/api/v1/requests/{request_id}").json()
        return state if state["webhook"]["state"] != "pending" else None

    return dict(eventually(end, seconds=120))
