"""Client billing: an invoice, the payment that closes it, its PDF."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from local.demo.caller import Service
from local.demo.terminal import fact, part, say

_LINES = [
    {"serviceId": 1, "name": "Consultation", "description": "One hour", "quantity": 1, "rate": 120},
    {"serviceId": 2, "name": "Certified copy", "description": "With a seal", "quantity": 2, "rate": 19.99},
]
_CHARGED = 150


def show(stack: Service) -> tuple[dict[str, Any], bytes]:
    """Create, pay and print an invoice of two lines. Returns the paid invoice and its PDF."""
    part("Client billing", "An office creates invoices for its clients, records their payments and prints both.")
    say("A draft gets the next number. Two lines, reduced to a round sum, make it an open invoice.")
    office = stack.caller("office")
    invoice = office.call("POST", "/api/invoices").json()
    path = f"/api/invoices/{invoice['id']}"
    lines = {"lineItems": _LINES, "totalCharged": _CHARGED, "billTo": "Łucja Müller", "clients": [45]}
    _state(office.call("PATCH", path, lines).json())

    say("A payment of the full amount completes it.")
    payment = {
        "paymentDate": datetime.now(UTC).date().isoformat(),
        "paymentAmount": _CHARGED,
        "paymentType": "credit",
        "payerName": "Łucja Müller",
        "invoices": [{"invoiceId": invoice["id"], "amount": _CHARGED}],
    }
    office.call("POST", "/api/payments", payment)
    paid = office.call("GET", path).json()
    _state(paid)

    say("The PDF can show names in any script.")
    pdf = office.call("GET", f"{path}/pdfs").data
    file = Path(tempfile.mkdtemp(prefix="faktura-")) / f"Invoice_{invoice['invoiceNumber']}.pdf"
    file.write_bytes(pdf)
    fact("saved", file, f"{len(pdf):,} bytes")
    return paid, pdf


def _state(invoice: dict[str, object]) -> None:
    paid, charged = invoice["totalPaid"], invoice["totalCharged"]
    fact(f"invoice {invoice['invoiceNumber']}", f"{invoice['status']}, {paid} of {charged} paid")
