"""Draws an invoice or a credit note as a PDF, in English or German."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal

from faktura.core.exact_numbers import calculating
from faktura.documents.sheet import Amount, Block, Column, Letterhead, Sheet
from faktura.einvoices.invoice import Line
from faktura.jobs.invoices.e_invoice import payment_of
from faktura.jobs.invoices.invoice import Invoice
from faktura.jobs.invoices.page_row import PageRow, page_rows
from faktura.jobs.invoices.wording import WORDS

_MAX_DECIMALS = 6


def draw(invoice: Invoice, factur_x: bytes = b"") -> bytes:
    """The invoice as a PDF, with `factur_x` as a Factur-X; the same invoice gives the same bytes."""
    page = _Page(invoice)
    with calculating():
        page.fill()
    return page.sheet.pdf(factur_x)


class _Page:
    def __init__(self, invoice: Invoice) -> None:
        self._invoice, self._bill = invoice, invoice.bill
        self._words = WORDS[self._bill.language]
        self._decimals = _decimals(self._bill.totals.payable or Decimal(0))
        self._is_credit = invoice.kind == "CREDIT_NOTE"
        self._title = f"{self._words['credit note' if self._is_credit else 'invoice']} {invoice.number}"
        self.sheet = Sheet(
            self._title,
            self._letterhead(),
            language=self._bill.language,
            made_at=invoice.issued_at,
            page_of=self._words["page of pages"],
        )

    def fill(self) -> None:
        """Draw everything, from the addresses to the payment."""
        self.sheet.heading(self._title)
        self.sheet.blocks(list(self._blocks()))
        if self._invoice.note:
            self.sheet.note(self._words["note"], self._invoice.note)
        self._rows()
        self._vat()
        totals = list(self._totals())
        self.sheet.totals([Amount(label, text, strong=at == len(totals)) for at, (label, text) in enumerate(totals, 1)])
        if payment := list(self._payment()):
            self.sheet.note(self._words["payment"], "\n".join(payment))

    def _letterhead(self) -> Letterhead:
        seller, words = self._bill.seller, self._words
        numbers = [(words["vat id"], seller.vat_id), (words["tax number"], seller.tax_number)]
        contact = (seller.contact.name, seller.contact.phone, seller.contact.email)
        lines = [
            *self._bill.seller_lines,
            *(f"{label} {text}" for label, text in numbers if text),
            *filter(None, contact),
        ]
        return Letterhead(self._bill.seller_name, tuple(lines), None)

    def _blocks(self) -> Iterator[Block]:
        bill, words = self._bill, self._words
        yield Block(words["billing"], tuple(bill.billing))
        if bill.shipping:
            yield Block(words["shipping"], tuple(bill.shipping))
        yield Block(words["facts"], tuple(f"{label}: {text}" for label, text in self._facts() if text))

    def _facts(self) -> Iterator[tuple[str, str]]:
        bill, words, credited = self._bill, self._words, self._invoice.credited
        if credited:
            issued = self._date(credited.issued)
            yield words["credited"], f"{credited.number} {words['of']} {issued}" if issued else credited.number
        yield words["order"], bill.order_id
        yield words["credit note date" if credited else "issued"], self._date(self._invoice.issued_at)
        yield words["ordered"], self._date(bill.ordered_at)
        yield words["delivered"], self._date(bill.delivered_at)
        yield words["buyer vat id"], bill.buyer.vat_id
        yield words["buyer reference"], bill.buyer_reference
        yield words["purchase order"], bill.purchase_order

    def _rows(self) -> None:
        words = self._words
        columns = [
            Column(words["quantity"], 0.08, "right"),
            Column(words["item"], 0.17, "left"),
            Column(words["description"], 0.31, "left"),
            Column(words["unit price"], 0.12, "right"),
            Column(words["rate"], 0.08, "right"),
            Column(words["net"], 0.12, "right"),
            Column(words["tax"], 0.12, "right"),
        ]
        taxes = {} if self._is_credit else self._bill.printed_taxes
        self.sheet.table(columns, [self._row(row) for row in page_rows(self._bill, taxes)])

    def _row(self, row: PageRow) -> tuple[str, ...]:
        line, words = row.line, self._words
        if row.amount is None:  # what its discounts leave of a line
            return "", "", f"{words['line net']}: {self._money(line.net)}" if line else "", "", "", "", ""
        return (
            self._number(line.quantity) if line else "",
            line.item_number if line else "",
            row.text,
            self._unit_price(line) if line else "",
            self._rate(row.rate),
            self._money(row.amount),
            "" if row.tax is None else self._money(row.tax),
        )

    def _unit_price(self, line: Line) -> str:
        per = f" {self._words['per']} {self._number(line.base_quantity)}" if line.base_quantity else ""
        return "" if line.unit_price is None else f"{self._money(line.unit_price)}{per}"

    def _vat(self) -> None:
        words = self._words
        self.sheet.heading(words["vat summary"])
        columns = [
            Column(words["rate"], 0.4, "left"),
            Column(words["base"], 0.3, "right"),
            Column(words["tax"], 0.3, "right"),
        ]
        rows = [(self._rate(one.vat.rate), self._money(one.base), self._money(one.tax)) for one in self._bill.vat]
        self.sheet.table(columns, rows)
        reasons = [(self._rate(one.vat.rate), one.exemption_reason) for one in self._bill.vat if one.exemption_reason]
        if reasons:
            self.sheet.note(
                words["exemption"], "\n".join(f"{rate}: {text}" if rate else text for rate, text in reasons)
            )

    def _totals(self) -> Iterator[tuple[str, str]]:
        """Labels and amounts; the last one is what is to be paid."""
        totals, words = self._bill.totals, self._words
        rows: Mapping[str, Decimal | None] = {"charges total": totals.charges, "discounts total": totals.allowances}
        if any(rows.values()):
            yield words["lines total"], self._amount(totals.lines)
        for label, amount in rows.items():
            if amount:
                yield words[label], self._amount(-amount if label == "discounts total" else amount)
        yield words["net total"], self._amount(totals.net)
        yield words["tax total"], self._amount(totals.tax)
        yield (
            words["credited amount" if self._is_credit and not totals.rounding else "gross total"],
            self._amount(totals.gross),
        )
        if totals.rounding:
            yield words["rounding"], self._amount(totals.rounding)
            yield words["credited amount" if self._is_credit else "payable"], self._amount(totals.payable)

    def _payment(self) -> Iterator[str]:
        payment, words = payment_of(self._invoice), self._words
        if payment.due:
            yield f"{words['due']} {self._date(payment.due)}"
        if payment.terms:
            yield payment.terms
        bank = [("IBAN", _in_fours(payment.iban)), ("BIC", payment.bic)]
        if found := [f"{label} {text}" for label, text in bank if text]:
            yield " · ".join(found)

    def _amount(self, amount: Decimal | None) -> str:
        return f"{self._money(amount)} {self._bill.currency}"

    def _money(self, amount: Decimal | None) -> str:
        """With at least the currency's decimals; a unit price may have more."""
        exact = amount or Decimal(0)
        return self._decimal(exact, min(_MAX_DECIMALS, max(self._decimals, _decimals(exact.normalize()))))

    def _number(self, number: Decimal | None) -> str:
        return "" if number is None else self._decimal(number, _decimals(number.normalize()))

    def _decimal(self, number: Decimal, decimals: int) -> str:
        return str(format_decimal(number, "#,##0." + "0" * decimals, locale=self._bill.language))

    def _rate(self, rate: Decimal | None) -> str:
        return "" if rate is None else f"{self._number(rate)} %"

    def _date(self, day: date | datetime | None) -> str:
        return str(format_date(day, "medium", locale=self._bill.language)) if day else ""


def _decimals(number: Decimal) -> int:
    """How many decimals the number has."""
    return max(0, -int(number.as_tuple().exponent))


def _in_fours(iban: str) -> str:
    return " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))
