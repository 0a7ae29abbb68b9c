"""The bodies of responses about invoices and credit notes: an entry of the list, and one document."""

from decimal import Decimal
from typing import Any

from pydantic import Field

from faktura.core.clock import timestamp
from faktura.core.exact_numbers import Exact
from faktura.core.model import Model
from faktura.einvoices.form import FORMS
from faktura.einvoices.invoice import Line, VatRate
from faktura.jobs.credit_notes.credit import parts_left
from faktura.jobs.credit_notes.stored_invoice import StoredInvoice
from faktura.jobs.invoices.e_invoice import obstacles
from faktura.jobs.invoices.invoice import Invoice, Kind, Row
from faktura.jobs.invoices.invoice_id import id_of

_EXAMPLE_ID = "Ui0wMDAx"
_ID = Field(description="The id of the document, safe in a path.", examples=[_EXAMPLE_ID])
_NUMBER = Field(description="The number of the document.", examples=["R-0001"])


class DocumentReference(Model):
    """Another document."""

    invoice_id: str = _ID
    number: str = _NUMBER

    @classmethod
    def to(cls, number: str) -> "DocumentReference":
        """The document with this number."""
        return cls(invoice_id=id_of(number), number=number)


class DocumentSummary(Model):
    """An invoice or a credit note in the list."""

    invoice_id: str = _ID
    number: str = _NUMBER
    kind: Kind = Field(description="`INVOICE` or `CREDIT_NOTE`.")
    order_id: str = Field(description="The id of the order.", examples=["SAMPLE-1"])
    issued_at: str = Field(description="When it was issued, in UTC.", examples=["2026-11-21T09:30:00.000Z"])
    currency: str = Field(description="The currency of all amounts.", examples=["EUR"])
    payable: Exact = Field(description="The amount to pay, or to pay back.", examples=[Decimal("433.72")])
    buyer_name: str = Field(description="Who is billed: the first line of the address.", examples=["Templatecompany"])
    credited_invoice: DocumentReference | None = Field(
        None, description="The invoice that a credit note credits; only credit notes have it."
    )

    @classmethod
    def of(cls, invoice: Invoice) -> "DocumentSummary":
        """The document without its lines."""
        return cls(**_summary(invoice))


class Creditable(Model):
    """What is left of a line to credit."""

    quantity: Exact | None = Field(None, description="Of its quantity; only lines with a quantity have it.")
    amount: Exact = Field(description="Of its net amount.")


class Reduction(Model):
    """A discount or a surcharge of one line."""

    reason: str = Field(description="What it is.", examples=["Autumn sale"])
    amount: Exact = Field(description="What it adds to the line's net amount; a discount is negative.")


class DocumentLine(Model):
    """A line of an invoice: an entry of the order, a fee, the shipping, or a discount of the whole order."""

    line_id: str = Field(description="The id of the line, by which it is credited.", examples=["1"])
    description: str = Field(description="What it is.", examples=["Safety shoes high"])
    item_number: str = Field("", description="The item number; only entries have it.", examples=["8033546091234"])
    quantity: Exact | None = Field(None, description="How many; only entries have it.", examples=[3])
    unit_price: Exact | None = Field(None, description="The net price of one.", examples=[100])
    reductions: list[Reduction] = Field(
        default_factory=list, description="The discounts and surcharges in `net`; absent if there are none."
    )
    net: Exact = Field(description="The net amount; that of a discount is negative.", examples=[300])
    rate: Exact | None = Field(None, description="The tax rate in percent; absent if the line is not taxed.")
    creditable: Creditable | None = Field(
        None, description="What is left of the line to credit; only invoices have it."
    )


class EInvoiceState(Model):
    """Which forms of an e-invoice the document has, and what the others lack."""

    formats: list[str] = Field(description="The formats that `link` gives.", examples=[["factur-x", "cii", "ubl"]])
    missing: dict[str, list[str]] = Field(
        description="For each other format, the terms of EN 16931 that are missing, or why there is no e-invoice.",
        examples=[{"peppol-bis": ["BT-49, the buyer's electronic address"]}],
    )
    link: str = Field(description="Gives the e-invoice, with a token; `format` chooses the form.")


