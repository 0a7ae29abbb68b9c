"""The totals of an invoice: rounded once, and refused if the order's amounts contradict each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from faktura.jobs.errors import AmountsDisagree, OrderTooLarge
from faktura.jobs.invoices.invoice import Line, VatLine
from faktura.jobs.orders.charge import ZERO
from faktura.jobs.orders.order import FinalPrice, Price

_MAX_RATES = 100


@dataclass(frozen=True)
class Totals:
    """The totals of the final price and its lines, rounded to `unit`, the currency's minor unit."""

    final: FinalPrice
    charged: Sequence[Line]
    unit: Decimal

    def __post_init__(self) -> None:
        """`AmountsDisagree` if net plus tax, or the VAT summary, differs from the totals by more than rounding.

        `OrderTooLarge` if the summary has more than 100 rates.
        """
        if abs(self._net + self._tax - self._gross) > self.unit:
            raise AmountsDisagree("calculatedPrice.finalPrice: netValue plus taxValue is not grossValue.")
        if len(self.vat) > _MAX_RATES:
            raise OrderTooLarge(f"The order has more than {_MAX_RATES} tax rates.")
        allowed = self.unit * (len(self.vat) + 1)
        bases, taxes = (sum(amounts, ZERO) for amounts in zip(*((v.base, v.tax) for v in self.vat), strict=True))
        if abs(bases - self._net) > allowed or abs(taxes - self._tax) > allowed:
            raise AmountsDisagree("calculatedPrice.finalPrice: the lines of taxAggregate do not add up to its amounts.")

    @property
    def gross(self) -> Decimal:
        """The amount to pay."""
        return self._rounded(self._gross)

    @property
    def tax(self) -> Decimal:
        """The tax in the gross amount."""
        return self._rounded(self._tax)

    @property
    def net(self) -> Decimal:
        """Gross minus tax, so that the three always add up."""
        return self.gross - self.tax

    @cached_property
    def vat(self) -> list[VatLine]:
        """The VAT summary, each rate rounded from its exact sum; the lowest rate first, amounts without a rate last."""
        by_rate: dict[Decimal | None, list[Price]] = {}
        for part in self._taxed():
            by_rate.setdefault(_rate(part), []).append(part)
        return [
            VatLine(
                rate=rate,
                base=self._rounded(sum((part.net_value or ZERO for part in same), ZERO)),
                tax=self._rounded(sum((part.tax_value or ZERO for part in same), ZERO)),
            )
            for rate, same in sorted(by_rate.items(), key=lambda rated: (rated[0] is None, rated[0] or ZERO))
        ]

    @property
    def lines(self) -> list[Line]:
        """Each line rounded, and one for the rest of the total, for example a discount on the whole order."""
        lines = [
            line.model_copy(update={"net": self._rounded(line.net), "tax": self._rounded(line.tax)})
            for line in [*self.charged, self._difference]
        ]
        return lines if lines[-1].net or lines[-1].tax else lines[:-1]

    def _taxed(self) -> list[Price]:
        """The amounts by rate: from the tax aggregate, else the only rate of the order, else the lines.

        The first of these whose amounts all have a rate is used. If none has, the summary shows no rate.
        """
        aggregate = self._aggregate()
        if aggregate and _are_rated(aggregate):
            return aggregate
        if self.final.tax_rate is not None:
            return [self.final]
        parts = [
            Price(net_value=one.net, tax_value=one.tax, tax_rate=one.tax_rate)
            for one in [*self.charged, self._difference]
            if one.net or one.tax
        ] or [self.final]
        return parts if _are_rated(parts) else aggregate or parts

    def _aggregate(self) -> list[Price]:
        """The lines of the tax aggregate; none if one of them has no amount."""
        lines = (self.final.tax_aggregate.lines if self.final.tax_aggregate else None) or []
        known = [line for line in lines if line and line.net_value is not None and line.tax_value is not None]
        return known if len(known) == len(lines) else []

    @cached_property
    def _difference(self) -> Line:
        net = self._net - sum((line.net for line in self.charged), ZERO)
        tax = self._tax - sum((line.tax for line in self.charged), ZERO)
        return Line(kind="difference", net=net, tax=tax)

    def _rounded(self, exact: Decimal) -> Decimal:
        """Rounded to the minor unit, halves away from zero."""
        return exact.quantize(self.unit, ROUND_HALF_UP)

    @property
    def _net(self) -> Decimal:
        return self.final.net_value or ZERO

    @property
    def _tax(self) -> Decimal:
        return self.final.tax_value or ZERO

    @property
    def _gross(self) -> Decimal:
        return self.final.gross_value or ZERO


def _are_rated(parts: Sequence[Price]) -> bool:
    return all(_rate(part) is not None for part in parts)


def _rate(part: Price) -> Decimal | None:
    """The rate in percent; an amount without a rate and without tax has the rate 0."""
    return ZERO if part.tax_rate is None and not part.tax_value else part.tax_rate
