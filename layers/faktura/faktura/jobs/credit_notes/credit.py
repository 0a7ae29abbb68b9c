"""Which rows a credit note takes back, and its bill (docs/apis/jobs.md). Amounts are in the currency of the invoice."""

from collections.abc import Iterator, Sequence
from decimal import Decimal, localcontext

from faktura.core.errors import Fault, InvalidRequest
from faktura.core.exact_numbers import Exact
from faktura.core.model import Model
from faktura.einvoices.invoice import Line, VatBreakdown
from faktura.einvoices.sums import ZERO, rounded, totals
from faktura.jobs.credit_notes.left import (
    Figures,
    Group,
    Left,
    bases_of,
    figures,
    group_of,
    is_nothing,
    left_at_first,
    unit_of,
)
from faktura.jobs.errors import NotCreditable
from faktura.jobs.invoices.invoice import Bill, Row

_MAX_QUANTITY_DECIMALS = 18
_PRECISION = 100
"""Digits of a calculation: more than the product of a quantity and an amount has."""


class Part(Model):
    """A line or a row to credit: a quantity of a line, an amount of a row, or with neither all that is left of it."""

    line_id: str
    quantity: Exact | None = None
    amount: Exact | None = None


def credited(bill: Bill, left: Left, parts: Sequence[Part] | None) -> tuple[Bill, dict[str, Decimal]]:
    """The bill of a credit note for these parts of the invoice, or for all that is left, and what is left after it.

    `InvalidRequest` for a part that the invoice does not have, `NotCreditable` for more than is left.
    """
    if is_nothing(left):
        raise NotCreditable
    if left == left_at_first(bill) and parts is None:
        return bill, dict.fromkeys(left, ZERO)
    if bill.printed_taxes:
        raise NotCreditable("An invoice that was issued before e-invoices can only be credited as a whole.")
    with localcontext(prec=_PRECISION):
        after = dict.fromkeys(left, ZERO) if parts is None else _after(bill, left, parts)
        before, rest = figures(bill, left), figures(bill, after)
        if parts is not None and min(before.gross - rest.gross, rest.gross) < min(before.gross, ZERO):
            raise NotCreditable("The credit note and what is left cannot be negative: credit the discounts with it.")
        return _difference(bill, before, rest), after


def parts_left(bill: Bill, left: Left) -> dict[str, Decimal]:
    """The net amount that is left of each line and row, as much as it adds to the invoice."""
    with localcontext(prec=_PRECISION):
        found = figures(bill, left)
    of_lines = {line_id: one.net for line_id, one in found.lines.items()}
    return of_lines | {row.id: row.model_copy(update={"amount": found.rows[row.id]}).signed for row in bill.rows}


def _after(bill: Bill, left: Left, parts: Sequence[Part]) -> dict[str, Decimal]:
    lines, rows = {line.id for line in bill.lines if line.quantity}, {row.id: row for row in bill.rows}
    after, unit = dict(left), unit_of(bill)
    for position, part in enumerate(parts):
        at = f"lines[{position}]"
        if part.line_id not in left:
            raise InvalidRequest(Fault(f"{at}.lineId", "is not a line of the invoice"))
        if part.quantity is not None and part.line_id not in lines:
            raise InvalidRequest(Fault(f"{at}.quantity", "is not allowed: this line is credited by its amount"))
        if part.amount is not None and part.line_id not in rows:
            raise InvalidRequest(Fault(f"{at}.amount", "is not allowed: this line is credited by its quantity"))
        _check_decimals(part, unit, at)
        wanted = part.quantity if part.quantity is not None else part.amount
        after[part.line_id] = _reduced(part.line_id, left[part.line_id], wanted)
    _follow(bill, left, after, {part.line_id for part in parts})
    return after


def _check_decimals(part: Part, unit: Decimal, at: str) -> None:
    if part.amount is not None and part.amount != rounded(part.amount, unit):
        raise InvalidRequest(Fault(f"{at}.amount", "has more decimals than the currency"))
    if part.quantity is not None and -int(part.quantity.as_tuple().exponent) > _MAX_QUANTITY_DECIMALS:
        raise InvalidRequest(Fault(f"{at}.quantity", f"has more than {_MAX_QUANTITY_DECIMALS} decimals"))


def _reduced(line_id: str, left: Decimal, wanted: Decimal | None) -> Decimal:
    """What is left of a line or row after `wanted` of it is credited; a returned item has a negative quantity."""
    if not left:
        raise NotCreditable(f"Line {line_id} is wholly credited.")
    if wanted is None:
        return ZERO
    if not ZERO < wanted / left <= 1:
        raise NotCreditable(f"Of line {line_id}, {left.normalize():f} is left to credit.")
    return left - wanted


def _follow(bill: Bill, left: Left, after: dict[str, Decimal], named: set[str]) -> None:
    """Credit the discounts of the whole order that are not named: by the share of what they reduce that is credited."""
    discounts = [row for row in bill.rows if not row.is_charge]
    is_rest = not any(after[one] for one in after if one not in {row.id for row in discounts})
    before, rest = bases_of(bill, left, without_discounts=True), bases_of(bill, after, without_discounts=True)
    for row in discounts:
        base = before.get(group_of(row.vat), ZERO)
        if row.id in named:
            continue
        if is_rest:
            after[row.id] = ZERO
        elif base > ZERO:
            share = rounded(left[row.id] * rest.get(group_of(row.vat), ZERO) / base, unit_of(bill))
            after[row.id] = max(ZERO, min(left[row.id], share))


def _difference(bill: Bill, before: Figures, after: Figures) -> Bill:
    """The bill with the rows, the taxes and the totals that are credited."""
    lines = list(_lines(bill, before, after))
    rows = list(_rows(bill, before, after, {line.id for line in lines}))
    groups = {group_of(line.vat) for line in lines} | {group_of(row.vat) for row in rows}
    vat = list(_vat(bill, before, after, groups))
    sums = totals(lines, rows, vat, before.payable - after.payable)
    return bill.model_copy(update={"lines": lines, "rows": rows, "vat": vat, "totals": sums})


def _lines(bill: Bill, before: Figures, after: Figures) -> Iterator[Line]:
    for line in bill.lines:
        old, new = before.lines[line.id], after.lines[line.id]
        if old.quantity == new.quantity:
            continue
        parts = [
            one.model_copy(update={"amount": amount - rest})
            for one, amount, rest in zip(line.allowances_charges, old.parts, new.parts, strict=True)
            if amount != rest
        ]
        quantity = line.quantity and old.quantity - new.quantity
        yield line.model_copy(update={"quantity": quantity, "allowances_charges": parts, "net": old.net - new.net})


def _rows(bill: Bill, before: Figures, after: Figures, lines: set[str]) -> Iterator[Row]:
    """The rows that are credited; a fee stays with its line if that is credited, too."""
    for row in bill.rows:
        if amount := before.rows[row.id] - after.rows[row.id]:
            yield row.model_copy(update={"amount": amount, "line_id": row.line_id if row.line_id in lines else ""})


def _vat(bill: Bill, before: Figures, after: Figures, groups: set[Group]) -> Iterator[VatBreakdown]:
    for one in bill.vat:
        group = group_of(one.vat)
        (base, tax), (base_left, tax_left) = before.vat[group], after.vat[group]
        if group in groups or base != base_left or tax != tax_left:
            yield one.model_copy(update={"base": base - base_left, "tax": tax - tax_left})
