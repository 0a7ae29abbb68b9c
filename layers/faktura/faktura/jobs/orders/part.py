"""The parts of an order before rounding: its goods, their fees, the payment fees and the shipping, with discounts."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from faktura.jobs.orders.order import Entry, SalesOrder
from faktura.jobs.orders.price import (
    Discount,
    DiscountedPrice,
    EntryPrice,
    Fee,
    OrderPrice,
    Price,
)
from faktura.jobs.orders.rate import ZERO, determined, net_of, stated


@dataclass(frozen=True)
class Reduction:
    """A discount of a part, with its name if it has one."""

    text: str
    amount: Decimal


@dataclass(frozen=True)
class Part:
    """Something charged: `price` less its `reductions` is `net`, within rounding; both are net amounts.

    `line` is the number of the entry for goods and their fees, from 1, else 0. `rate` is `None` if it is unknown.
    """

    kind: Literal["goods", "fee", "shipping"]
    text: str
    price: Decimal
    net: Decimal
    tax: Decimal | None
    rate: Decimal | None
    reductions: tuple[Reduction, ...] = ()
    line: int = 0
    entry: Entry | None = None


@dataclass(frozen=True)
class PartReader:
    """Reads the parts of an order; texts are in `language` if the order has that.

    `rates` are those that the order names, and `grain` is the unit of its last decimals.
    """

    order: SalesOrder
    language: str
    rates: Collection[Decimal]
    grain: Decimal

    def parts(self) -> Iterator[Part]:
        """The goods in the order of the entries, each before its own fees; then payment fees and shipping."""
        price = self.order.calculated_price or OrderPrice()
        own_fees: list[Part] = []
        for line, (_, entry) in enumerate(self.order.goods, 1):
            calculated = entry.calculated_price or EntryPrice()
            fees = list(self._fees_of(calculated, line))
            yield self._goods(entry, calculated, fees, line)
            yield from fees
            own_fees += fees
        listed = [fee for fee in price.payment_fees or () if fee]
        if listed:
            yield from self._fees(listed, 0)
        else:
            rest = self._rest(price.total_fee, own_fees, 0)
            yield from (fee for fee in rest if fee.net > 0 or not own_fees)
        yield from self._part("shipping", "", price.shipping, price.total_shipping)

    def _goods(self, entry: Entry, calculated: EntryPrice, fees: Sequence[Part], line: int) -> Part:
        before = net_of(calculated.price)
        net = self._net_of_goods(calculated, fees)
        reductions = self._reductions(before, net, calculated.discounted_price)
        if before is None:
            before = net + sum((one.amount for one in reductions), ZERO)
        final = None if fees else calculated.final_price
        rate = self._rate(calculated.discounted_price, calculated.price, final, entry.calculated_unit_price)
        return Part("goods", "", before, net, None, rate, reductions, line, entry)

    def _net_of_goods(self, calculated: EntryPrice, fees: Sequence[Part]) -> Decimal:
        """What the goods cost after discounts: the final price without the fees that it includes."""
        before, after = net_of(calculated.price), net_of(calculated.discounted_price)
        charged, final = before if after is None else after, net_of(calculated.final_price)
        of_fees = sum((fee.net for fee in fees), ZERO)
        if charged is not None:
            slack = self.grain * (2 + len(fees))
            if final is None or abs(charged + of_fees - final) <= slack or abs(charged - final) <= slack:
                return charged
        return (final or ZERO) - of_fees

    def _fees_of(self, calculated: EntryPrice, line: int) -> Iterator[Part]:
        """The fees of an entry; what its total says beyond them is one more."""
        fees = list(self._fees([fee for fee in calculated.fees or () if fee], line))
        yield from fees
        yield from self._rest(calculated.total_fee, fees, line)

    def _fees(self, fees: Sequence[Fee], line: int) -> Iterator[Part]:
        for fee in fees:
            yield from self._part("fee", translated(self.language, fee.name), fee.price, fee.discounted_price, line)

    def _rest(self, total: DiscountedPrice | None, fees: Sequence[Part], line: int) -> Iterator[Part]:
        """What the total of fees says beyond the fees that are known."""
        net = net_of(total)
        if total is None or net is None:
            return
        if not fees:
            yield from self._part("fee", "", None, total, line)
            return
        rest = net - sum((fee.net for fee in fees), ZERO)
        if abs(rest) > self.grain * (1 + len(fees)):
            taxes = [fee.tax for fee in fees if fee.tax is not None]
            is_known = total.tax_value is not None and len(taxes) == len(fees)
            tax = (total.tax_value or ZERO) - sum(taxes, ZERO) if is_known else None
            price = Price(net_value=rest, tax_value=tax, tax_rate=total.tax_rate)
            yield Part("fee", "", rest, rest, tax, self._rate(price), line=line)

    def _part(
        self,
        kind: Literal["fee", "shipping"],
        text: str,
        price: Price | None,
        discounted: DiscountedPrice | None,
        line: int = 0,
    ) -> Iterator[Part]:
        """A fee or the shipping, unless nothing is charged for it."""
        before, after = net_of(price), net_of(discounted)
        net = before if after is None else after
        if net is None or not (net or before):
            return
        charged = price if after is None else discounted
        before = None if before is None or before < net else before
        reductions = self._reductions(before, net, discounted)
        before = net + sum((one.amount for one in reductions), ZERO) if before is None else before
        tax = charged.tax_value if charged else None
        yield Part(kind, text, before, net, tax, self._rate(discounted, price), reductions, line)

    def _reductions(
        self, before: Decimal | None, net: Decimal, discounted: DiscountedPrice | None
    ) -> tuple[Reduction, ...]:
        """The discounts that lead from the price before them to `net`; those that are not stated are one more."""
        applied = [one for one in (discounted.applied_discounts if discounted else None) or () if one]
        known = [(one, amount) for one in applied if (amount := net_of(one.price)) is not None and amount > 0]
        reductions = [Reduction(name_of(one, self.language), amount) for one, amount in known]
        if before is None:
            return tuple(reductions)
        if before <= net:
            return ()
        rest = before - net - sum((one.amount for one in reductions), ZERO)
        if rest < -self.grain * (1 + len(reductions)):  # they say more than the prices
            return (Reduction("", before - net),)
        if rest > self.grain * (1 + len(reductions)) or not reductions:
            unpriced = {name_of(one, self.language) for one in applied if net_of(one.price) is None}
            reductions.append(Reduction(unpriced.pop() if len(unpriced) == 1 else "", rest))
        return tuple(reductions)

    def _rate(self, *prices: Price | None) -> Decimal | None:
        """The rate that one of the prices of a part states, else the one that its amounts determine."""
        found = stated(prices)
        amounts = ((net, one.tax_value) for one in prices if one and (net := net_of(one)) is not None)
        rates = (determined(net, tax, self.rates, 2 * self.grain) for net, tax in amounts)
        return next((rate for rate in rates if rate is not None), None) if found is None else found


def name_of(discount: Discount, language: str) -> str:
    """The discount as a reader knows it: its name, else its code or id; empty if it has none."""
    return translated(language, discount.name) or discount.code or discount.id or ""


def translated(language: str, text: str | Mapping[str, str] | None) -> str:
    """The text in `language`, else in English, else in any language."""
    if text is None or isinstance(text, str):
        return text or ""
    return text.get(language) or text.get("en") or next(iter(text.values()))
