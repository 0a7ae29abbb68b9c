"""The sums of one page, and how they lead to each other: by what they are, or by the column they stand in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import combinations

from faktura.capture.page.charge import Kind, includes_tax
from faktura.capture.reading.sums.printed_sum import PrintedSum, distinct

TOTALS = {Kind.GRAND_TOTAL: 0.6, Kind.TOTAL: 0.4, Kind.DUE: 0.0}
"""The kinds of sums that may be the total, and how clearly their words mean it."""

_ADDENDS = {Kind.OTHER, Kind.TAX, Kind.EXTRA, Kind.DISCOUNT, Kind.ROUNDING}
"""What may stand in a column above its sum."""

_SETTLEMENTS = {Kind.PAID, Kind.CHANGE, Kind.ARREARS}
"""What changes the amount due, not the total."""

_MAX_COMBINED = 4
"""Different taxes or payments that are combined. More are only added up."""

_MAX_STEPS, _MAX_COLUMN = 30, 200
"""The sums of a page that are weighed, from the last one up, and the length of a column. No invoice has more."""

_RATE = re.compile(r"(\d{1,2}(?:[.,]\d{1,2})?)\s?%")
_ZERO, _CENT = Decimal(0), Decimal("0.01")


@dataclass(frozen=True)
class Ledger:
    """The sums of one page. `items` is what the line items of the invoice add up to, zero if there are fewer than 2."""

    sums: Sequence[PrintedSum]
    items: Decimal = _ZERO

    @cached_property
    def candidates(self) -> list[PrintedSum]:
        """The sums that may be the total: labelled as one, or a sum with its taxes below all others.

        If there are none, what was paid less the change, or what the lines add up to. A row of a tax table is never the
        only source of a total.
        """
        labelled = self.labelled(*TOTALS)
        last = max((one.order for one in labelled), default=-1)
        taxed = [one for one in self.labelled(Kind.OTHER) if one.order > last and self._is_taxed(one)]
        if labelled or taxed:
            return [*labelled, *taxed][-_MAX_STEPS:]
        unlabelled = [one for one in self.labelled(Kind.OTHER, Kind.PAID, Kind.SUBTOTAL) if one.value]
        last = max((one.order for one in unlabelled if one.kind is Kind.OTHER), default=0)
        return [
            one
            for one in unlabelled
            if one.value in self.owed
            or (one.kind is Kind.OTHER and one.value in self.paid)
            or (one.kind is not Kind.SUBTOTAL and one.value == self.items and one.order == last)
        ][-_MAX_STEPS:]

    @cached_property
    def owed(self) -> set[Decimal]:
        """What was paid less the change; empty if no change is printed."""
        change = {one.value for one in self.sums if one.kind is Kind.CHANGE}
        return {paid - back for paid in self.paid for back in change}

    @cached_property
    def paid(self) -> set[Decimal]:
        """The payments, each and together."""
        return _combined([abs(value) for value in self.values(Kind.PAID)[-_MAX_STEPS:]]) - {_ZERO}

    @cached_property
    def steps(self) -> list[PrintedSum]:
        """The sums on the way to the total, from top to bottom."""
        unlabelled = [one for one in self.column_sums if one.kind is Kind.OTHER]
        steps = [*self.labelled(Kind.SUBTOTAL, *TOTALS), *unlabelled]
        return sorted(steps, key=lambda one: one.order)[-_MAX_STEPS:]

    @cached_property
    def column_sums(self) -> list[PrintedSum]:
        """The amounts that two or more amounts directly above add up to, whatever their words are."""
        return [one for index, one in enumerate(self._column) if one.value and self._sums_up(index)]

    def values(self, *kinds: Kind) -> list[Decimal]:
        """The different values of these kinds, without zero."""
        return [one.value for one in distinct(one for one in self.sums if one.kind in kinds) if one.value]

    def labelled(self, *kinds: Kind) -> list[PrintedSum]:
        """The sums of these kinds outside of the tax table."""
        return [one for one in self.sums if one.kind in kinds and not one.in_tax_table]

    def reaches(self, base: Decimal, total: Decimal) -> bool:
        """Whether taxes, charges, discounts and rounding lead from one value to another in one step."""
        return base != total and total - base in self._addends

    def leads(self, base: Decimal, total: Decimal) -> bool:
        """Whether one value leads to another: in one step by what the sums are, or in several down the column."""
        return base != total and (self.reaches(base, total) or total in self._after(base))

    def is_sum_of(self, lines: Decimal, total: Decimal) -> bool:
        """Whether the sum of the line items is the total, or leads to it by the sums that are printed."""
        return lines == total or self.leads(lines, total)

    def passes(self, one: PrintedSum, total: Decimal) -> bool:
        """Whether the amount stands between two steps that lead to the total."""
        return any(
            base.order < one.order < step.order and (total == step.value or self.leads(step.value, total))
            for base, step in self._links
        )

    def leaves(self, total: Decimal, due: Decimal) -> bool:
        """Whether the amount due is the total less payments plus arrears."""
        return due != total and total - due in self._settled

    @cached_property
    def _settled(self) -> set[Decimal]:
        arrears = _combined(self.values(Kind.ARREARS)[-_MAX_STEPS:])
        return {paid - more for paid in {_ZERO, *self.paid} for more in arrears}

    def includes_tax(self, total: Decimal) -> bool:
        """Whether a printed tax is in the total, by the rate in its label."""
        return any(_is_included(tax, total) for tax in self.sums if tax.kind is Kind.TAX)

    def may_lack_tax(self, total: Decimal) -> bool:
        """Whether a tax has a line of its own, and nothing shows that it is in the total."""
        taxes = [tax for tax in self.labelled(Kind.TAX) if tax.value]
        bases = [self.items, *(step.value for step in self.steps)]
        is_added = any(base and self.reaches(base, total) for base in bases)
        return bool(taxes) and not (is_added or self.includes_tax(total) or any(includes_tax(t.label) for t in taxes))

    def subtotal(self, total: Decimal | None) -> Decimal | None:
        """The labelled subtotal, one that leads to the total first; else a plain total before the taxes."""
        named = [one.value for one in self.sums if one.kind is Kind.SUBTOTAL]
        if total is None or not named:
            taxes = self.values(Kind.TAX)
            before = [value for value in self.values(*TOTALS) if total is not None and total - value in taxes]
            return next(iter([*named[-1:], *before]), None)
        return next((value for value in named if value == total or self.reaches(value, total)), named[-1])

    def tax(self, total: Decimal | None, subtotal: Decimal | None) -> Decimal | None:
        """All taxes together: what leads from the subtotal to the total, else the sum of those with different rates."""
        printed = distinct(one for one in self.sums if one.kind is Kind.TAX)
        small = [one for one in printed if total is None or 2 * abs(one.value) < abs(total)]
        values = [one.value for one in small if one.value] or [one.value for one in small]
        if not values:
            return None
        if total is not None and subtotal is not None and total - subtotal in _combined(values) - {_ZERO}:
            return total - subtotal
        whole = sum(values, _ZERO)
        if len(values) > 2 and any(2 * value == whole for value in values):
            return whole / 2
        rates = {rate[1] for one in small if one.value and (rate := _RATE.search(one.label))}
        is_table = all(one.in_tax_table for one in small)
        return whole if is_table or len(rates) == len(values) else values[0]

    @property
    def amount_due(self) -> Decimal | None:
        """What is left to pay: the last sum whose label asks for payment."""
        return next((one.value for one in reversed(self.sums) if one.is_due), None)

    @cached_property
    def _addends(self) -> set[Decimal]:
        """What may stand between a subtotal and the total: taxes, charges, discounts, rounding."""
        taxes = _combined(self.values(Kind.TAX))
        extras = {_ZERO, sum(self.values(Kind.EXTRA), _ZERO)}
        less = {_ZERO, -sum((abs(value) for value in self.values(Kind.DISCOUNT)), _ZERO)}
        rounding = {_ZERO, *self.values(Kind.ROUNDING)[-_MAX_COMBINED:]}
        return {tax + extra + some + step for tax in taxes for extra in extras for some in less for step in rounding}

    def _is_taxed(self, one: PrintedSum) -> bool:
        """Whether a step above and its taxes add up to this amount, whose words are not known."""
        taxes = _combined(self.values(Kind.TAX)) - {_ZERO}
        return any(one.value - base.value in taxes for base in self.steps if base.order < one.order)

    @cached_property
    def _column(self) -> list[PrintedSum]:
        """The last amount of each line, from top to bottom, without the tax table."""
        ordered = sorted((one for one in self.sums if not one.in_tax_table), key=lambda one: one.order)
        return list({one.order: one for one in ordered}.values())

    def _sums_up(self, index: int) -> bool:
        above = _ZERO
        for count, one in enumerate(reversed(self._column[max(0, index - _MAX_COLUMN) : index]), start=1):
            if one.kind not in _ADDENDS:
                return False
            above += _signed(one)
            if count > 1 and above == self._column[index].value:
                return True
        return False

    @cached_property
    def _links(self) -> list[tuple[PrintedSum, PrintedSum]]:
        """The pairs of sums of which the first leads to the second by the amounts between them."""
        return [
            (base, total)
            for base in self.steps
            for total in dict.fromkeys([*self.steps, *self.candidates])
            if base.value != total.value and self._adds_up(base, total)
        ]

    def _adds_up(self, base: PrintedSum, total: PrintedSum) -> bool:
        """Whether the amounts in the lines between two sums lead from one to the other, whatever their words are.

        A deduction with unknown words may be a payment, and what is added to a total may be arrears: they lead nowhere.
        """
        between = [one for one in self._column if base.order < one.order < total.order]
        is_total = base.kind in TOTALS
        unknown = [one for one in between if one.kind is Kind.OTHER]
        if any(one.value < 0 or is_total for one in unknown) or any(one.kind in _SETTLEMENTS for one in between):
            return False
        addends = [one for one in between if one.kind in _ADDENDS]
        return any(some and base.value + sum(map(_signed, some)) == total.value for some in (between, addends))

    def _after(self, base: Decimal) -> set[Decimal]:
        """The values to which this one leads down the column, and itself."""
        reached, before = {base}, set[Decimal]()
        while reached != before:
            before = set(reached)
            reached |= {to.value for one, to in self._links if one.value in before}
        return reached


def _is_included(tax: PrintedSum, total: Decimal) -> bool:
    if not (rate := _RATE.search(tax.label)) or tax.value < 10 * _CENT:
        return False
    percent = Decimal(rate[1].replace(",", "."))
    return bool(percent) and abs(total * percent / (100 + percent) - tax.value) <= _CENT


def _signed(one: PrintedSum) -> Decimal:
    """The amount as it adds to a sum: a discount reduces it, with or without a minus."""
    return -abs(one.value) if one.kind is Kind.DISCOUNT else one.value


def _combined(values: Sequence[Decimal]) -> set[Decimal]:
    """The sums of some of the values: of none, of each, of all, and of all combinations if they are few."""
    if len(values) > _MAX_COMBINED:
        return {_ZERO, *values, sum(values, _ZERO)}
    return {sum(some, _ZERO) for size in range(len(values) + 1) for some in combinations(values, size)}
