"""The e-invoice of an issued invoice: the same figures in the terms of EN 16931, and what stands against it."""

from itertools import accumulate

from faktura.einvoices.form import Form
from faktura.einvoices.invoice import Invoice as EInvoice
from faktura.einvoices.invoice import Payment
from faktura.einvoices.terms import missing
from faktura.jobs.invoices.invoice import Invoice

_TYPE_CODES = {"INVOICE": "380", "CREDIT_NOTE": "381"}

_MAX_EXPLANATION_LENGTH = 2_000
"""Characters. A chunk, which is one item, has a hundred of them."""


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
        payment=payment_of(invoice),
        allowances_charges=bill.rows,
        lines=bill.lines,
        vat=bill.vat,
        totals=bill.totals,
    )


def payment_of(invoice: Invoice) -> Payment:
    """How and until when to pay; a credit note demands no payment."""
    if invoice.kind == "CREDIT_NOTE":
        return Payment()
    return invoice.bill.payment.model_copy(update={"due": invoice.due})


def obstacles(invoice: Invoice, form: Form) -> list[str]:
    """Why the invoice cannot become an e-invoice of the form: its discrepancy, or each term that is missing."""
    if invoice.bill.discrepancy:
        return [invoice.bill.discrepancy]
    return missing(e_invoice_of(invoice), form)


def explanation(invoice: Invoice, form: Form) -> str:
    """The obstacles as a sentence, such as "Missing: BT-31, the seller's VAT identifier."; empty if there are none.

    A message names as many terms as fit, and how many others there are.
    """
    found = obstacles(invoice, form)
    if not found or invoice.bill.discrepancy:
        return "".join(found)[:_MAX_EXPLANATION_LENGTH]
    named = found[: max(1, sum(length < _MAX_EXPLANATION_LENGTH for length in accumulate(map(len, found))))]
    others = [f"{len(found) - len(named)} others"] if len(named) < len(found) else []
    return f"Missing: {'; '.join([*named, *others])}."
