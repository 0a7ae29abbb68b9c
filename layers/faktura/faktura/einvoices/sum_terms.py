"""What EN 16931 demands of sums, and of the decimals of amounts."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from faktura.einvoices.invoice import Invoice, Totals, VatBreakdown
from faktura.einvoices.sums import ZERO, breakdown, totals

_CENT = Decimal("0.01")
_TOO_LARGE = Decimal(10) ** 15
"""More digits than that are no amount, and calculations would round them."""

MAX_RATE = Decimal(1000)
"""No VAT has a rate like that."""

_NAMES = {
    "lines": "BT-106, the sum of the lines",
    "allowances": "BT-107, the sum of the allowances",
    "charges": "BT-108, the sum of the charges",
    "net": "BT-109, the total without VAT",
    "tax": "BT-110, the total VAT",
    "gross": "BT-112, the total with VAT",
    "payable": "BT-115, the amount due",
}
_MAY_BE_ABSENT = ("allowances", "charges")


def sum_terms(invoice: Invoice) -> Iterator[str]:
    """The sums that are absent or wrong (BR-12 to BR-15, BR-CO-10 to 17), and what has too many decimals (BR-DEC)."""
    unfit = [name for name, amount in _amounts(invoice) if not _fits(amount)]
    if unfit:
        yield from (f"{name}, with two decimals at most" for name in unfit)
    elif all(abs(rate) < MAX_RATE for rate in _rates(invoice)):
        yield from _absent_or_wrong(invoice)


def unit_of(invoice: Invoice) -> Decimal:
    """The minor unit in which the invoice is rounded: one cent, or 1 (as in yen) if no amount has decimals."""
    is_whole = all(amount is None or amount == amount.to_integral_value() for _, amount in _amounts(invoice))
    return Decimal(1) if is_whole else _CENT


def _amounts(invoice: Invoice) -> Iterator[tuple[str, Decimal | None]]:
    for line in invoice.lines:
        yield "BT-131, the net amount of a line", line.net
        for one in line.allowances_charges:
            yield ("BT-141, a charge of a line" if one.is_charge else "BT-136, an allowance of a line"), one.amount
    for row in invoice.allowances_charges:
        yield ("BT-99, a charge" if row.is_charge else "BT-92, an allowance"), row.amount
    for each in invoice.vat:
        yield "BT-116, the base of a VAT rate", each.base
        yield "BT-117, the tax of a VAT rate", each.tax
    for field, name in _NAMES.items():
        yield name, getattr(invoice.totals, field)
    yield "BT-113, what was paid before", invoice.totals.prepaid
    yield "BT-114, the rounding amount", invoice.totals.rounding


def _rates(invoice: Invoice) -> Iterator[Decimal]:
    for line in invoice.lines:
        yield line.vat.rate or ZERO
    for one in invoice.allowances_charges:
        yield (one.vat.rate if one.vat else None) or ZERO


def _fits(amount: Decimal | None) -> bool:
    return amount is None or (abs(amount) < _TOO_LARGE and amount == amount.quantize(_CENT))


def _absent_or_wrong(invoice: Invoice) -> Iterator[str]:
    due = invoice.totals
    vat = breakdown(invoice.lines, invoice.allowances_charges, unit_of(invoice))
    if _by_rate(vat) != _by_rate(invoice.vat):
        yield "BG-23, the VAT of each rate: the base is the sum of its rows, the tax is base times rate"
    expected = totals(invoice.lines, invoice.allowances_charges, invoice.vat, due.payable or ZERO)
    for field, name in _NAMES.items():
        found, right = getattr(due, field), getattr(expected, field)
        if found is None and field in _MAY_BE_ABSENT and not right:
            continue
        if found != right:
            yield name
    if not _is_paid(due):
        yield "BT-114, the rounding amount: the amount due less what is left of the total with VAT"


def _is_paid(due: Totals) -> bool:
    if due.gross is None or due.payable is None:
        return True  # it is named as absent
    return due.payable == due.gross - (due.prepaid or ZERO) + (due.rounding or ZERO)


def _by_rate(vat: Iterable[VatBreakdown]) -> list[tuple[str, Decimal, Decimal, Decimal]]:
    return sorted((one.vat.category, one.vat.rate or ZERO, one.base or ZERO, one.tax or ZERO) for one in vat)
