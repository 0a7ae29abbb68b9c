"""The VAT summary and the totals of a bill, from its rows upwards, and where they contradict the order's totals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from faktura.einvoices.invoice import Line, Totals, VatBreakdown, VatRate
from faktura.einvoices.sums import breakdown, rounded, totals
from faktura.jobs.errors import AmountsDisagree
from faktura.jobs.invoices.invoice import Row
from faktura.jobs.orders.price import FinalPrice
from faktura.jobs.orders.rate import CENT, ZERO, Taxed


@dataclass(frozen=True)
class Sums:
    """The rounded rows of a bill beside the order's final price and tax aggregate; `unit` is the minor unit.

    Without an aggregate, `aggregate` is empty.
    """

    final: FinalPrice
    aggregate: Mapping[Decimal, Taxed]
    lines: Sequence[Line]
    rows: Sequence[Row]
    unit: Decimal

    @property
    def vat(self) -> list[VatBreakdown]:
        """The VAT summary of the rows."""
        return breakdown(self.lines, self.rows, self.unit)

    @property
    def totals(self) -> Totals:
        """The totals of the rows; the payable amount is the order's gross amount."""
        return totals(self.lines, self.rows, self.vat, self._rounded(self.final.gross_value))

    @property
    def discrepancy(self) -> str:
        """What is wrong with the order's tax if the rows miss its gross amount by more than rounding explains.

        Each row, each rate and the gross amount may be rounded by half a minor unit, or half a cent if that is more.
        """
        vat, sums = self.vat, self.totals
        figures = len(self.lines) + len(self.rows) + len(vat) + 1
        if abs(sums.rounding or ZERO) <= max(self.unit, CENT) / 2 * figures:
            return ""
        off = [(self._of_aggregate(one.vat.rate or ZERO) - (one.tax or ZERO), one) for one in vat]
        difference, one = max(off, key=lambda each: abs(each[0]), default=(ZERO, VatBreakdown()))
        if not difference:
            return f"The order's gross amount is {sums.payable:f}, but its rows and their tax make {sums.gross:f}."
        rate = one.vat.rate or ZERO
        return (
            f"The order's tax at {rate:f} % is {self._of_aggregate(rate):f}, but {rate:f} % of {one.base:f} is "
            f"{one.tax:f}: a difference of {abs(difference):f}."
        )

    @property
    def missed(self) -> Decimal:
        """What all rows lack of the order's net amount; 0 if rounding explains it."""
        missed = (self.totals_of_order.net or ZERO) - (self.totals.net or ZERO)
        return ZERO if abs(missed) <= self.unit / 2 * (len(self.lines) + len(self.rows) + 1) else missed

    def lacking(self, vat: Mapping[Decimal, VatRate]) -> dict[Decimal | None, Decimal]:
        """What the rows at each of these rates lack of the order's aggregate; less than 0 if they are too much."""
        bases = {(one.vat.category, one.vat.rate): one.base or ZERO for one in self.vat}
        sums = {rate: bases.get((one.category, one.rate), ZERO) for rate, one in vat.items()}
        nets = {rate: self._rounded(self.aggregate.get(rate, Taxed()).net) for rate in vat}
        return {rate: lack for rate in vat if (lack := nets[rate] - sums[rate])}

    def vat_of_order(self, vat: Mapping[Decimal, VatRate]) -> list[VatBreakdown]:
        """The VAT summary as the order has it; what is known of no rate comes last, or is in the last one."""
        rows = [
            VatBreakdown(vat=vat[rate], base=self._rounded(one.net), tax=self._rounded(one.tax))
            for rate, one in self.aggregate.items()
        ] or [one for one in self.vat if one.vat.rate is not None]
        sums = self.totals_of_order
        base = (sums.net or ZERO) - sum((one.base or ZERO for one in rows), ZERO)
        tax = (sums.tax or ZERO) - sum((one.tax or ZERO for one in rows), ZERO)
        if max(abs(base), abs(tax)) <= self.unit / 2 * (len(rows) + 1):
            return rows
        if not self.aggregate:
            return [*rows, VatBreakdown(base=base, tax=tax)]
        last = rows[-1]
        rest = {"base": (last.base or ZERO) + base, "tax": (last.tax or ZERO) + tax}
        return [*rows[:-1], last.model_copy(update=rest)]

    @property
    def totals_of_order(self) -> Totals:
        """The totals as the order has them: net is gross less tax, so that the three add up."""
        gross, tax = self._rounded(self.final.gross_value), self._rounded(self.final.tax_value)
        same = {"net": gross - tax, "tax": tax, "gross": gross, "rounding": ZERO, "payable": gross}
        return self.totals.model_copy(update=same)

    def _of_aggregate(self, rate: Decimal) -> Decimal:
        return self._rounded(self.aggregate.get(rate, Taxed()).tax)

    def _rounded(self, amount: Decimal | None) -> Decimal:
        return rounded(amount or ZERO, self.unit)


def refuse_contradictions(final: FinalPrice, aggregate: Mapping[Decimal, Taxed] | None, unit: Decimal) -> None:
    """`AmountsDisagree` if net plus tax, or the tax aggregate, differs from the totals by more than rounding."""
    net, tax, gross = final.net_value or ZERO, final.tax_value or ZERO, final.gross_value or ZERO
    if abs(net + tax - gross) > unit:
        raise AmountsDisagree("calculatedPrice.finalPrice: netValue plus taxValue is not grossValue.")
    if aggregate is None:
        return
    allowed = unit * (len(aggregate) + 1)
    bases = sum((one.net for one in aggregate.values()), ZERO)
    taxes = sum((one.tax for one in aggregate.values()), ZERO)
    if abs(bases - net) > allowed or abs(taxes - tax) > allowed:
        raise AmountsDisagree("calculatedPrice.finalPrice: the lines of taxAggregate do not add up to its amounts.")
