"""What an order comes to: rounded once, and refused where its own amounts contradict each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from faktura.jobs.charge import NOTHING
from faktura.jobs.errors import AmountsDisagree, OrderTooLarge
from faktura.jobs.invoice import Line, Vat
from faktura.jobs.order import FinalPrice, Price

_MOST_RATES = 100


@dataclass(frozen=True)
class Sums:
    """Exact totals of an order, the lines they are made of, and the currency's minor unit to round to."""

    final: FinalPrice
    charged: Sequence[Line]
    unit: Decimal

    def __post_init__(self) -> None:
        """`AmountsDisagree` where net and tax, or the VAT summary, miss the totals by more than rounding can.

        `OrderTooLarge` where the summary has more than 100 rates.
        """
        if abs(self._net + self._tax - self._gross) > self.unit:
            raise AmountsDisagree("calculatedPrice.finalPrice: netValue and taxValue do not come to grossValue.")
        if len(self.vat) > _MOST_RATES:
            raise OrderTooLarge(f"The order has more than {_MOST_RATES} tax rates.")
        allowed = self.unit * (len(self.vat) + 1)
        bases, taxes = (sum(amounts, NOTHING) for amounts in zip(*((v.base, v.tax) for v in self.vat), strict=True))
        if abs(bases - self._net) > allowed or abs(taxes - self._tax) > allowed:
            raise AmountsDisagree("calculatedPrice.finalPrice: the lines of taxAggregate do not come to its amounts.")

    @property
    def gross(self) -> Decimal:
        """What is to be paid."""
        return self._rounded(self._gross)

    @property
    def tax(self) -> Decimal:
        """The tax in it."""
        return self._rounded(self._tax)

    @property
    def net(self) -> Decimal:
        """What is left, so that the three always add up."""
        return self.gross - self.tax

    @cached_property
    def vat(self) -> list[Vat]:
        """The summary by rate, the lowest first and what has none last, each rounded from its exact sum."""
        by_rate: dict[Decimal | None, list[Price]] = {}
        for part in self._taxed():
            by_rate.setdefault(_rate(part), []).append(part)
        return [
            Vat(
                rate=rate,
                base=self._rounded(sum((part.net_value or NOTHING for part in same), NOTHING)),
                tax=self._rounded(sum((part.tax_value or NOTHING for part in same), NOTHING)),
            )
            for rate, same in sorted(by_rate.items(), key=lambda rated: (rated[0] is None, rated[0] or NOTHING))
        ]

    @property
    def lines(self) -> list[Line]:
        """Each line rounded, and one for what the order comes to beyond them, such as a reduction of all of it."""
        lines = [
            line.model_copy(update={"net": self._rounded(line.net), "tax": self._rounded(line.tax)})
            for line in [*self.charged, self._beyond]
        ]
        return lines if lines[-1].net or lines[-1].tax else lines[:-1]

    def _taxed(self) -> list[Price]:
        """The aggregate; of an order without one its only rate, else its lines.

        An aggregate that lacks something is left for what lacks nothing: a rate that nobody knows is printed as none.
        """
        aggregate = self._aggregate()
        if aggregate and _are_rated(aggregate):
            return aggregate
        if self.final.tax_rate is not None:
            return [self.final]
        parts = [
            Price(net_value=one.net, tax_value=one.tax, tax_rate=one.tax_rate)
            for one in [*self.charged, self._beyond]
            if one.net or one.tax
        ] or [self.final]
        return parts if _are_rated(parts) else aggregate or parts

    def _aggregate(self) -> list[Price]:
        """The lines of the aggregate, none where an amount is missing among them."""
        lines = (self.final.tax_aggregate.lines if self.final.tax_aggregate else None) or []
        known = [line for line in lines if line and line.net_value is not None and line.tax_value is not None]
        return known if len(known) == len(lines) else []

    @cached_property
    def _beyond(self) -> Line:
        net = self._net - sum((line.net for line in self.charged), NOTHING)
        tax = self._tax - sum((line.tax for line in self.charged), NOTHING)
        return Line(kind="difference", net=net, tax=tax)

    def _rounded(self, exact: Decimal) -> Decimal:
        """Halves away from zero, as merchants do."""
        return exact.quantize(self.unit, ROUND_HALF_UP)

    @property
    def _net(self) -> Decimal:
        return self.final.net_value or NOTHING

    @property
    def _tax(self) -> Decimal:
        return self.final.tax_value or NOTHING

    @property
    def _gross(self) -> Decimal:
        return self.final.gross_value or NOTHING


def _are_rated(parts: Sequence[Price]) -> bool:
    return all(_rate(part) is not None for part in parts)


def _rate(part: Price) -> Decimal | None:
    """In percent; what bears no tax has the rate 0 whether that is written or not."""
    return NOTHING if part.tax_rate is None and not part.tax_value else part.tax_rate
