"""Printed amounts, the words that label them, and the meaning of these words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from faktura.capture.page import money_labels as labels
from faktura.capture.page.label_text import fold
from faktura.capture.page.layout import Row, Segment, row_text
from faktura.capture.page.printed_amount import Amount, amounts_in


class Kind(StrEnum):
    """The meaning of a labelled amount. The three kinds of total differ in how clear their words are."""

    SUBTOTAL = "subtotal"
    TAX = "tax"
    GRAND_TOTAL = "grand total"
    TOTAL = "total"
    DUE = "due"
    PAID = "paid"
    CHANGE = "change"
    DISCOUNT = "discount"
    EXTRA = "extra"
    ROUNDING = "rounding"
    ARREARS = "arrears"
    OTHER = "other"


_MAX_ROUNDING = Decimal(1)
"""A larger amount is not the step by which a total is rounded, but the rounded total ("Rounding 14.40")."""


@dataclass(frozen=True)
class Charge:
    """An amount, its label and its place: `row` from the top, `rank` among the `count` amounts of the label."""

    kind: Kind
    label: Segment
    amount: Amount
    value: Segment
    row: int
    rank: int
    count: int
    in_tax_table: bool

    @property
    def money(self) -> Decimal:
        """Its value. A credit is negative."""
        return self.amount.value

    @property
    def is_due(self) -> bool:
        """Whether its words ask for payment."""
        return is_due(self.label.text)

    @property
    def is_last(self) -> bool:
        """Whether it is the last amount of its label, which is the sum."""
        return self.rank == self.count - 1


def charges_of(rows: list[Row]) -> list[Charge]:
    """All amounts with a known label, from top to bottom."""
    table_from = next((index for index, row in enumerate(rows) if _opens_tax_table(row)), len(rows))
    found = []
    strips = _strips(rows)
    for index, row in enumerate(rows):
        if index in strips.values():
            continue  # the heading above names these amounts
        beside = list(_labelled(row))
        below = _headed(row, rows[strips[index]]) if index in strips else _labelled_below(rows, index)
        groups = [*(beside or below)]
        for label, values in groups:
            tabled = (index > table_from and (len(values) > 1 or not beside)) or len(values) > 2
            for rank, (amount, value) in enumerate(values):
                if kind := _kind(label, amount):
                    found.append(Charge(kind, label[-1], amount, value, index, rank, len(values), tabled))
    return found


def kind_of_label(text: str) -> Kind | None:
    """The meaning of a label's words; `None` if they mean no sum."""
    text = labels.GLUED_CURRENCY.sub(" ", f" {fold(text)} ")
    if labels.NOT_A_SUM.search(text):
        return None
    is_total = not labels.NOT_TOTAL.search(text)
    is_tax = bool(labels.TAX.search(text)) and not labels.NOT_TAX.search(text)
    rules = (
        (Kind.CHANGE, bool(labels.CHANGE.search(text))),
        (Kind.ARREARS, bool(labels.ARREARS.search(text))),
        (Kind.SUBTOTAL, bool(labels.SUBTOTAL.search(text)) and not is_tax),
        (Kind.PAID, bool(labels.PAID.search(text)) and not labels.NOT_PAID.search(text)),
        (Kind.DUE, is_total and bool(labels.REMAINING.search(text)) and bool(labels.DUE.search(text))),
        (Kind.GRAND_TOTAL, is_total and bool(labels.TOTAL_STRONG.search(text))),
        (Kind.TAX, is_tax),
        (Kind.DUE, is_total and bool(labels.DUE.search(text))),
        (Kind.ROUNDING, bool(labels.ROUNDING.search(text))),
        (Kind.DISCOUNT, bool(labels.DISCOUNT.search(text))),
        (Kind.TOTAL, is_total and bool(labels.TOTAL_PLAIN.search(text))),
        (Kind.EXTRA, bool(labels.EXTRA.search(text))),
    )
    return next((kind for kind, holds in rules if holds), None)


def names_tax_and_total(text: str) -> bool:
    """Whether the words may mean a total with its tax or the total of the tax ("TOTAL (GST INCL)", "Total GST")."""
    text = f" {fold(text)} "
    return bool(labels.TAX.search(text) and labels.TOTAL_PLAIN.search(text) and not labels.SUBTOTAL.search(text))


