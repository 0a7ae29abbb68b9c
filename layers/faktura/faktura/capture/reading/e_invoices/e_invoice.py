"""A `Reading` from the data of an e-invoice. Nothing is guessed: what the data lacks is not read."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from babel.core import get_global

from faktura.capture.reading.calculation import divided
from faktura.capture.reading.e_invoices.comparison import CREDIT_NOTES, total_of
from faktura.capture.reading.reading import Comparison, ReadField, Reading, ReadItem
from faktura.capture.schemas import Address
from faktura.einvoices.consistency import faults
from faktura.einvoices.invoice import Invoice, Line

_CERTAIN = 100
"""Percent: data has no doubtful letters."""

_CENT = Decimal("0.01")
_UNCOMPARED = "its sums agree; an XML file has no page to compare it with"
_AGREEING = "its pages print the number and the total of the e-invoice, and its sums agree"
_DIFFERING = "the pages do not print both the number and the total of the e-invoice"
_INCONSISTENT = "the sums of the e-invoice do not agree"


def reading(invoice: Invoice, comparison: Comparison | None = None) -> Reading:
    """The invoice. The `comparison` with its pages vouches for it, if it has pages and its sums agree."""
    total, broken = total_of(invoice), tuple(faults(invoice))
    return Reading(
        number=invoice.number or None,
        printed_date=invoice.issued.isoformat() if invoice.issued else "",
        dates=(invoice.issued,) if invoice.issued else (),
        due_date=invoice.payment.due,
        total=total,
        subtotal=invoice.totals.net,
        tax=invoice.totals.tax,
        amount_due=invoice.totals.payable,
        currency=invoice.currency or None,
        vendors=tuple(dict.fromkeys(filter(None, (invoice.seller.name, invoice.seller.trading_name)))),
        vendor_address=_address(invoice),
        vendor_phone=invoice.seller.contact.phone,
        receiver=invoice.buyer.name,
        items=tuple(_items(invoice, is_consistent=not broken)),
        are_lines_complete=bool(invoice.lines) and not broken,
        fields=_fields(invoice, comparison, is_consistent=not broken),
        read_from="E_INVOICE",
        comparison=comparison,
        faults=broken,
    )


def is_currency(code: str) -> bool:
    """Whether ISO 4217 has the code."""
    return code in get_global("all_currencies")


@dataclass(frozen=True)
class _Verdict:
    """Whether the document as a whole bears its data out, and why or why not."""

    is_vouched: bool
    reason: str

    @classmethod
    def on(cls, comparison: Comparison | None, is_consistent: bool) -> "_Verdict":
        if comparison and not comparison.agrees:
            return cls(False, comparison.fault or _DIFFERING)
        if not is_consistent:
            return cls(False, _INCONSISTENT)
        return cls(True, _AGREEING if comparison else _UNCOMPARED)


def _fields(invoice: Invoice, comparison: Comparison | None, *, is_consistent: bool) -> dict[str, ReadField]:
    verdict, total = _Verdict.on(comparison, is_consistent), total_of(invoice)
    of_total, of_currency, of_date = verdict, verdict, verdict
    if verdict.is_vouched and comparison and comparison.date is None:
        of_date = _Verdict(False, "the pages do not print it")
    if verdict.is_vouched and ((total is not None and total < 0) or invoice.type_code in CREDIT_NOTES):
        of_total = _Verdict(False, "it is that of a credit note")
    if verdict.is_vouched and not is_currency(invoice.currency):
        of_currency = _Verdict(False, "ISO 4217 has no such currency")
    elif verdict.is_vouched and comparison and comparison.currencies and invoice.currency not in comparison.currencies:
        of_currency = _Verdict(False, f"the pages name {' and '.join(sorted(comparison.currencies))}")
    written = {
        "invoiceNumber": (invoice.number, verdict, comparison.number if comparison else None),
        "invoiceDate": (
            invoice.issued.isoformat() if invoice.issued else "",
            of_date,
            comparison.date if comparison else None,
        ),
        "dueDate": (invoice.payment.due.isoformat() if invoice.payment.due else "", verdict, None),
        "totalAmount": (
            "" if total is None else format(total, "f"),
            of_total,
            comparison.total if comparison else None,
        ),
        "currency": (invoice.currency, of_currency, None),
        "practiceName": (invoice.seller.name or invoice.seller.trading_name, verdict, None),
    }
    return {
        name: ReadField(text, page or 0, None, _CERTAIN, judged.is_vouched, judged.reason)
        for name, (text, judged, page) in written.items()
        if text
    }


def _items(invoice: Invoice, *, is_consistent: bool) -> Iterator[ReadItem]:
    for line in invoice.lines:
        if line.net is None:
            continue
        description = line.name or line.description
        field = ReadField(description, 0, None, _CERTAIN, is_consistent and _is_explained(line))
        yield ReadItem(description, line.net, line.quantity, _unit_price(line), field)


def _unit_price(line: Line) -> Decimal | None:
    if line.unit_price is None or not line.base_quantity or line.base_quantity == 1:
        return line.unit_price
    return divided(line.unit_price, by=line.base_quantity)


def _is_explained(line: Line) -> bool:
    """Whether quantity, price, allowances and charges make the amount of the line, to the cent."""
    if line.net is None or line.quantity is None or line.unit_price is None:
        return False
    price = line.quantity * line.unit_price / (line.base_quantity or 1)
    made = price + sum((one.signed for one in line.allowances_charges), Decimal(0))
    return abs(made - line.net) <= _CENT


def _address(invoice: Invoice) -> Address:
    address = invoice.seller.address
    written = {
        "street": ", ".join(filter(None, (address.street, address.addition))),
        "city": address.city,
        "state": address.region,
        "zip_code": address.zip_code,
    }
    return Address(**{name: text for name, text in written.items() if text})
