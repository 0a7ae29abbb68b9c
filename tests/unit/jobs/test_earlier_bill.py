"""Bills that were stored before e-invoices keep their figures."""

from datetime import UTC, datetime
from decimal import Decimal

from faktura.core import json
from faktura.jobs.invoices.invoice import Bill, Invoice
from faktura.jobs.invoices.invoice_page import draw
from tests.support.jobs import text_of

STORED = b"""{
  "orderId": "EON2076", "language": "de", "currency": "EUR",
  "seller": {"name": "Acme GmbH", "lines": ["Weg 1", "10115 Berlin"], "vatId": "DE123456789"},
  "billing": ["Templatecompany", "12221 Berlin"], "shipping": [],
  "orderedAt": "2025-01-30T13:45:34.406000Z", "deliveredAt": null,
  "lines": [
    {"kind": "goods", "quantity": 3, "itemNumber": "803", "description": "Schuhe", "unitPrice": 100, "taxRate": 19,
     "net": 300.00, "tax": 57.01},
    {"kind": "fee", "description": "", "taxRate": 12, "net": 33.50, "tax": 4.02},
    {"kind": "shipping", "description": "", "taxRate": 12, "net": 35.00, "tax": 4.20},
    {"kind": "difference", "quantity": null, "unitPrice": null, "taxRate": null, "net": -10.00, "tax": -1.90},
    {"kind": "difference", "net": 1.00, "tax": 0.19}
  ],
  "vat": [{"rate": 12, "base": 68.50, "tax": 8.22}, {"rate": null, "base": 291.00, "tax": 55.30}],
  "net": 359.50, "tax": 63.52, "gross": 423.02
}"""


def earlier() -> Bill:
    return Bill.model_validate(json.loads(STORED))


def printed(bill: Bill) -> set[str]:
    invoice = Invoice(number="R-1", issued_at=datetime(2025, 2, 1, tzinfo=UTC), bill=bill)
    return {" ".join(line.split()) for line in text_of(draw(invoice)).splitlines()}


def test_an_earlier_bill_prints_the_figures_that_it_printed() -> None:
    shown = printed(earlier())

    assert {"Acme GmbH Weg 1", "10115 Berlin", "USt-IdNr. DE123456789", "Templatecompany", "12221 Berlin"} <= shown
    assert "3 803 Schuhe 100,00 19 % 300,00 57,01" in shown
    assert {"Gebühr 12 % 33,50 4,02", "Versand 12 % 35,00 4,20", "Rabatt -10,00 -1,90"} <= shown
    assert {"Weitere Kosten 1,00 0,19", "12 % 68,50 8,22", "291,00 55,30"} <= shown
    assert {"Summe netto 359,50 EUR", "Summe MwSt. 63,52 EUR", "Gesamtbetrag 423,02 EUR"} <= shown


def test_an_earlier_bill_gets_no_e_invoice() -> None:
    assert earlier().discrepancy == "The invoice was issued before e-invoices."


def test_the_totals_of_an_earlier_bill_are_those_that_were_stored() -> None:
    totals = earlier().totals

    assert (totals.net, totals.tax, totals.gross, totals.payable) == (
        Decimal("359.50"),
        Decimal("63.52"),
        Decimal("423.02"),
        Decimal("423.02"),
    )
    assert (totals.lines, totals.charges, totals.allowances) == (Decimal("300.00"), Decimal("69.50"), Decimal("10.00"))


def test_an_earlier_bill_that_is_stored_again_is_the_same() -> None:
    assert Bill.model_validate(json.loads(json.dumps(earlier()))) == earlier()


def test_an_earlier_bill_in_yen_has_no_decimals() -> None:
    text = STORED.replace(b"423.02", b"423").replace(b"EUR", b"JPY")

    assert "Gesamtbetrag 423 JPY" in printed(Bill.model_validate(json.loads(text)))