def includes_tax(text: str) -> bool:
    """Whether the words say that a tax is included."""
    return bool(labels.TAX_INCLUDED.search(f" {fold(text)} "))


def is_due(text: str) -> bool:
    """Whether a label asks for payment. A total's may do so too ("Net à payer")."""
    return bool(labels.DUE.search(f" {fold(text)} "))


def _kind(label: list[Segment], amount: Amount) -> Kind | None:
    """The meaning of an amount's label: of the segment nearest to the amount, else of all segments together."""
    kind = kind_of_label(label[-1].text) or (kind_of_label(row_text(tuple(label))) if len(label) > 1 else None)
    is_step = abs(amount.value) < _MAX_ROUNDING
    return Kind.TOTAL if kind is Kind.ROUNDING and not is_step else kind


Values = list[tuple[Amount, Segment]]


def _labelled(row: Row) -> Iterator[tuple[list[Segment], Values]]:
    """Each sequence of amounts with the words before it."""
    words: list[Segment] = []
    values: Values = []
    for segment in row:
        at = 0
        for amount in amounts_in(segment.text):
            before = segment.text[at : amount.start]
            if _has_letters(before):
                if values and words:
                    yield words, values
                if values:
                    words = []
                values = []
                words = [*words, segment.between(at, amount.start)]
            values.append((amount, segment.between(amount.start, amount.end)))
            at = amount.end
        if at == 0 and _has_letters(segment.text):
            if values and words:
                yield words, values
            words, values = ([] if values else words) + [segment], []
    if values and words:
        yield words, values


def _heads_sums(row: Row) -> bool:
    """Whether the row is a heading of sums, the total last, whose values are in the next row."""
    text = row_text(row)
    if amounts_in(text) or _opens_tax_table(row) or labels.ITEMS.search(f" {fold(text)} "):
        return False
    kinds = [kind for segment in row if (kind := kind_of_label(segment.text))]
    return len(kinds) > 1 and kinds[-1] in (Kind.GRAND_TOTAL, Kind.TOTAL, Kind.DUE)


def _is_table(rows: Sequence[Row]) -> bool:
    """Whether more than one of these rows has several amounts: they are a table, not the values of one heading."""
    return sum(len(amounts_in(row_text(row))) > 1 for row in rows) > 1


def _strips(rows: list[Row]) -> dict[int, int]:
    """The rows that are headings of sums, each with the row of its values: the next one or the one after it."""
    found: dict[int, int] = {}
    for index, row in enumerate(rows):
        if _heads_sums(row) and not _is_table(rows[index + 1 : index + 4]):
            below = (at for at in (index + 1, index + 2) if at < len(rows) and amounts_in(row_text(rows[at])))
            if (values := next(below, None)) is not None:
                found[index] = values
    return found


def _headed(heading: Row, beneath: Row) -> Iterator[tuple[list[Segment], Values]]:
    """The labels of a heading, each with the amount below that is nearest to it."""
    values = [(amounts[0], value) for value in beneath if len(amounts := amounts_in(value.text)) == 1]
    for label in heading:
        near = [pair for pair in values if pair[1].box.overlap(label.box) > -2 * label.box.height]
        if near:
            yield [label], [max(near, key=lambda pair: pair[1].box.overlap(label.box))]


def _labelled_below(rows: list[Row], index: int) -> Iterator[tuple[list[Segment], Values]]:
    """A label whose amount is directly below it, in a row of values only."""
    beneath = rows[index + 1] if index + 1 < len(rows) else ()
    if not all(len(amounts_in(value.text)) == 1 and not _has_words(value) for value in beneath):
        return
    for label in rows[index]:
        for value in beneath:
            near = value.box.top - label.box.bottom < 2.2 * label.box.height
            if near and label.box.overlap(value.box) > 0.2 * min(label.box.width, value.box.width):
                yield [label], [(amounts_in(value.text)[0], value)]


def _has_words(value: Segment) -> bool:
    return _has_letters(value.text[: amounts_in(value.text)[0].start])


def _has_letters(text: str) -> bool:
    return sum(letter.isalpha() for letter in text) >= 2


def _opens_tax_table(row: Row) -> bool:
    text = fold(row_text(row))
    return bool(labels.SUMMARY.search(text)) and "invoice" not in text and not amounts_in(row_text(row))
