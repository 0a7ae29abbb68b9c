"""The total of an invoice: chosen and judged by what supports and what contradicts it (docs/decisions, 45).

Printed sums prove each other: subtotal + tax + charges - discounts + rounding = total; line items = subtotal or total;
cash - change = total; amount due = total - prepayment + arrears. A contradiction cancels a proof. A total is vouched
for if it has a proof and no contradiction.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import combinations

from faktura.capture.page.charge import Kind
from faktura.capture.reading.amount import exact_sum
from faktura.capture.reading.printed_sum import PrintedSum, distinct
from faktura.capture.reading.reading import Judged, ReadField

_TOTALS = {Kind.GRAND_TOTAL: 0.6, Kind.TOTAL: 0.4, Kind.DUE: 0.0}
"""How clearly the words of a label mean the total."""

_ADDENDS = {Kind.OTHER, Kind.TAX, Kind.EXTRA, Kind.DISCOUNT, Kind.ROUNDING}
"""What may stand in a column above its sum."""

_PROVED, _SUPPORTED, _CONTRADICTED, _DOUBTFUL = 4.0, 1.0, 3.0, 2.0
"""What a proof, a support, a contradiction, and a minus or unclear letters weigh when totals compete."""

_MIN_CONFIDENCE = 50
"""Percent. An amount whose letters are less clear counts after others, unless it is proved."""

_CASH_ROUNDING = Decimal("0.05")
"""Cash is rounded to the smallest coin, often without a line that says so."""

_MAX_ADDENDS = 4
"""Different taxes, charges or payments that are combined. More are only added up."""

_RATE = re.compile(r"(\d{1,2}(?:[.,]\d{1,2})?)\s?%")
_ZERO, _CENT = Decimal(0), Decimal("0.01")


@dataclass(frozen=True)
class Verdict:
    """What was found for and against a value, in words. One proof is arithmetic; a support is only a repetition."""

    proofs: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()
    contradictions: tuple[str, ...] = ()

    @property
    def is_vouched(self) -> bool:
        """Whether something speaks for the value and nothing against it."""
        return bool(self.proofs or self.supports) and not self.contradictions

    @property
    def weight(self) -> float:
        """How this value fares against others."""
        return (
            (_PROVED if self.proofs else 0)
            + _SUPPORTED * min(len(self.supports), 2)
            - (_CONTRADICTED if self.contradictions else 0)
        )

    @property
    def reason(self) -> str:
        """The first contradiction, else the first proof, else that there is neither."""
        return next(iter((*self.contradictions, *self.proofs, *self.supports)), "nothing else on the page confirms it")


@dataclass(frozen=True)
class Items:
    """The line items of the whole invoice: how many, what they add up to, and the pages that have some."""

    count: int = 0
    total: Decimal = _ZERO
    pages: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Sums:
    """The sums of the invoice. What was not read is `None`."""

    total: Judged[Decimal] | None = None
    subtotal: Decimal | None = None
    tax: Decimal | None = None
    amount_due: Decimal | None = None


def sums_of(printed: Sequence[PrintedSum], items: Items) -> Sums:
    """The total with its verdict, and the sums beside it on its page."""
    total = _total(printed, items)
    last = max((one.page for one in printed), default=0)
    ledger = Ledger([one for one in printed if one.page == (total.field.page if total else last)], items)
    value = total.value if total else None
    subtotal = ledger.subtotal(value)
    return Sums(total, subtotal, ledger.tax(value, subtotal), ledger.amount_due)


def _total(sums: Sequence[PrintedSum], items: Items) -> Judged[Decimal] | None:
    """The total, or `None` if no sum is labelled as one and the payment does not show it."""
    with_total = {one.page for one in sums if one.kind in _TOTALS}
    if len(with_total) > 1 and not with_total <= items.pages:
        items = Items()  # the lines of some pages are missing
    ledgers = {page: Ledger([one for one in sums if one.page == page], items) for page in {one.page for one in sums}}
    candidates = [one for ledger in ledgers.values() for one in ledger.candidates]
    judged = [(one, ledgers[one.page].verdict(one)) for one in candidates]
    if not judged:
        return None

    def rank(entry: tuple[PrintedSum, Verdict]) -> tuple[float, int, int]:
        one, verdict = entry
        is_credit = one.value <= 0 and any(other.value > 0 for other in candidates)
        is_unclear = one.confidence < _MIN_CONFIDENCE and not verdict.proofs
        score = verdict.weight + _TOTALS.get(one.kind, 0.0) - _DOUBTFUL * (is_credit + is_unclear)
        return score, one.page, one.order

    best, verdict = max(judged, key=rank)
    against = [*verdict.contradictions, *_elsewhere(best, verdict, judged)]
    if best.value <= 0:
        against.append("it is a credit, which a person should look at")
    verdict = Verdict(verdict.proofs, verdict.supports, tuple(against))
    read = ReadField(best.text, best.page, best.place, best.confidence, verdict.is_vouched, verdict.reason)
    return Judged(best.value, read)


def _elsewhere(best: PrintedSum, verdict: Verdict, judged: Sequence[tuple[PrintedSum, Verdict]]) -> Iterator[str]:
    """Other pages contradict a total with one that is proved, and an unproved total with any."""
    for other, its in judged:
        if other.page != best.page and other.value != best.value and (its.proofs or not verdict.proofs):
            yield f"page {other.page} prints another total of {other.value}"


@dataclass(frozen=True)
class Ledger:
    """The sums of one page and the invoice's line items, which confirm or contradict each other."""

    sums: Sequence[PrintedSum]
    items: Items = field(default_factory=Items)

    @cached_property
    def candidates(self) -> list[PrintedSum]:
        """The sums that may be the total: labelled as one, or a sum with its taxes; else what was paid less the change.

        A row of a tax table is never the only source of a total.
        """
        labelled = [one for one in self.sums if one.kind in _TOTALS and not one.in_tax_table]
        last = max((one.order for one in labelled), default=-1)
        added_up = [one for one in self.sums if one.kind is Kind.OTHER and one.order > last and self._is_taxed_sum(one)]
        if labelled or added_up:
            return [*labelled, *added_up]
        kinds = (Kind.OTHER, Kind.PAID, Kind.SUBTOTAL)
        unlabelled = [one for one in self.sums if one.kind in kinds and one.value and not one.in_tax_table]
        last = max((one.order for one in unlabelled if one.kind is Kind.OTHER), default=0)
        return [
            one
            for one in unlabelled
            if one.value in self._owed
            or (one.kind is Kind.OTHER and one.value in self._paid)
            or (self.items.count > 1 and one.value == self.items.total and one.order == last)
        ]

    def verdict(self, total: PrintedSum) -> Verdict:
        """What speaks for and against this total."""
        return Verdict(
            tuple(dict.fromkeys(self._proofs(total.value, total.kind))),
            tuple(dict.fromkeys(self._supports(total))),
            tuple(dict.fromkeys(self._contradictions(total))),
        )

    def subtotal(self, total: Decimal | None) -> Decimal | None:
        """The labelled subtotal, the one that leads to the total first; else a plain total before the taxes."""
        named = [one.value for one in self.sums if one.kind is Kind.SUBTOTAL]
        if total is None or not named:
            taxes = self._values(Kind.TAX)
            before = [value for value in self._values(*_TOTALS) if total is not None and total - value in taxes]
            return next(iter([*named[-1:], *before]), None)
        return next((one for one in named if one == total or self._reaches(one, total)), named[-1])

    def tax(self, total: Decimal | None, subtotal: Decimal | None) -> Decimal | None:
        """All taxes together: what leads from the subtotal to the total, else the sum of those with different rates."""
        printed = distinct(one for one in self.sums if one.kind is Kind.TAX)
        small = [one for one in printed if total is None or 2 * abs(one.value) < abs(total)]
        values = [one.value for one in small if one.value] or [one.value for one in small]
        if not values:
            return None
        if total is not None and subtotal is not None and total - subtotal in _subsets(values) - {_ZERO}:
            return total - subtotal
        whole = exact_sum(values)
        if len(values) > 2 and any(2 * value == whole for value in values):
            return whole / 2
        rates = [rate[1] for one in small if one.value and (rate := _RATE.search(one.label))]
        is_table = all(one.in_tax_table for one in small)
        return whole if is_table or len(set(rates)) == len(values) else values[0]

    @property
    def amount_due(self) -> Decimal | None:
        """What is left to pay: the last sum whose label asks for payment."""
        return next((one.value for one in reversed(self.sums) if one.is_due), None)

    def _values(self, *kinds: Kind) -> list[Decimal]:
        """The different values of these kinds, without zero."""
        return [one.value for one in distinct(one for one in self.sums if one.kind in kinds) if one.value]

    @cached_property
    def _owed(self) -> set[Decimal]:
        """What was paid less the change."""
        change = {one.value for one in self.sums if one.kind is Kind.CHANGE}
        return {paid - back for paid in self._paid for back in change}

    @cached_property
    def _paid(self) -> set[Decimal]:
        return _subsets([abs(value) for value in self._values(Kind.PAID)]) - {_ZERO}

    @cached_property
    def _addends(self) -> set[Decimal]:
        """What may stand between a subtotal and the total: taxes, charges, discounts, rounding; never nothing."""
        taxes = _subsets(self._values(Kind.TAX))
        extras = {_ZERO, exact_sum(self._values(Kind.EXTRA))}
        less = {_ZERO, -exact_sum(abs(value) for value in self._values(Kind.DISCOUNT))}
        steps = {_ZERO, *self._values(Kind.ROUNDING)}
        return {exact_sum(four) for four in ((t, e, d, s) for t in taxes for e in extras for d in less for s in steps)}

    def _is_taxed_sum(self, one: PrintedSum) -> bool:
        """Whether a subtotal above and its taxes add up to this amount, whose words are not known."""
        taxes = _subsets(self._values(Kind.TAX)) - {_ZERO}
        return any(one.value - base.value in taxes for base in self._steps if base.order < one.order)

    def _reaches(self, base: Decimal, total: Decimal) -> bool:
        return base != total and exact_sum([total, -base]) in self._addends

    @cached_property
    def _column(self) -> list[PrintedSum]:
        """The last amount of each line, from top to bottom, without the tax table."""
        ordered = sorted((one for one in self.sums if not one.in_tax_table), key=lambda one: one.order)
        return list({one.order: one for one in ordered}.values())

    @cached_property
    def _column_sums(self) -> list[PrintedSum]:
        """The amounts that two or more amounts directly above add up to, whatever their words are."""
        return [one for index, one in enumerate(self._column) if one.value and self._sums_up(index)]

    def _sums_up(self, index: int) -> bool:
        above, count = _ZERO, 0
        for one in reversed(self._column[:index]):
            if one.kind not in _ADDENDS:
                return False
            above, count = exact_sum([above, _signed(one)]), count + 1
            if count > 1 and above == self._column[index].value:
                return True
        return False

    @cached_property
    def _steps(self) -> list[PrintedSum]:
        """The sums on the way to the total."""
        labelled = [one for one in self.sums if one.kind in (Kind.SUBTOTAL, *_TOTALS) and not one.in_tax_table]
        return [*labelled, *(one for one in self._column_sums if one.kind is Kind.OTHER)]

    @cached_property
    def _links(self) -> list[tuple[PrintedSum, PrintedSum]]:
        """The pairs of sums of which the first leads to the second: by its kind, or by the amounts between them."""
        return [
            (base, total)
            for base in self._steps
            for total in [*self._steps, *self.candidates]
            if base.value != total.value and (self._reaches(base.value, total.value) or self._adds_up(base, total))
        ]

    def _adds_up(self, base: PrintedSum, total: PrintedSum) -> bool:
        """Whether the amounts in the lines between two sums lead from one to the other, whatever their words are.

        A deduction with unknown words may be a payment, so it leads to no total.
        """
        between = [one for one in self._column if base.order < one.order < total.order]
        if any((one.value < 0 and one.kind is Kind.OTHER) or one.kind in (Kind.PAID, Kind.CHANGE) for one in between):
            return False
        for some in (between, [one for one in between if one.kind in _ADDENDS]):
            if some and exact_sum([base.value, *map(_signed, some)]) == total.value:
                return True
        return False

    def _leads(self, base: Decimal, total: Decimal) -> bool:
        """Whether one or more steps lead from one sum to another."""
        return base != total and total in self._after(base)

    def _after(self, base: Decimal) -> set[Decimal]:
        """The sums to which this one leads, and itself."""
        reached, before = {base}, set[Decimal]()
        while reached != before:
            before = set(reached)
            reached |= {to.value for one, to in self._links if one.value in before}
        return reached

    def _proofs(self, total: Decimal, kind: Kind) -> Iterator[str]:
        if not total:
            return
        if any(self._leads(base.value, total) for base in self._steps):
            yield "other sums of the page add up to it"
        if any(one.value == total for one in self._column_sums):
            yield "the amounts above add up to it"
        if self.items.count > 1 and (self.items.total == total or self._reaches(self.items.total, total)):
            yield "the line items add up to it"
        if total in self._owed and kind is not Kind.PAID:
            yield "it is what was paid less the change"
        if any(self._leaves(total, due) for due in self._values(Kind.DUE)):
            yield "the amount due agrees with it"
        if any(self._includes(total, one) for one in self.sums if one.kind is Kind.TAX):
            yield "the tax is the printed share of it"

    def _supports(self, total: PrintedSum) -> Iterator[str]:
        if not total.value:
            return
        same = [one for one in self.sums if one.value == total.value and one.kind in _TOTALS]
        if len({one.order for one in same}) > 1:
            yield "it is printed more than once"
        if total.value in self._values(Kind.SUBTOTAL):
            yield "the subtotal is the same"
        if total.value in self._paid and total.kind is not Kind.PAID:
            yield "the payment is the same"
        if self.items.count == 1 and self.items.total == total.value:
            yield "the line item is the same"

    def _contradictions(self, total: PrintedSum) -> Iterator[str]:
        rivals = [one for one in self.candidates if one.value not in (total.value, _ZERO)]
        unexplained = [one for one in rivals if not self._explains(total, one)]
        parts = exact_sum({one.value for one in unexplained})
        if unexplained and not (len(unexplained) > 1 and parts == total.value):
            yield f"the page prints another total of {unexplained[-1].value}"
        subtotals = self._values(Kind.SUBTOTAL)
        leads = any(one == total.value or self._leads(one, total.value) for one in subtotals)
        if subtotals and not leads and (self._values(Kind.TAX) or min(subtotals) > total.value):
            yield f"the subtotal of {subtotals[-1]} does not lead to it"
        if self._owed and not any(abs(one - total.value) <= _CASH_ROUNDING for one in self._owed):
            yield "what was paid less the change is another amount"

    def _explains(self, total: PrintedSum, rival: PrintedSum) -> bool:
        """Whether the rival is a step to the total, an amount between two steps, or what is left to pay of it."""
        return (
            self._leads(rival.value, total.value)
            or self._leaves(total.value, rival.value)
            or self._is_left(total, rival)
            or any(
                base.order < rival.order < step.order and total.value in self._after(step.value)
                for base, step in self._links
            )
        )

    def _leaves(self, total: Decimal, due: Decimal) -> bool:
        """Whether the amount due is the total less payments plus arrears."""
        before = _subsets(self._values(Kind.ARREARS))
        return due != total and any(
            exact_sum([total, -paid, more]) == due for paid in {_ZERO, *self._paid} for more in before
        )

    def _is_left(self, total: PrintedSum, rival: PrintedSum) -> bool:
        """Whether the rival is the total less the amounts between them, whatever their words are."""
        between = [one for one in self._column if total.order < one.order < rival.order]
        is_paid = all(one.kind in (Kind.OTHER, Kind.PAID) for one in between)
        return is_paid and exact_sum([total.value, *(-abs(one.value) for one in between)]) == rival.value

    def _includes(self, total: Decimal, tax: PrintedSum) -> bool:
        """Whether the tax is in the total, by the rate in its label."""
        if not (rate := _RATE.search(tax.label)) or tax.value < 10 * _CENT:
            return False
        percent = Decimal(rate[1].replace(",", "."))
        return bool(percent) and abs(total * percent / (100 + percent) - tax.value) <= _CENT


def _signed(one: PrintedSum) -> Decimal:
    """The amount as it adds to a sum: a discount reduces it, with or without a minus."""
    return -abs(one.value) if one.kind is Kind.DISCOUNT else one.value


def _subsets(values: Sequence[Decimal]) -> set[Decimal]:
    """The sums of some of the values: of none, of each, of all, and of all combinations if they are few."""
    if len(values) > _MAX_ADDENDS:
        return {_ZERO, *values, exact_sum(values)}
    return {exact_sum(some) for size in range(len(values) + 1) for some in combinations(values, size)}
