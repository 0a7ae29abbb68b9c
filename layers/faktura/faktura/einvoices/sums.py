"""How EN 16931 adds (BR-CO-10 to BR-CO-17): from rounded rows upwards, tax by rate, and what is left is rounding."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from faktura.einvoices.invoice import AllowanceCharge, Line, Totals, VatBreakdown, VatRate

ZERO = Decimal(0)
_HUNDRED = Decimal(100)


def rounded(amount: Decimal, unit: Decimal) -> Decimal:
    """The amount in whole minor units of the currency (`unit`: 0.01, or 1 for yen), halves away from zero."""
    return amount.quantize(unit, ROUND_HALF_UP)


def breakdown(lines: Iterable[Line], of_invoice: Iterable[AllowanceCharge], unit: Decimal) -> list[VatBreakdown]:
    """The base of each category and rate from its rows, and base times rate as its tax; the lowest rate first."""
    bases: dict[tuple[str, Decimal | None], Decimal] = {}
    for vat, amount in taxed(lines, of_invoice):
        key = vat.category, vat.rate
        bases[key] = bases.get(key, ZERO) + amount
    ordered = sorted(bases.items(), key=lambda item: (item[0][1] is None, item[0][1] or ZERO, item[0][0]))
    return [
        VatBreakdown(
            vat=VatRate(category=category, rate=rate), base=base, tax=rounded(base * (rate or ZERO) / _HUNDRED, unit)
        )
        for (category, rate), base in ordered
    ]


def totals(
    lines: Iterable[Line], of_invoice: Sequence[AllowanceCharge], vat: Iterable[VatBreakdown], payable: Decimal
) -> Totals:
    """The totals of rounded rows and their breakdown. What the `payable` amount differs by is the rounding amount."""
    of_lines = sum((line.net or ZERO for line in lines), ZERO)
    allowances = sum((one.amount for one in of_invoice if not one.is_charge), ZERO)
    charges = sum((one.amount for one in of_invoice if one.is_charge), ZERO)
    net = of_lines - allowances + charges
    tax = sum((one.tax or ZERO for one in vat), ZERO)
    return Totals(
        lines=of_lines,
        allowances=allowances,
        charges=charges,
        net=net,
        tax=tax,
        gross=net + tax,
        rounding=payable - net - tax,
        payable=payable,
    )


def taxed(lines: Iterable[Line], of_invoice: Iterable[AllowanceCharge]) -> Iterator[tuple[VatRate, Decimal]]:
    """How each line, allowance and charge is taxed, and what it adds to the base of that rate."""
    for line in lines:
        yield line.vat, line.net or ZERO
    for one in of_invoice:
        yield one.vat or VatRate(), one.signed
