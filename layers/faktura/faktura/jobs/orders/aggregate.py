"""What the order says of each tax rate if it has no tax aggregate: from its final price and its parts."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal

from faktura.jobs.orders.order import SalesOrder
from faktura.jobs.orders.part import Part
from faktura.jobs.orders.price import EntryPrice, FinalPrice, OrderPrice, Price
from faktura.jobs.orders.rate import CENT, HUNDRED, ZERO, Taxed, plain
from faktura.jobs.orders.reconciliation import sums_of

_MAX_DECIMALS = 6
"""Of a grain; further decimals are noise of binary floats."""


def completed(final: FinalPrice, parts: Sequence[Part], slack: Decimal) -> Mapping[Decimal, Taxed]:
    """The final price at the order's only rate, else the parts by rate; empty if the rate of a part is unknown.

    What the final price has more or less than the parts is spread over all parts by share, or over the goods, if that
    gives its tax.
    """
    net, tax = final.net_value or ZERO, final.tax_value or ZERO
    if final.tax_rate is not None:
        return {plain(final.tax_rate): Taxed(net, tax, 1)}
    rates = {part.rate for part in parts}
    if len(rates) == 1 and (only := next(iter(rates))) is not None:
        return {only: Taxed(net, tax, 1)}
    if None in rates or not rates:
        return {} if rates or tax else {ZERO: Taxed(net, tax, 1)}
    goods = [part for part in parts if part.kind == "goods"]
    ways = [_spread(net, parts, weights) for weights in (parts, goods)]
    return next((way for way in ways if abs(_tax(way) - tax) <= slack), ways[0])


def rates_of(order: SalesOrder, aggregate: Mapping[Decimal, Taxed] | None) -> Collection[Decimal]:
    """The rates that the order names: in its aggregate, else in any of its prices."""
    if aggregate is not None:
        return list(aggregate)
    price = order.calculated_price or OrderPrice()
    of_entries = [entry.calculated_price.fees or () for _, entry in order.goods if entry.calculated_price]
    fees = [fee for listed in (price.payment_fees or (), *of_entries) for fee in listed if fee]
    totals = (price.final_price, price.total_fee, price.total_shipping, price.shipping)
    prices = [*totals, *_of_entries(order), *(fee.price for fee in fees), *(fee.discounted_price for fee in fees)]
    return sorted({plain(one.tax_rate) for one in prices if one and one.tax_rate is not None})


def grain_of(order: SalesOrder, unit: Decimal) -> Decimal:
    """The unit of the order's last decimals: the coarser one of its parts and of its totals.

    It is at most the currency's minor unit, but at least a cent counts as one: shops round to cents in any currency.
    """
    price = order.calculated_price or OrderPrice()
    final = price.final_price or FinalPrice()
    of_totals = [final, *((final.tax_aggregate.lines if final.tax_aggregate else None) or ())]
    of_parts = [*_of_entries(order), price.total_shipping, price.total_fee]
    decimals = min(_decimals(of_totals), _decimals(of_parts), _MAX_DECIMALS)
    return min(max(unit, CENT), Decimal(1).scaleb(-decimals))


def _of_entries(order: SalesOrder) -> Iterator[Price | None]:
    for _, entry in order.goods:
        calculated = entry.calculated_price or EntryPrice()
        yield from (calculated.price, calculated.discounted_price, calculated.final_price, calculated.total_fee)


def _decimals(prices: Sequence[Price | None]) -> int:
    """The most decimals that a net amount has."""
    amounts = [one.net_value for one in prices if one and one.net_value is not None]
    return max((max(0, -int(one.normalize().as_tuple().exponent)) for one in amounts), default=0)


def _spread(net: Decimal, parts: Sequence[Part], weights: Sequence[Part]) -> Mapping[Decimal, Taxed]:
    sums, shares = sums_of(parts), sums_of(weights)
    rest, whole = net - sum(sums.values(), ZERO), sum(shares.values(), ZERO)
    spread = {rate: one + (rest * shares.get(rate, ZERO) / whole if whole else ZERO) for rate, one in sums.items()}
    return {rate: Taxed(one, one * rate / HUNDRED, 1) for rate, one in sorted(spread.items())}


def _tax(by_rate: Mapping[Decimal, Taxed]) -> Decimal:
    return sum((one.tax for one in by_rate.values()), ZERO)
