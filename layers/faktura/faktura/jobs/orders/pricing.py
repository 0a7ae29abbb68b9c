"""From an order to its bill (docs/apis/jobs.md): what was charged, rounded row by row and added up as EN 16931 adds.

The payable amount is the gross amount of `calculatedPrice.finalPrice`. The rows at each rate make up its tax aggregate.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from babel.numbers import get_currency_precision

from faktura.core.exact_numbers import calculating
from faktura.einvoices.invoice import Line, Party, VatBreakdown, VatRate
from faktura.einvoices.vat_category import exemption, vat_category
from faktura.jobs.configurations.configuration import Seller
from faktura.jobs.errors import OrderTooLarge
from faktura.jobs.invoices.invoice import Bill, Row
from faktura.jobs.invoices.wording import WORDS
from faktura.jobs.orders.aggregate import completed, grain_of, rates_of
from faktura.jobs.orders.order import SalesOrder, moment
from faktura.jobs.orders.part import Part, PartReader
from faktura.jobs.orders.parties import (
    address_lines,
    buyer_of,
    e_invoice_data,
    payment_of,
    seller_lines,
    seller_of,
    ship_to_of,
)
from faktura.jobs.orders.price import FinalPrice, OrderPrice
from faktura.jobs.orders.rate import ZERO, Taxed, aggregate_of
from faktura.jobs.orders.reconciliation import Reconciliation, with_determined_rates
from faktura.jobs.orders.requirement import refuse_incomplete, refuse_too_many_lines
from faktura.jobs.orders.row import DISCOUNT, RowWriter
from faktura.jobs.orders.totals import Sums, refuse_contradictions

_MAX_RATES = 100
_MAX_PERCENT = 100


def bill_for(order: SalesOrder, seller: Seller, tenant: str) -> Bill:
    """The bill for an order, or `OrderIncomplete`, `OrderTooLarge` or `AmountsDisagree`.

    If the seller has no name, the tenant's name is printed.
    """
    refuse_too_many_lines(order)
    refuse_incomplete(order)
    with calculating():
        return _Pricing(order, seller).bill(tenant)


@dataclass(frozen=True)
class _Pricing:
    """Prices one order."""

    order: SalesOrder
    seller: Seller

    def bill(self, tenant: str) -> Bill:
        order, data = self.order, e_invoice_data(self.order)
        lines, rows, vat, discrepancy = self._priced()
        sums = self._sums(lines, rows)
        return Bill(
            order_id=order.id,
            language=order.language,
            currency=order.currency or "",
            seller=self._parties[0],
            seller_lines=seller_lines(self.seller),
            buyer=self._parties[1],
            ship_to=self._parties[2],
            billing=address_lines(order.billing_address),
            shipping=address_lines(order.shipping_address),
            ordered_at=moment(order.created),
            delivered_at=moment(order.delivery_date),
            buyer_reference=data.buyer_reference or "",
            purchase_order=data.purchase_order or "",
            payment=payment_of(self.seller),
            lines=lines,
            rows=rows,
            vat=vat,
            totals=sums.totals_of_order if discrepancy else sums.totals,
            discrepancy=discrepancy,
            tenant=tenant,
            payment_days=self.seller.payment_terms.days,
        )

    def _priced(self) -> tuple[list[Line], list[Row], list[VatBreakdown], str]:
        """Lines, rows, VAT summary, and the discrepancy."""
        writer = RowWriter(self.order.language, self._unit, self._vat)
        lines = [writer.line(part) for part in self._parts if part.kind == "goods"]
        rows = [row for part in self._parts if part.kind != "goods" for row in writer.rows(part)]
        sums = self._sums(lines, rows)
        found = self._reconciliation
        if not found.differing and sums.discrepancy:  # too much for rounding, after all
            found = replace(found, grain=ZERO)
        rows += list(self._balancing(sums, found))
        rows = [row.model_copy(update={"id": str(len(lines) + at)}) for at, row in enumerate(rows, 1)]
        sums = self._sums(lines, rows)
        discrepancy = self._unknown or found.discrepancy or sums.discrepancy
        vat = sums.vat_of_order({rate: self._vat(rate) for rate in self._aggregate}) if discrepancy else sums.vat
        return lines, rows, [self._exempted(one) for one in vat], discrepancy

    def _balancing(self, sums: Sums, found: Reconciliation) -> Iterator[Row]:
        """The rows by which all rows become the aggregate: the order's discount, else adjustments."""
        words = WORDS[self.order.language]
        lacking = sums.lacking({rate: self._vat(rate) for rate in found.differing})
        discount = None if self._unknown else found.discount
        if self._unknown:  # what of the differences belongs to which part is unknown, too
            rate = max(lacking, key=lambda rate: abs(lacking[rate]), default=None)
            lacking = {rate: sums.missed} if sums.missed else {}
        for rate, amount in lacking.items():
            at_rate = "" if rate is None else words["at rate"].format(rate=f"{rate:f}")
            yield Row(
                id="",
                is_charge=amount > 0,
                amount=abs(amount),
                reason=words["adjustment"] + at_rate if discount is None else discount or words["reduction"],
                reason_code="" if discount is None else DISCOUNT,
                vat=self._vat(rate),
            )

    def _sums(self, lines: Sequence[Line], rows: Sequence[Row]) -> Sums:
        return Sums(self._final, self._aggregate, lines, rows, self._unit)

    @cached_property
    def _parts(self) -> list[Part]:
        reader = PartReader(self.order, self.order.language, rates_of(self.order, self._stated), self._grain)
        return with_determined_rates(list(reader.parts()), self._stated or {}, self._unit / 2)

    @cached_property
    def _stated(self) -> Mapping[Decimal, Taxed] | None:
        """The order's tax aggregate, after it was checked."""
        aggregate = aggregate_of(self._final)
        _refuse_too_many_rates(aggregate or {})
        refuse_contradictions(self._final, aggregate, self._unit)
        return aggregate

    @cached_property
    def _aggregate(self) -> Mapping[Decimal, Taxed]:
        if self._stated is not None:
            return self._stated
        found = completed(self._final, self._parts, self._unit / 2 * (len(self._parts) + 1))
        _refuse_too_many_rates(found)
        return found

    @cached_property
    def _reconciliation(self) -> Reconciliation:
        return Reconciliation(self.order, self._parts, self._aggregate, self._unit, self._grain)

    @property
    def _unknown(self) -> str:
        """Which parts have no known rate, or one that no tax has."""
        if odd := [rate for rate in self._aggregate if not 0 <= rate <= _MAX_PERCENT]:
            return f"The order has a tax rate of {odd[0]:f} %."
        unknown = [part for part in self._parts if part.rate is None]
        if not unknown:
            return "" if self._aggregate else "The order does not say its tax rates."
        named = dict.fromkeys(f"entry {one.line}" if one.kind == "goods" else f"a {one.kind}" for one in unknown)
        return f"The order does not say the tax rate of {', '.join([*named][:10])}."

    @cached_property
    def _parties(self) -> tuple[Party, Party, Party | None]:
        return seller_of(self.seller), buyer_of(self.order), ship_to_of(self.order)

    def _vat(self, rate: Decimal | None) -> VatRate:
        if rate is None:
            return VatRate()
        category = vat_category(rate, *self._parties)
        return VatRate(category=category, rate=None if category == "O" else rate)

    @staticmethod
    def _exempted(vat: VatBreakdown) -> VatBreakdown:
        reason, code = exemption(vat.vat.category) if vat.vat.category else ("", "")
        return vat.model_copy(update={"exemption_reason": reason, "exemption_code": code})

    @property
    def _final(self) -> FinalPrice:
        price = self.order.calculated_price or OrderPrice()
        return price.final_price or FinalPrice()

    @cached_property
    def _unit(self) -> Decimal:
        """The currency's minor unit."""
        return Decimal(1).scaleb(-get_currency_precision(self.order.currency or ""))

    @cached_property
    def _grain(self) -> Decimal:
        return grain_of(self.order, self._unit)


def _refuse_too_many_rates(by_rate: Mapping[Decimal, Taxed]) -> None:
    if len(by_rate) > _MAX_RATES:
        raise OrderTooLarge(f"The order has more than {_MAX_RATES} tax rates.")
