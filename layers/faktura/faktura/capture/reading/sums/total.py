"""The total of an invoice: chosen and judged by what supports and what contradicts it (docs/decisions, 45).

Printed sums prove each other: subtotal + tax + charges - discounts + rounding = total; line items = subtotal or total;
cash - change = total; amount due = total - prepayment + arrears. A contradiction cancels a proof. A total is vouched
for if it has a proof and no contradiction.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from faktura.capture.page.charge import Kind
from faktura.capture.reading.reading import Judged, ReadField, ReadItem
from faktura.capture.reading.sums.ledger import TOTALS, Ledger
from faktura.capture.reading.sums.printed_sum import PrintedSum

_PROVED, _SUPPORTED, _CONTRADICTED, _DOUBTFUL = 4.0, 1.0, 3.0, 2.0
"""What a proof, a support, a contradiction, and a minus or unclear letters weigh when totals compete."""

_MIN_CONFIDENCE = 50
"""Percent. An amount whose letters are less clear counts after others, unless it is proved."""

_CASH_ROUNDING = Decimal("0.05")
"""Cash is rounded to the smallest coin, often without a line that says so."""

_ZERO = Decimal(0)


@dataclass(frozen=True)
class Verdict:
    """What was found for and against a value, in words. A proof is arithmetic; a support is only a repetition."""

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
        support = _SUPPORTED * min(len(self.supports), 2)
        return bool(self.proofs) * _PROVED + support - bool(self.contradictions) * _CONTRADICTED

    @property
    def reason(self) -> str:
        """The first contradiction, else the first proof, else that there is neither."""
        return next(iter((*self.contradictions, *self.proofs, *self.supports)), "nothing else on the page confirms it")


@dataclass(frozen=True)
class Sums:
    """The sums of the invoice. What was not read is `None`."""

    total: Judged[Decimal] | None = None
    subtotal: Decimal | None = None
    tax: Decimal | None = None
    amount_due: Decimal | None = None
    are_lines_complete: bool = False
    """Whether the line items add up to the total, by way of the printed taxes, charges, discounts and rounding."""


def sums_of(printed: Sequence[PrintedSum], items: Sequence[ReadItem]) -> Sums:
    """The total with its verdict, and the sums beside it on its page."""
    lines = sum((item.total for item in items), _ZERO)
    with_total = {one.page for one in printed if one.kind in TOTALS}
    added = lines if _are_comparable(items, with_total) else _ZERO
    pages = sorted({one.page for one in printed})
    ledgers = {page: Ledger([one for one in printed if one.page == page], added) for page in pages}
    total = _total(ledgers, items)
    if not ledgers:
        return Sums()
    ledger = ledgers[total.field.page if total else pages[-1]]
    value = total.value if total else None
    subtotal = ledger.subtotal(value)
    is_complete = bool(items) and value is not None and ledger.is_sum_of(lines, value)
    return Sums(total, subtotal, ledger.tax(value, subtotal), ledger.amount_due, is_complete)


def _are_comparable(items: Sequence[ReadItem], with_total: set[int]) -> bool:
    """Whether there are several line items, and none of several pages with a total lacks its own."""
    read = {item.field.page for item in items if item.field}
    return len(items) > 1 and (len(with_total) < 2 or with_total <= read)


def _total(ledgers: Mapping[int, Ledger], items: Sequence[ReadItem]) -> Judged[Decimal] | None:
    """The total, or `None` if no sum is labelled as one and neither payment nor lines show it."""
    judged = [(one, _verdict(one, ledger, items)) for ledger in ledgers.values() for one in ledger.candidates]
    if not judged:
        return None

    def rank(entry: tuple[PrintedSum, Verdict]) -> tuple[float, int, int]:
        one, verdict = entry
        is_credit = one.value <= 0 and any(other.value > 0 for other, _ in judged)
        is_unclear = one.confidence < _MIN_CONFIDENCE and not verdict.proofs
        score = verdict.weight + TOTALS.get(one.kind, 0.0) - _DOUBTFUL * (is_credit + is_unclear)
        return score, one.page, one.order

    best, verdict = max(judged, key=rank)
    against = [*verdict.contradictions, *_elsewhere(best, verdict, judged)]
    if best.confidence < _MIN_CONFIDENCE:
        against.append(f"it was read with only {best.confidence} % confidence")
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


def _verdict(total: PrintedSum, ledger: Ledger, items: Sequence[ReadItem]) -> Verdict:
    if not total.value:
        return Verdict()
    is_disputed = bool(ledger.items) and not ledger.is_sum_of(ledger.items, total.value)
    supports = () if is_disputed else tuple(_supports(total, ledger, items))
    return Verdict(tuple(_proofs(total, ledger)), supports, tuple(_contradictions(total, ledger)))


def _proofs(total: PrintedSum, ledger: Ledger) -> Iterator[str]:
    value = total.value
    if any(ledger.leads(base.value, value) for base in ledger.steps):
        yield "other sums of the page add up to it"
    if not ledger.may_lack_tax(value):
        if any(one.value == value for one in ledger.column_sums):
            yield "the amounts above add up to it"
        if ledger.items and ledger.is_sum_of(ledger.items, value):
            yield "the line items add up to it"
    if value in ledger.owed and total.kind is not Kind.PAID:
        yield "it is what was paid less the change"
    if any(ledger.leaves(value, one.value) for one in ledger.candidates):
        yield "the amount due agrees with it"
    if ledger.includes_tax(value):
        yield "the tax is the printed share of it"


def _supports(total: PrintedSum, ledger: Ledger, items: Sequence[ReadItem]) -> Iterator[str]:
    same = {one.order for one in ledger.sums if one.value == total.value and one.kind in TOTALS}
    if len(same) > 1:
        yield "it is printed more than once"
    if total.value in ledger.paid and total.kind is not Kind.PAID:
        yield "the payment is the same"
    if ledger.may_lack_tax(total.value):
        return
    if total.value in ledger.values(Kind.SUBTOTAL):
        yield "the subtotal is the same"
    if len(items) == 1 and items[0].total == total.value:
        yield "the line item is the same"


def _contradictions(total: PrintedSum, ledger: Ledger) -> Iterator[str]:
    value = total.value
    rivals = [
        one.value for one in ledger.candidates if one.value not in (value, _ZERO) and _is_rival(one, value, ledger)
    ]
    is_sum_of_parts = len(rivals) > 1 and sum(set(rivals), _ZERO) == value
    if rivals and not is_sum_of_parts:
        yield f"the page prints another total of {rivals[-1]}"
    subtotals = ledger.values(Kind.SUBTOTAL)
    is_reached = any(one == value or ledger.leads(one, value) for one in subtotals)
    if subtotals and not is_reached and (ledger.values(Kind.TAX) or min(subtotals) > value):
        yield f"the subtotal of {subtotals[-1]} does not lead to it"
    currencies = sorted({one.currency for one in ledger.sums if one.currency})
    if len(currencies) > 1:
        yield f"the page prints amounts in {' and '.join(currencies)}"
    if ledger.owed and not any(abs(one - value) <= _CASH_ROUNDING for one in ledger.owed):
        yield "what was paid less the change is another amount"


def _is_rival(one: PrintedSum, total: Decimal, ledger: Ledger) -> bool:
    """Whether the sum is neither a step to the total, nor between two steps, nor what is left to pay of it."""
    return not (ledger.leads(one.value, total) or ledger.leaves(total, one.value) or ledger.passes(one, total))
