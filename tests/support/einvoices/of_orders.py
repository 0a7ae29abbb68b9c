"""E-invoices of orders, made as a job makes them: priced, drawn and written."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from faktura.core import json
from faktura.einvoices.form import FORMS, written
from faktura.jobs.configurations.configuration import parsed
from faktura.jobs.invoices.e_invoice import e_invoice_of, obstacles
from faktura.jobs.invoices.invoice import Invoice
from faktura.jobs.invoices.invoice_pdf import pdf_of
from faktura.jobs.orders.order import SalesOrder
from faktura.jobs.orders.pricing import bill_for
from tests.support.einvoices.judges import faults
from tests.support.einvoices.verapdf import findings
from tests.support.jobs import text_of
from tests.support.orders import SELLER

CENT, ZERO = Decimal("0.01"), Decimal(0)


def invoice_of(order: dict[str, Any], number: str = "R-1", seller: dict[str, Any] = SELLER) -> Invoice:
    """The invoice for an order, of a seller whose configuration lacks nothing."""
    bill = bill_for(SalesOrder.of(json.loads(json.dumps(order))), parsed("sellerAddress", seller), "acme")
    return Invoice(number=number, job_id="j", issued_at=datetime(2026, 11, 21, tzinfo=UTC), bill=bill)


def faults_of(order: dict[str, Any], with_pages: bool = True) -> list[str]:
    """What is wrong with the e-invoice of an order in any form, and with its PDF; empty if nothing is."""
    invoice = invoice_of(order)
    found = [f"{form}: {one}" for form in FORMS for one in obstacles(invoice, form)]
    if found:
        return found
    e_invoice = e_invoice_of(invoice)
    for form in FORMS:
        found += [f"{form}: {fault.id} {fault.text}" for fault in faults(written(e_invoice, form), form)]
    found += _wrong_sums(invoice, order)
    if with_pages:
        pdf = pdf_of(invoice)
        found += [f"PDF/A-3b: {one}" for one in findings(pdf, "3b")]
        shown = text_of(pdf).translate(str.maketrans("", "", ".,-"))
        found += [f"not printed: {one}" for one in _figures(invoice) if one not in shown.split()]
    return found


def _wrong_sums(invoice: Invoice, order: dict[str, Any]) -> Iterator[str]:
    sums, bill = invoice.bill.totals, invoice.bill
    gross = Decimal(str(order["calculatedPrice"]["finalPrice"]["grossValue"]))
    if abs((sums.payable or ZERO) - gross) > CENT / 2:
        yield f"payable {sums.payable} is not the order's {gross}"
    if abs(sums.rounding or ZERO) > CENT / 2 * (len(bill.lines) + len(bill.rows) + len(bill.vat) + 1):
        yield f"rounding amount {sums.rounding}"
    for line in bill.lines:
        whole = (line.quantity or ZERO) * (line.unit_price or ZERO) / (line.base_quantity or 1)
        if abs(whole + sum((one.signed for one in line.allowances_charges), ZERO) - (line.net or ZERO)) > CENT / 2:
            yield f"line {line.id}"


def _figures(invoice: Invoice) -> set[str]:
    """Every amount of the e-invoice in cents, as it is printed without signs, points and commas."""
    bill, sums = invoice.bill, invoice.bill.totals
    amounts = [line.net for line in bill.lines] + [row.amount for row in bill.rows]
    amounts += [one.amount for line in bill.lines for one in line.allowances_charges]
    amounts += [amount for one in bill.vat for amount in (one.base, one.tax)]
    amounts += [sums.net, sums.tax, sums.gross, sums.payable]
    return {f"{abs(amount):.2f}".replace(".", "") for amount in amounts if amount}
