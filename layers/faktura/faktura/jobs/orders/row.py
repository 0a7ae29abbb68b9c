"""From the exact parts of an order to the rounded rows of its bill: lines with allowances, and charges.

A line is its quantity times its unit price, rounded, less its allowances. Its net amount is at most half a minor unit
from the order's. So a reader of the invoice who multiplies and adds finds the same figures.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from faktura.einvoices.invoice import AllowanceCharge, Line, VatRate
from faktura.einvoices.sums import rounded
from faktura.einvoices.unit import unit_code
from faktura.jobs.invoices.invoice import Row
from faktura.jobs.invoices.wording import WORDS
from faktura.jobs.orders.order import Entry, Product
from faktura.jobs.orders.part import Part, translated
from faktura.jobs.orders.rate import ZERO, net_of, plain

_MAX_PRICE_DECIMALS = 6

DISCOUNT, _FREIGHT = "95", "FC"
"""Codes of reasons, by UNTDID 5189 and 7161."""


@dataclass(frozen=True)
class RowWriter:
    """Writes rows in a language; amounts are in whole `unit`s, the minor unit of the currency."""

    language: str
    unit: Decimal
    vat: Callable[[Decimal | None], VatRate]

    def line(self, part: Part) -> Line:
        """The line of goods, with its discounts as allowances."""
        entry = part.entry or Entry()
        gross = self._rounded(part.price)
        quantity, price, per = _priced(entry, part.price, gross, self.unit)
        item, name = self._described(entry.product or Product(), entry)
        return Line(
            id=str(part.line),
            name=name,
            item_number=item,
            quantity=quantity,
            unit=unit_code(entry.unit_text),
            unit_price=price,
            base_quantity=per,
            allowances_charges=self._changes(part),
            net=self._rounded(part.net),
            vat=self.vat(part.rate),
        )

    def rows(self, part: Part) -> Iterator[Row]:
        """The row of a fee or of the shipping, and one for each of its discounts; ids are given later."""
        amount, line = self._rounded(part.price), str(part.line) if part.line else ""
        words = WORDS[self.language]
        usual = words["shipping fee"] if part.kind == "shipping" else words["fee" if amount >= 0 else "reduction"]
        text, vat = part.text or usual, self.vat(part.rate)
        if amount:
            code = DISCOUNT if amount < 0 else _FREIGHT if part.kind == "shipping" else ""
            yield Row(
                id="", is_charge=amount > 0, amount=abs(amount), reason=text, reason_code=code, vat=vat, line_id=line
            )
        for one in self._changes(part):
            yield Row(
                id="",
                is_charge=one.is_charge,
                amount=one.amount,
                reason=f"{one.reason}: {text}",
                reason_code=one.reason_code,
                vat=vat,
                line_id=line,
            )

    def _changes(self, part: Part) -> list[AllowanceCharge]:
        """What leads from the rounded price to the rounded net amount."""
        words = WORDS[self.language]
        off = self._rounded(part.price) - self._rounded(part.net)
        if off < 0:
            return [AllowanceCharge(is_charge=True, amount=-off, reason=words["surcharge"])]
        shares = spread(off, [one.amount for one in part.reductions], self.unit)
        return [
            AllowanceCharge(amount=share, reason=one.text or words["reduction"], reason_code=DISCOUNT)
            for one, share in zip(part.reductions, shares, strict=True)
            if share
        ]

    def _described(self, product: Product, entry: Entry) -> tuple[str, str]:
        """The item number and the name."""
        identity = product.id or entry.id or ""
        name = translated(self.language, product.localized_name) or translated(self.language, product.name)
        variant = f" ({identity})" if name and product.sku and product.sku != identity else ""
        return product.sku or identity, name + variant or product.sku or identity

    def _rounded(self, amount: Decimal) -> Decimal:
        return rounded(amount, self.unit)


def spread(total: Decimal, weights: Sequence[Decimal], unit: Decimal) -> list[Decimal]:
    """The total in whole units, in proportion to the weights; the largest remainders get what rounding leaves."""
    whole = sum(weights, ZERO)
    if not whole:
        return [ZERO for _ in weights]
    exact = [total * weight / whole for weight in weights]
    shares = [one.quantize(unit, ROUND_FLOOR) for one in exact]
    left = int((total - sum(shares, ZERO)) / unit)
    for position in sorted(range(len(exact)), key=lambda at: shares[at] - exact[at])[:left]:
        shares[position] += unit
    return shares


def _priced(entry: Entry, exact: Decimal, gross: Decimal, unit: Decimal) -> tuple[Decimal, Decimal, Decimal | None]:
    """Quantity, unit price and the quantity that it is for, so that they make the gross amount when rounded.

    A unit price is never negative, so a negative amount has a negative quantity. The order's own unit price comes
    first, then the one with the fewest decimals. Without a quantity it is one piece.
    """
    quantity = abs(entry.quantity or ZERO) or (Decimal(1) if gross or entry.quantity is None else ZERO)
    signed = plain(-quantity if gross < 0 else quantity)
    for price in _unit_prices(entry, (abs(exact), abs(gross)), quantity, unit):
        if price >= 0 and rounded(quantity * price, unit) == abs(gross):
            return signed, plain(price), None
    return signed, abs(gross), quantity


def _unit_prices(entry: Entry, amounts: Sequence[Decimal], quantity: Decimal, unit: Decimal) -> Iterator[Decimal]:
    """The order's own, then those that the exact and the rounded amount give, with more and more decimals."""
    finest = Decimal(1).scaleb(-_MAX_PRICE_DECIMALS)
    for own in (net_of(entry.calculated_unit_price), entry.unit_price):
        if own is not None:
            yield rounded(own, finest)
    if not quantity:
        yield ZERO
        return
    for decimals in range(-int(unit.as_tuple().exponent), _MAX_PRICE_DECIMALS + 1):
        for amount in amounts:
            yield rounded(amount / quantity, Decimal(1).scaleb(-decimals))
