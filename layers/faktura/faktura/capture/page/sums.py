"""Finds total, subtotal, tax, amount due and amount paid among the labelled amounts, with a confidence.

An amount is not the total just because it is large. It needs a label for a total, or must be the cash less the change.
Other amounts that add up to it increase the confidence, and rival amounts reduce it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from faktura.capture.page.charge import Charge, Kind

TOTALS = {Kind.GRAND_TOTAL: 90.0, Kind.TOTAL: 84.0, Kind.DUE: 74.0}
"""The confidence of the words alone, of 100."""
ROUNDING = Decimal("0.05")
PROVED, REPEATED, CONTRADICTED = 99.0, 5.0, 30.0
CASH_ALONE = 70.0
FINAL, ADDED, ITEMISED = 14.0, 10.0, 6.0
"""The proofs' additions to a rival's score."""
ZERO = Decimal(0)


@dataclass(frozen=True)
class Sums:
    """The sums of the page. `confidence` is the total's, of 100."""

    total: Charge | None
    confidence: float
    subtotals: tuple[Charge, ...]
    taxes: tuple[Charge, ...]
    due: tuple[Charge, ...]
    paid: tuple[Charge, ...]


def sums_of(charges: Sequence[Charge], items: Decimal) -> Sums:
    """The sums among the charges. `items` is the sum of the line items, zero if there are none."""
    by_kind = {kind: _distinct([c for c in charges if c.kind is kind and c.is_last]) for kind in Kind}
    rivals = [c for kind in TOTALS for c in charges if c.kind is kind and c.is_last and not c.in_tax_table]
    rivals = rivals or [c for kind in TOTALS for c in charges if c.kind is kind and c.is_last]
    total = max(rivals, key=lambda rival: _score(rival, rivals, by_kind, items), default=None)
    confidence = _confidence(total, rivals, by_kind, items) if total else 0.0
    if total is None:
        total, confidence = _by_cash(charges, by_kind)
    return Sums(
        total,
        confidence,
        tuple(_subtotals(total, rivals, by_kind)),
        tuple(_taxes(charges, total)),
        tuple(_distinct([c for c in charges if c.kind in TOTALS and c.is_last and c.is_due])),
        tuple(by_kind[Kind.PAID]),
    )


ByKind = dict[Kind, list[Charge]]


def _distinct(charges: list[Charge]) -> list[Charge]:
    """Each amount once, because receipts repeat their sums."""
    return list({charge.money: charge for charge in reversed(charges)}.values())[::-1]


def _score(rival: Charge, rivals: list[Charge], by_kind: ByKind, items: Decimal) -> tuple[float, int]:
    repeated = sum(other.money == rival.money for other in rivals) - 1
    score = TOTALS[rival.kind] + REPEATED * min(repeated, 2)
    score += _proof(rival.money, by_kind, items)
    if rival.money <= ZERO:
        score -= 60
    return score, rival.row


def _proof(money: Decimal, by_kind: ByKind, items: Decimal) -> float:
    """The evidence for an amount: best that it was paid or rounded, then subtotal plus tax, then the items."""
    paid = {paid.money - back.money for paid in by_kind[Kind.PAID] for back in by_kind[Kind.CHANGE]}
    steps = {step.money for step in by_kind[Kind.ROUNDING]} - {ZERO}
    rounded = {total.money + step for kind in TOTALS for total in by_kind[kind] for step in steps}
    if not money:
        return 0.0
    if money in paid | rounded:
        return FINAL
    if money in _additions(by_kind):
        return ADDED
    return ITEMISED if items and money in _itemised(by_kind, items) else 0.0


def _itemised(by_kind: ByKind, items: Decimal) -> set[Decimal]:
    """The possible sums of the items, with and without tax and extra charges."""
    taxes = [tax.money for tax in by_kind[Kind.TAX]]
    extras = sum((extra.money for kind in (Kind.EXTRA, Kind.ROUNDING) for extra in by_kind[kind]), ZERO)
    return {items + tax + extra for tax in (ZERO, sum(taxes, ZERO), *taxes) for extra in (ZERO, extras)}


def _additions(by_kind: ByKind) -> set[Decimal]:
    taxes = [tax.money for tax in by_kind[Kind.TAX]]
    extras = [extra.money for kind in (Kind.EXTRA, Kind.ROUNDING) for extra in by_kind[kind]]
    less = [-abs(discount.money) for discount in by_kind[Kind.DISCOUNT]]
    added = {sum(taxes, ZERO), *taxes} - {ZERO}
    others = {ZERO, sum(extras, ZERO), sum(less, ZERO), sum(extras + less, ZERO)}
    bases = {base.money for kind in (Kind.SUBTOTAL, Kind.TOTAL) for base in by_kind[kind]}
    return {base + tax + other for base in bases for tax in added for other in others}


def _confidence(total: Charge, rivals: list[Charge], by_kind: ByKind, items: Decimal) -> float:
    if _proof(total.money, by_kind, items):
        return PROVED
    if total.money <= ZERO:
        return CONTRADICTED
    repeated = sum(other.money == total.money for other in rivals) - 1
    sure = TOTALS[total.kind] + REPEATED * min(repeated, 1)
    taxes = {abs(tax.money) for tax in by_kind[Kind.TAX]} | {abs(paid.money) for paid in by_kind[Kind.PAID]}
    for other in rivals:
        apart = abs(other.money - total.money)
        if apart > ROUNDING and apart not in taxes and other.money != ZERO:
            return sure - CONTRADICTED
    return sure


def _by_cash(charges: Sequence[Charge], by_kind: ByKind) -> tuple[Charge | None, float]:
    """Without a label for a total: the printed amount that is the cash less the change."""
    owed = {paid.money - back.money for paid in by_kind[Kind.PAID] for back in by_kind[Kind.CHANGE]} - {ZERO}
    printed = [charge for charge in charges if charge.money in owed]
    return (printed[-1], CASH_ALONE) if printed else (None, 0.0)


def _subtotals(total: Charge | None, rivals: list[Charge], by_kind: ByKind) -> list[Charge]:
    """The labelled subtotals, or else a plain total that makes the grand total with the tax."""
    named = [subtotal for subtotal in by_kind[Kind.SUBTOTAL] if subtotal is not total]
    if named or total is None:
        return named
    missing = {tax.money for tax in by_kind[Kind.TAX]} - {ZERO}
    return [replace(c, kind=Kind.SUBTOTAL) for c in _distinct(rivals) if total.money - c.money in missing][:1]


def _taxes(charges: Sequence[Charge], total: Charge | None) -> list[Charge]:
    """Each tax once, or the sum of several if it is printed. An amount of half the total or more is not a tax."""
    small = [c for c in charges if c.kind is Kind.TAX and (total is None or 2 * abs(c.money) < abs(total.money))]
    taxes = _distinct([charge for charge in small if charge.is_last])
    outside = [tax for tax in taxes if not tax.in_tax_table] or taxes
    outside = [tax for tax in outside if tax.money] or outside
    whole = sum((tax.money for tax in outside), ZERO)
    sums = [tax for tax in outside if len(outside) > 2 and 2 * tax.money == whole]
    return sums or outside
