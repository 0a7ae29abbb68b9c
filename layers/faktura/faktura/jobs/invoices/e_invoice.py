"""The e-invoice of an issued invoice: the same figures in the terms of EN 16931, and what stands against it."""

from collections.abc import Sequence

from faktura.einvoices.form import Form
from faktura.einvoices.invoice import Invoice as EInvoice
from faktura.einvoices.terms import missing
from faktura.jobs.invoices.invoice import Invoice

_TYPE_CODES = {"INVOICE": "380", "CREDIT_NOTE": "381"}

_MAX_EXPLANATION_LENGTH = 500


def e_invoice_of(invoice: Invoice) -> EInvoice:
    """The terms of the invoice or the credit note; days are those of UTC, as on the page."""
    bill = invoice.bill
    return EInvoice(
        number=invoice.number,
        issued=invoice.issued_at.date(),
        type_code=_TYPE_CODES[invoice.kind],
        currency=bill.currency,
        buyer_reference=bill.buyer_reference,
        purchase_order=bill.purchase_order,
        sales_order=bill.order_id,
        preceding=(invoice.credited,) if invoice.credited else (),
        notes=(invoice.note,) if invoice.note else (),
        seller=bill.seller,
        buyer=bill.buyer,
        delivered=bill.delivered_at.date() if bill.delivered_at else None,
        ship_to=bill.ship_to,
        payment=bill.payment.model_copy(update={"due": invoice.due}),
        allowances_charges=bill.rows,
        lines=bill.lines,
        vat=bill.vat,
        totals=bill.totals,
    )


def obstacles(invoice: Invoice, form: Form) -> list[str]:
    """Why the invoice cannot become an e-invoice of the form: its discrepancy, or each term that is missing."""
    if invoice.bill.discrepancy:
        return [invoice.bill.discrepancy]
    return missing(e_invoice_of(invoice), form)


def explanation(invoice: Invoice, form: Form) -> str:
    """The obstacles as the end of a sentence, such as "BT-31, the seller's VAT identifier, is missing."; else empty."""
    found = obstacles(invoice, form)
    if not found or invoice.bill.discrepancy:
        return "".join(found)[:_MAX_EXPLANATION_LENGTH]
    return _shortened(found)


def _shortened(terms: Sequence[str]) -> str:
    if len(terms) == 1:
        return f"{terms[0]}, is missing."
    text = "; ".join(terms)
    return f"{text[:_MAX_EXPLANATION_LENGTH]} are missing."