class IssuedDocument(DocumentSummary):
    """An invoice or a credit note as it was issued. The amounts of a credit note are positive, too."""

    invoice_date: str = Field(description="The day of issue, in UTC.", examples=["2026-11-21"])
    net: Exact = Field(description="The sum of the lines.", examples=[Decimal("368.50")])
    tax: Exact = Field(description="The tax of all rates.", examples=[Decimal("65.22")])
    gross: Exact = Field(description="`net` and `tax`.", examples=[Decimal("433.72")])
    rounding: Exact = Field(description="What `payable` has more than `gross`.", examples=[0])
    lines: list[DocumentLine] = Field(description="The entries, then fees, shipping and discounts of the order.")
    credit_notes: list[DocumentReference] = Field(
        default_factory=list, description="The credit notes for an invoice, the oldest first; absent if there are none."
    )
    reason: str = Field("", description="Why it was credited; only credit notes with a reason have it.")
    e_invoice: EInvoiceState = Field(description="The document's e-invoices.")
    download_link: str = Field(description="Downloads the PDF for 15 minutes, without a token.")

    @classmethod
    def with_links(cls, stored: StoredInvoice, download_link: str, e_invoice_link: str) -> "IssuedDocument":
        """The document with these links."""
        invoice, sums = stored.invoice, stored.invoice.bill.totals
        found = _summary(invoice)
        found |= {name: getattr(sums, name) or Decimal(0) for name in ("net", "tax", "gross", "rounding")}
        if stored.credit_notes:
            found["credit_notes"] = [DocumentReference.to(number) for number in stored.credit_notes]
        if invoice.note:
            found["reason"] = invoice.note
        return cls(
            **found,
            invoice_date=invoice.issued_at.date().isoformat(),
            lines=_lines(stored),
            e_invoice=_e_invoice(invoice, e_invoice_link),
            download_link=download_link,
        )


def _summary(invoice: Invoice) -> dict[str, Any]:
    bill = invoice.bill
    credited = {"credited_invoice": DocumentReference.to(invoice.credited.number)} if invoice.credited else {}
    return {
        "invoice_id": id_of(invoice.number),
        "number": invoice.number,
        "kind": invoice.kind,
        "order_id": bill.order_id,
        "issued_at": timestamp(invoice.issued_at),
        "currency": bill.currency,
        "payable": bill.totals.payable or Decimal(0),
        "buyer_name": bill.buyer.name or next(iter(bill.billing), ""),
        **credited,
    }


def _lines(stored: StoredInvoice) -> list[DocumentLine]:
    bill = stored.invoice.bill
    lines = {line.id: _line(line) for line in bill.lines} | {row.id: _row(row) for row in bill.rows}
    if stored.invoice.kind == "INVOICE":
        amounts = parts_left(bill, stored.left)
        counted = {line.id for line in bill.lines if line.quantity}
        for line_id, line in lines.items():
            quantity = {"quantity": stored.left[line_id]} if line_id in counted else {}
            line["creditable"] = Creditable(**quantity, amount=amounts[line_id])
    return [DocumentLine(**line) for line in lines.values()]


def _line(line: Line) -> dict[str, Any]:
    given = {"item_number": line.item_number, "quantity": line.quantity, "unit_price": line.unit_price}
    found: dict[str, Any] = {name: value for name, value in given.items() if value not in (None, "")}
    if line.allowances_charges:
        found["reductions"] = [Reduction(reason=one.reason, amount=one.signed) for one in line.allowances_charges]
    net = Decimal(0) if line.net is None else line.net
    return {"line_id": line.id, "description": line.name, **found, "net": net, **_rate(line.vat)}


def _row(row: Row) -> dict[str, Any]:
    return {"line_id": row.id, "description": row.reason, "net": row.signed, **_rate(row.vat)}


def _rate(vat: VatRate | None) -> dict[str, Decimal]:
    return {} if vat is None or vat.rate is None else {"rate": vat.rate}


def _e_invoice(invoice: Invoice, link: str) -> EInvoiceState:
    found = {form: obstacles(invoice, form) for form in FORMS}
    return EInvoiceState(
        formats=[form for form, terms in found.items() if not terms],
        missing={form: terms for form, terms in found.items() if terms},
        link=link,
    )
