"""Draws an invoice as a PDF, in English or German."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal

from faktura.documents.sheet import Amount, Block, Column, Letterhead, Sheet
from faktura.jobs.invoices.invoice import Invoice, Line
from faktura.jobs.invoices.wording import WORDS

_MAX_DECIMALS = 6


def draw(invoice: Invoice) -> bytes:
    """The invoice as a PDF; the same invoice gives the same bytes."""
    page = _Page(invoice)
    page.fill()
    return page.sheet.pdf()


class _Page:
    def __init__(self, invoice: Invoice) -> None:
        self._invoice, self._bill = invoice, invoice.bill
        self._words = WORDS[self._bill.language]
        self._decimals = _decimals(self._bill.gross)
        self.sheet = Sheet(
            f"{self._words['invoice']} {invoice.number}",
            self._letterhead(),
            language=self._bill.language,
            made_at=invoice.issued_at,
            page_of=self._words["page of pages"],
        )

    def fill(self) -> None:
        """Draw everything, from the addresses to the total."""
        self.sheet.heading(f"{self._words['invoice']} {self._invoice.number}")
        self.sheet.blocks(list(self._blocks()))
        self._lines()
        self._vat()
        bill, words = self._bill, self._words
        totals = [(words["net total"], bill.net), (words["tax total"], bill.tax), (words["gross total"], bill.gross)]
        self.sheet.totals(
            [Amount(label, f"{self._money(one)} {bill.currency}", strong=one is bill.gross) for label, one in totals]
        )

    def _letterhead(self) -> Letterhead:
        seller = self._bill.seller
        vat_id = (f"{self._words['vat id']} {seller.vat_id}",) if seller.vat_id else ()
        return Letterhead(seller.name, (*seller.lines, *vat_id), None)

    def _blocks(self) -> Iterator[Block]:
        bill, words = self._bill, self._words
        yield Block(words["billing"], tuple(bill.billing))
        if bill.shipping:
            yield Block(words["shipping"], tuple(bill.shipping))
        facts = [
            (words["order"], bill.order_id),
            (words["issued"], self._date(self._invoice.issued_at)),
            (words["ordered"], self._date(bill.ordered_at)),
            (words["delivered"], self._date(bill.delivered_at)),
        ]
        yield Block(words["facts"], tuple(f"{label}: {text}" for label, text in facts if text))

    def _lines(self) -> None:
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
        self.sheet.table(columns, [self._row(line) for line in self._bill.lines])

    def _row(self, line: Line) -> tuple[str, ...]:
        return (
            self._number(line.quantity),
            line.item_number,
            self._description(line),
            "" if line.unit_price is None else self._money(line.unit_price),
            self._rate(line.tax_rate),
            self._money(line.net),
            self._money(line.tax),
        )

    def _description(self, line: Line) -> str:
        match line.kind:
            case "goods":
                return line.description
            case "fee":
                return line.description or self._words["fee"]
            case "shipping":
                return self._words["shipping fee"]
        return self._words["reduction" if line.net < 0 else "addition"]

    def _vat(self) -> None:
        words = self._words
        self.sheet.heading(words["vat summary"])
        columns = [
            Column(words["rate"], 0.4, "left"),
            Column(words["base"], 0.3, "right"),
            Column(words["tax"], 0.3, "right"),
        ]
        self.sheet.table(
            columns, [(self._rate(one.rate), self._money(one.base), self._money(one.tax)) for one in self._bill.vat]
        )

    def _money(self, amount: Decimal) -> str:
        """With at least the currency's decimals; a unit price may have more."""
        return self._decimal(amount, max(self._decimals, _decimals(amount.normalize())))

    def _number(self, number: Decimal | None) -> str:
        return "" if number is None else self._decimal(number, _decimals(number.normalize()))

    def _decimal(self, number: Decimal, decimals: int) -> str:
        return str(format_decimal(number, "#,##0." + "0" * decimals, locale=self._bill.language))

    def _rate(self, rate: Decimal | None) -> str:
        return "" if rate is None else f"{self._number(rate)} %"

    def _date(self, moment: datetime | None) -> str:
        return str(format_date(moment, "medium", locale=self._bill.language)) if moment else ""


def _decimals(number: Decimal) -> int:
    """How many decimals the number has, but at most six."""
    return min(_MAX_DECIMALS, max(0, -int(number.as_tuple().exponent)))
