"""Whether the parts of an order make up its tax aggregate, and what they lack: an order discount, or an adjustment.

A discount of the whole order is one that the order states and that its parts do not contain, or a reduction by the same
share at each rate, of the goods or of all parts. Anything else is no discount: the order contradicts itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from faktura.einvoices.sums import rounded
from faktura.jobs.orders.order import SalesOrder
from faktura.jobs.orders.part import Part, name_of, translated
from faktura.jobs.orders.price import OrderPrice
from faktura.jobs.orders.rate import HUNDRED, ZERO, Taxed, net_of

_MAX_NAMED = 3


@dataclass(frozen=True)
class Reconciliation:
    """The parts beside the aggregate; `unit` is the currency's minor unit, `grain` that of the order's last decimals.

    A difference is what the aggregate has more than the parts. Up to half a minor unit, or half a grain for each part,
    for each line of the aggregate and for their sum, it is rounding.
    """

    order: SalesOrder
    parts: Sequence[Part]
    aggregate: Mapping[Decimal, Taxed]
    unit: Decimal
    grain: Decimal

    @cached_property
    def differing(self) -> list[Decimal]:
        """The rates at which the parts are not what the order charges; a discount counts from half a minor unit."""
        differences = self._differences.items()
        if self.discount is not None:
            return [rate for rate, difference in differences if -difference >= self.unit / 2]
        return [rate for rate, difference in differences if abs(difference) > self._slack(rate)]

    @cached_property
    def discount(self) -> str | None:
        """The name of the order's discount, empty if it has none; `None` if what the parts lack is no discount."""
        over = {rate: difference for rate, difference in self._differences.items() if difference > self._slack(rate)}
        if over or all(-difference <= self._slack(rate) for rate, difference in self._differences.items()):
            return None
        named = self._stated_as()
        goods = [part for part in self.parts if part.kind == "goods"]
        is_proportional = self._is_share_of(self.parts) or self._is_share_of(goods)
        return "" if named is None and is_proportional else named

    @property
    def discrepancy(self) -> str:
        """Which rates differ by how much; empty if none does, or if the difference is a discount."""
        if self.discount is not None:
            return ""
        named = [self._difference(rate) for rate in self.differing[:_MAX_NAMED]]
        more = len(self.differing) - len(named)
        return " ".join([*named, f"{more} more rates differ."] if more else named)

    def _difference(self, rate: Decimal) -> str:
        parts, stated = self._money(self._sums.get(rate, ZERO)), self._money(self._net(rate))
        difference = self._money(abs(self._differences[rate]))
        return (
            f"The order's parts at {rate:f} % add up to {parts}, but its tax aggregate has {stated}: "
            f"a difference of {difference}."
        )

    @cached_property
    def _differences(self) -> Mapping[Decimal, Decimal]:
        rates = sorted({*self._sums, *self.aggregate})
        return {rate: self._net(rate) - self._sums.get(rate, ZERO) for rate in rates}

    @cached_property
    def _sums(self) -> Mapping[Decimal, Decimal]:
        return sums_of(self.parts)

    @cached_property
    def _counts(self) -> Mapping[Decimal | None, int]:
        counts: dict[Decimal | None, int] = {}
        for part in self.parts:
            counts[part.rate] = counts.get(part.rate, 0) + 1
        return counts

    def _net(self, rate: Decimal) -> Decimal:
        return self.aggregate.get(rate, Taxed()).net

    def _slack(self, rate: Decimal) -> Decimal:
        """What rounding explains at a rate."""
        figures = self._counts.get(rate, 0) + self.aggregate.get(rate, Taxed()).count
        return max(self.unit / 2, self.grain / 2 * (figures + 1))

    def _is_share_of(self, parts: Sequence[Part]) -> bool:
        """Whether the reduction is the same share of these parts at each rate."""
        bases = sums_of(parts)
        whole, reduced = sum(bases.values(), ZERO), -sum(self._differences.values(), ZERO)
        if not ZERO < reduced <= whole or any(base < 0 for base in bases.values()):
            return False
        return all(
            abs(difference + reduced * bases.get(rate, ZERO) / whole) <= 2 * self._slack(rate)
            for rate, difference in self._differences.items()
        )

    def _stated_as(self) -> str | None:
        """The name of the stated discount that explains the reduction, net or gross; `None` if none does."""
        net = -sum(self._differences.values(), ZERO)
        gross = -sum((one * (1 + rate / HUNDRED) for rate, one in self._differences.items()), ZERO)
        slack = sum((self._slack(rate) for rate in self._differences), ZERO)
        for name, amount in self._stated():
            if amount > 0 and (abs(amount - net) <= slack or abs(amount - gross) <= slack):
                return name
        return None

    def _stated(self) -> Iterator[tuple[str, Decimal]]:
        """Names and amounts of the order's discounts: each, all of one list, and all that the parts do not contain."""
        price, language = self.order.calculated_price or OrderPrice(), self.order.language
        total, discounted = price.total_discount, price.discounted_price
        for applied in (discounted, total):
            found = [one for one in (applied.applied_discounts if applied else None) or () if one]
            yield from _each_and_all([(name_of(one, language), net_of(one.price) or ZERO) for one in found])
        listed = [one for one in self.order.discounts or () if one]
        yield from _each_and_all(
            [(translated(language, one.name) or one.code or "", one.amount or ZERO) for one in listed]
        )
        contained = sum((one.amount for part in self.parts for one in part.reductions), ZERO)
        of_total = net_of(total.price or total) if total else None
        if of_total is not None:
            yield "", of_total - contained

    def _money(self, amount: Decimal) -> str:
        return f"{rounded(amount, self.unit):f}"


def with_determined_rates(parts: Sequence[Part], aggregate: Mapping[Decimal, Taxed], slack: Decimal) -> list[Part]:
    """The parts; those of an unknown rate get the one at which the aggregate has exactly their amount more."""
    unknown = sum((part.net for part in parts if part.rate is None), ZERO)
    sums = sums_of(parts)
    left = {rate: aggregate.get(rate, Taxed()).net - sums.get(rate, ZERO) for rate in {*sums, *aggregate}}
    fitting = [rate for rate in aggregate if abs(left[rate] - unknown) <= slack]
    is_rest_known = sum(abs(one) > slack for one in left.values()) <= 1
    if len(fitting) != 1 or not is_rest_known:
        return list(parts)
    return [part if part.rate is not None else replace(part, rate=fitting[0]) for part in parts]


def sums_of(parts: Sequence[Part]) -> Mapping[Decimal, Decimal]:
    """The net amounts by rate; parts of an unknown rate are left out."""
    sums: dict[Decimal, Decimal] = {}
    for part in parts:
        if part.rate is not None:
            sums[part.rate] = sums.get(part.rate, ZERO) + part.net
    return sums


def _each_and_all(discounts: Sequence[tuple[str, Decimal]]) -> Iterator[tuple[str, Decimal]]:
    yield from discounts
    names = list(dict.fromkeys(name for name, _ in discounts if name))
    yield ", ".join(names[:_MAX_NAMED]) if len(names) <= _MAX_NAMED else "", sum((one for _, one in discounts), ZERO)
