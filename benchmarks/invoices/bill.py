"""The sums of a made-up bill: its lines, and what follows from them."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from random import Random

CENT = Decimal("0.01")
ZERO = Decimal(0)


@dataclass(frozen=True)
class Terms:
    """How a template charges. Rates and discounts are percent; a chance is from 0 to 1; `rounding` is the cash step."""

    lines: tuple[int, int] = (2, 6)
    rates: tuple[str, ...] = ()
    is_gross: bool = False
    is_credit: bool = False
    is_by_hour: bool = False
    discount: float = 0
    shipping: float = 0
    prepaid: float = 0
    arrears: float = 0
    rounding: str = ""


@dataclass(frozen=True)
class Line:
    """One line; `price` and `total` are net or gross as the terms say."""

    text: str
    quantity: Decimal
    price: Decimal
    rate: Decimal

    @property
    def total(self) -> Decimal:
        """Quantity times price, in cents."""
        return cents(self.quantity * self.price)


@dataclass(frozen=True)
class Tax:
    """One rate's base and tax."""

    rate: Decimal
    net: Decimal
    tax: Decimal


@dataclass(frozen=True)
class Bill:
    """All sums. `discount`, `prepaid` and `arrears` are positive; those of a credit note are negative."""

    terms: Terms
    lines: tuple[Line, ...]
    discount: Decimal
    shipping: Decimal
    prepaid_share: Decimal
    arrears: Decimal

    @cached_property
    def sum_of_lines(self) -> Decimal:
        """As printed, net or gross."""
        return sum((line.total for line in self.lines), ZERO)

    @cached_property
    def taxes(self) -> tuple[Tax, ...]:
        """By rate. Discount and shipping have the first rate."""
        bases: dict[Decimal, Decimal] = {}
        for line in self.lines:
            bases[line.rate] = bases.get(line.rate, ZERO) + line.total
        first = self.lines[0].rate
        bases[first] += self.shipping - self.discount
        return tuple(self._tax(rate, base) for rate, base in sorted(bases.items(), reverse=True) if rate)

    def _tax(self, rate: Decimal, base: Decimal) -> Tax:
        net = cents(base / (1 + rate / 100)) if self.terms.is_gross else base
        return Tax(rate, net, base - net if self.terms.is_gross else cents(net * rate / 100))

    @cached_property
    def tax(self) -> Decimal:
        """Of all rates."""
        return sum((one.tax for one in self.taxes), ZERO)

    @cached_property
    def net(self) -> Decimal:
        """Without taxes, after discount and shipping."""
        return self.exact - self.tax

    @cached_property
    def exact(self) -> Decimal:
        """The total before it is rounded."""
        charged = self.sum_of_lines + self.shipping - self.discount
        return charged if self.terms.is_gross else charged + self.tax

    @cached_property
    def total(self) -> Decimal:
        """What is charged, rounded to the step of the country's coins if the terms say so."""
        if not self.terms.rounding:
            return self.exact
        step = Decimal(self.terms.rounding)
        return ((self.exact / step).quantize(Decimal(1), ROUND_HALF_UP) * step).quantize(CENT)

    @cached_property
    def prepaid(self) -> Decimal:
        """What was paid before."""
        return cents(self.total * self.prepaid_share)

    @cached_property
    def due(self) -> Decimal:
        """What is still to be paid."""
        return self.total - self.prepaid + self.arrears


def cents(value: Decimal) -> Decimal:
    """Rounded to cents, half up."""
    return value.quantize(CENT, ROUND_HALF_UP)


def made_up_bill(chance: Random, terms: Terms, goods: tuple[str, ...], prices: tuple[int, int]) -> Bill:
    """A bill by chance."""
    count = min(chance.randint(*terms.lines), len(goods))
    sign = -1 if terms.is_credit else 1
    rates = [Decimal(rate) for rate in terms.rates] or [ZERO]
    lines = []
    for number, text in enumerate(chance.sample(goods, count)):
        quantity = Decimal(chance.randint(2, 30)) / 4 if terms.is_by_hour else Decimal(chance.choice((1, 1, 1, 2, 3)))
        price = Decimal(chance.randint(prices[0] * 20, prices[1] * 20)) / 20 - chance.choice((ZERO, CENT))
        lines.append(Line(text, quantity, sign * cents(price), rates[number % len(rates)]))
    gross = sum((line.total for line in lines), ZERO)
    return Bill(
        terms,
        tuple(lines),
        discount=cents(gross * chance.choice((5, 10, 15)) / 100) if chance.random() < terms.discount else ZERO,
        shipping=Decimal(chance.choice((490, 695, 1250))).scaleb(-2) if chance.random() < terms.shipping else ZERO,
        prepaid_share=Decimal(chance.choice((20, 30, 50))) / 100 if chance.random() < terms.prepaid else ZERO,
        arrears=Decimal(chance.randint(900, 20_000)).scaleb(-2) if chance.random() < terms.arrears else ZERO,
    )
