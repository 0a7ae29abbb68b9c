"""The tax rates of an order and of its parts: as stated, else as net and tax determine them, never guessed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from faktura.jobs.orders.price import FinalPrice, Price

ZERO = Decimal(0)
HUNDRED = Decimal(100)
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Taxed:
    """What the order's tax aggregate says of one rate; `count` is how many of its lines do."""

    net: Decimal = ZERO
    tax: Decimal = ZERO
    count: int = 0

    def plus(self, net: Decimal, tax: Decimal) -> "Taxed":
        """With another line."""
        return Taxed(self.net + net, self.tax + tax, self.count + 1)


def aggregate_of(final: FinalPrice) -> Mapping[Decimal, Taxed] | None:
    """The order's tax aggregate by rate, the lowest first; `None` if a line of it lacks its net, tax or rate."""
    lines = (final.tax_aggregate.lines if final.tax_aggregate else None) or []
    by_rate: dict[Decimal, Taxed] = {}
    for line in lines:
        rate = None if line is None else _rate(line)
        if line is None or rate is None or line.net_value is None or line.tax_value is None:
            return None
        by_rate[rate] = by_rate.get(rate, Taxed()).plus(line.net_value, line.tax_value)
    return dict(sorted(by_rate.items())) or None


def stated(prices: Iterable[Price | None]) -> Decimal | None:
    """The first rate that one of these prices states."""
    return next((plain(one.tax_rate) for one in prices if one and one.tax_rate is not None), None)


def determined(net: Decimal, tax: Decimal | None, rates: Collection[Decimal], slack: Decimal) -> Decimal | None:
    """The one of the order's `rates` by which `net` has this `tax` within the slack; `None` if none or several do.

    No tax at all means the rate 0. An amount of 0 may have any rate.
    """
    if tax is None:
        return next(iter(rates)) if len(rates) == 1 else None
    fitting = [rate for rate in rates if abs(net * rate / HUNDRED - tax) <= slack]
    if len(fitting) == 1 or (fitting and not net):
        return fitting[0]
    return ZERO if not tax and (ZERO in fitting or not fitting) else None


def net_of(price: Price | None) -> Decimal | None:
    """The net amount of a price, from its gross amount if need be; `None` if neither is known."""
    if price is None or price.net_value is not None or price.gross_value is None:
        return price.net_value if price else None
    if price.tax_value is not None:
        return price.gross_value - price.tax_value
    if price.tax_rate is None or price.tax_rate <= -HUNDRED:
        return None
    return price.gross_value * HUNDRED / (HUNDRED + price.tax_rate)


def plain(number: Decimal) -> Decimal:
    """The number without trailing zeros and without an exponent."""
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def _rate(line: Price) -> Decimal | None:
    """The rate in percent; a line without a rate and without tax has the rate 0."""
    if line.tax_rate is None:
        return None if line.tax_value else ZERO
    return plain(line.tax_rate)
