"""From an order to its bill (docs/apis/jobs.md).

The totals are those of `calculatedPrice.finalPrice`, and the VAT summary adds up its `taxAggregate.lines` by rate.
Every amount is rounded once, from the exact sum, to the currency's minor unit.
"""

import re
from collections.abc import Iterator
from decimal import Decimal, localcontext

from babel.numbers import get_currency_precision

from faktura.jobs.configurations.configuration import Seller
from faktura.jobs.errors import OrderIncomplete, OrderTooLarge
from faktura.jobs.invoices.invoice import Bill, Party
from faktura.jobs.orders.charge import charges, entry_price
from faktura.jobs.orders.order import (
    Address,
    FinalPrice,
    OrderPrice,
    SalesOrder,
    moment,
)
from faktura.jobs.orders.totals import Totals

_GERMAN_SPEAKING = {"DE", "AT", "CH", "LI"}
_PRECISION = 100
"""Digits of a calculation: more than any sum of exact amounts has."""

_MAX_LINES = 2_000
"""Lines of one kind: about 50 pages."""

_CURRENCY = re.compile(r"[A-Z]{3}")


def bill_for(order: SalesOrder, seller: Seller, tenant: str) -> Bill:
    """The bill for an order, or `OrderIncomplete`, `OrderTooLarge` or `AmountsDisagree`.

    If the seller has no name, the tenant's name is printed.
    """
    _refuse_too_many_lines(order)
    if missing := list(_missing(order)):
        raise OrderIncomplete(f"The order lacks {', '.join(missing)}."[:500])
    price, currency = order.calculated_price or OrderPrice(), order.currency or ""
    language = "de" if order.country in _GERMAN_SPEAKING else "en"
    unit = Decimal(1).scaleb(-get_currency_precision(currency))
    with localcontext(prec=_PRECISION):
        totals = Totals(price.final_price or FinalPrice(), list(charges(order, price, language)), unit)
        lines, vat, net = totals.lines, totals.vat, totals.net
    return Bill(
        order_id=order.id,
        language=language,
        currency=currency,
        seller=Party(name=seller.name or tenant, lines=list(seller.address), vat_id=seller.vat_id),
        billing=_lines(order.billing_address),
        shipping=_lines(order.shipping_address),
        ordered_at=moment(order.created),
        delivered_at=moment(order.delivery_date),
        lines=lines,
        vat=vat,
        net=net,
        tax=totals.tax,
        gross=totals.gross,
    )


def _refuse_too_many_lines(order: SalesOrder) -> None:
    price = order.calculated_price or OrderPrice()
    aggregate = price.final_price.tax_aggregate if price.final_price else None
    kinds = {
        "entries": order.entries or (),
        "paymentFees": price.payment_fees or (),
        "taxAggregate.lines": (aggregate.lines if aggregate else None) or (),
    }
    for name, lines in kinds.items():
        if len(lines) > _MAX_LINES:
            raise OrderTooLarge(f"The order has more than {_MAX_LINES} {name}.")


def _missing(order: SalesOrder) -> Iterator[str]:
    """The fields that an invoice needs and the order does not have, by their names in the order."""
    final = order.calculated_price.final_price if order.calculated_price else None
    for name, amount in [("netValue", "net_value"), ("taxValue", "tax_value"), ("grossValue", "gross_value")]:
        if getattr(final, amount, None) is None:
            yield f"calculatedPrice.finalPrice.{name}"
    for position, entry in order.goods:
        if entry_price(entry) is None:
            yield f"entries[{position}].calculatedPrice.finalPrice"
    if not _CURRENCY.fullmatch(order.currency or ""):
        yield "currency"
    if not _lines(order.billing_address):
        yield "billingAddress"


def _lines(address: Address | None) -> list[str]:
    """The lines of the address without the parts that are missing; the country code last."""
    if address is None:
        return []
    parts = [
        [address.company_name],
        [address.contact_name if address.contact_name != address.company_name else None],
        [address.street, address.street_number],
        [address.street_appendix],
        [address.extra_line1],
        [address.zip_code, address.city],
        [address.country],
    ]
    lines = [" ".join(word for word in line if word) for line in parts]
    return [line for line in lines if line]
