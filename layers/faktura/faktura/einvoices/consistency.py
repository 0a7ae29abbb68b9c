"""Whether an invoice's sums agree by the rules of EN 16931. Sums that agree make it consistent, not true.

A term that is absent counts as zero where the rule says so; a rule whose own terms are absent is not applied.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

from faktura.einvoices.invoice import Invoice, VatRate
from faktura.einvoices.profile import EXTENDED, ZUGFERD_1, profile
from faktura.einvoices.sums import ZERO, taxed

_CENT = Decimal("0.01")
_HALF_CENT = Decimal("0.005")
_OFFICIAL_SLACK = Decimal(1)
"""What the rules of CEN allow a tax to differ by. It is used where the rows that were rounded are not known."""
_THIRD_PARTIES = ":extension:xrechnung"
"""In this extension the amount due also has what is collected for others, by a rule of its own."""

_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
"""Enough for a million products of two numbers of 30 digits."""

_Group = tuple[str, Decimal]
"""A category and a rate. A category without a rate counts as taxed at zero."""


def faults(invoice: Invoice) -> list[str]:
    """Each broken rule with its terms and figures: "BR-CO-15: net 100.00 (BT-109) + ... but ..."; none if all agree."""
    with localcontext(_EXACT):
        return [*_of_missing(invoice), *_of_rows(invoice), *_of_totals(invoice), *_of_tax(invoice)]


def _of_rows(invoice: Invoice) -> Iterator[str]:
    totals, is_early = invoice.totals, profile(invoice.specification) == ZUGFERD_1
    if invoice.lines and totals.lines is not None:
        of_lines = _sum(line.net for line in invoice.lines)
        yield from _differing(
            "BR-CO-10: the lines (BT-131) add up to", of_lines, totals.lines, "BT-106", _slack(invoice)
        )
    for is_charge, how, stated, term in (
        (False, "BR-CO-11: the allowances (BT-92) add up to", totals.allowances, "BT-107"),
        (True, "BR-CO-12: the charges (BT-99) add up to", totals.charges, "BT-108"),
    ):
        parts = [one.amount for one in invoice.allowances_charges if one.is_charge == is_charge]
        found, known = _sum(parts), stated or ZERO
        if is_early and (not parts or abs(found) == abs(known)):
            continue  # ZUGFeRD 1 may leave out the parts, and leaves the signs to the sender
        if parts or invoice.lines:
            yield from _differing(how, found, known, term, _slack(invoice))


def _of_missing(invoice: Invoice) -> Iterator[str]:
    """The sums that every invoice with lines must have."""
    totals, known = invoice.totals, profile(invoice.specification)
    if known is not None and not known.is_full:
        return
    if not invoice.lines:
        yield "BR-16: the e-invoice has no lines (BG-25)"
    for rule, stated, name in (
        ("BR-12", totals.lines, "sum of the lines (BT-106)"),
        ("BR-13", totals.net, "total without VAT (BT-109)"),
        ("BR-14", totals.gross, "total with VAT (BT-112)"),
        ("BR-15", ZERO if known == ZUGFERD_1 else totals.payable, "amount due (BT-115)"),
    ):
        if stated is None:
            yield f"{rule}: the {name} is missing"


def _of_totals(invoice: Invoice) -> Iterator[str]:
    totals, slack = invoice.totals, _slack(invoice)
    if totals.lines is not None and totals.net is not None:
        net = totals.lines - (totals.allowances or ZERO) + (totals.charges or ZERO)
        how = "BR-CO-13: lines (BT-106) less allowances (BT-107) plus charges (BT-108) make"
        yield from _differing(how, net, totals.net, "BT-109", slack)
    if totals.net is not None and totals.gross is not None:
        how = "BR-CO-15: net (BT-109) plus VAT (BT-110) make"
        yield from _differing(how, totals.net + (totals.tax or ZERO), totals.gross, "BT-112", slack)
    if _THIRD_PARTIES in invoice.specification:
        return
    if totals.gross is not None and totals.payable is not None and totals.lines is not None:
        payable = totals.gross - (totals.prepaid or ZERO) + (totals.rounding or ZERO)
        how = "BR-CO-16: total (BT-112) less prepaid (BT-113) plus rounding (BT-114) make"
        yield from _differing(how, payable, totals.payable, "BT-115")


def _slack(invoice: Invoice) -> Decimal | None:
    """By how much a sum of the profile EXTENDED must differ to be wrong: more than a cent for each row."""
    if profile(invoice.specification) != EXTENDED:
        return None
    return _CENT * (len(invoice.lines) + len(invoice.allowances_charges) + 1)


def _of_tax(invoice: Invoice) -> Iterator[str]:
    """The rules of the VAT breakdown. Each row of a rate may have been rounded by half a cent, as may the tax."""
    if not invoice.vat:
        return
    tax = _sum(one.tax for one in invoice.vat)
    yield from _differing("BR-CO-14: the VAT by rate (BT-117) adds up to", tax, invoice.totals.tax or ZERO, "BT-110")
    rows = [(_group(vat), amount) for vat, amount in taxed(invoice.lines, invoice.allowances_charges)]
    sizes = Counter(group for group, _ in rows)
    for one in invoice.vat:
        group = _group(one.vat)
        if one.vat.rate is None and one.tax:
            yield f"BR-48: the rate (BT-119) of the VAT of {_printed(one.tax)} (BT-117) is missing"
        elif one.base is not None and one.tax is not None:
            due = _cents(one.base * group[1] / 100)
            slack = _HALF_CENT * ((sizes[group] or len(rows)) + 1) if rows else _OFFICIAL_SLACK
            how = f"BR-CO-17: at {_printed_rate(group)} the base of {_printed(one.base)} (BT-116) makes VAT of"
            yield from _differing(how, due, one.tax, "BT-117", slack)
    yield from _of_bases(invoice, rows)


def _of_bases(invoice: Invoice, rows: list[tuple[_Group, Decimal]]) -> Iterator[str]:
    if not invoice.lines or any(not line.vat.category and line.vat.rate is None for line in invoice.lines):
        return
    stated = _by_group((_group(one.vat), one.base or ZERO) for one in invoice.vat)
    found, sizes = _by_group(rows), Counter(group for group, _ in rows)
    for group in dict.fromkeys([*stated, *found]):
        rule = f"BR-{group[0] or 'S'}-08: the lines, allowances and charges at {_printed_rate(group)} make"
        tolerance = _HALF_CENT * (sizes[group] + 1)
        yield from _differing(rule, found.get(group, ZERO), stated.get(group, ZERO), "BT-116", tolerance)


def _by_group(rows: Iterable[tuple[_Group, Decimal]]) -> dict[_Group, Decimal]:
    sums: dict[_Group, Decimal] = {}
    for group, amount in rows:
        sums[group] = sums.get(group, ZERO) + amount
    return sums


def _group(vat: VatRate) -> _Group:
    return vat.category, vat.rate or ZERO


def _sum(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum((amount for amount in amounts if amount is not None), ZERO)


def _differing(how: str, found: Decimal, stated: Decimal, term: str, tolerance: Decimal | None = None) -> Iterator[str]:
    """The fault if the amounts differ: in their cents, or by `tolerance` and more."""
    difference = abs(found - stated) if tolerance else abs(_cents(found) - _cents(stated))
    if difference and difference >= (tolerance or _CENT):
        yield f"{how} {_printed(found)}, but the e-invoice says {_printed(stated)} ({term})"


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(_CENT)


def _printed(amount: Decimal) -> str:
    return format(_cents(amount), "f")


def _printed_rate(group: _Group) -> str:
    rate = format(group[1].normalize(), "f")
    return f"{rate} % ({group[0]})" if group[0] else f"{rate} %"
