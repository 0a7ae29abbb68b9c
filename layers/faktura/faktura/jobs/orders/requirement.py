"""What an order must have, and how much it may have, to get an invoice (docs/apis/jobs.md)."""

import re
from collections.abc import Iterator

from faktura.jobs.errors import OrderIncomplete, OrderTooLarge
from faktura.jobs.orders.order import Entry, SalesOrder
from faktura.jobs.orders.parties import address_lines
from faktura.jobs.orders.price import EntryPrice, OrderPrice, Price

_MAX_LINES = 2_000
"""Lines of one kind: about 50 pages."""

_MAX_DISCOUNTS = 4_000

_CURRENCY = re.compile(r"[A-Z]{3}")


def refuse_incomplete(order: SalesOrder) -> None:
    """`OrderIncomplete` if the order lacks what an invoice needs; the message names each of it."""
    if missing := list(_missing(order)):
        raise OrderIncomplete(f"The order lacks {', '.join(missing)}."[:500])


def refuse_too_many_lines(order: SalesOrder) -> None:
    """`OrderTooLarge` if the order has more of one kind than an invoice can show."""
    price = order.calculated_price or OrderPrice()
    aggregate = price.final_price.tax_aggregate if price.final_price else None
    entries = [entry.calculated_price or EntryPrice() for _, entry in order.goods]
    discounts = sum(_discounts(one) for one in entries)
    kinds = {
        "entries": len(order.entries or ()),
        "paymentFees": len(price.payment_fees or ()),
        "taxAggregate.lines": len((aggregate.lines if aggregate else None) or ()),
        "fees of entries": sum(len(one.fees or ()) for one in entries),
    }
    for name, count in kinds.items():
        if count > _MAX_LINES:
            raise OrderTooLarge(f"The order has more than {_MAX_LINES} {name}.")
    if discounts > _MAX_DISCOUNTS:
        raise OrderTooLarge(f"The order has more than {_MAX_DISCOUNTS} discounts.")


def _discounts(price: EntryPrice) -> int:
    """How many discounts an entry and its fees have."""
    discounted = [price.discounted_price, price.total_fee, *(fee.discounted_price for fee in price.fees or () if fee)]
    return sum(len(one.applied_discounts or ()) for one in discounted if one)


def _missing(order: SalesOrder) -> Iterator[str]:
    """The fields that an invoice needs and the order does not have, by their names in the order."""
    final = order.calculated_price.final_price if order.calculated_price else None
    for name, amount in [("netValue", "net_value"), ("taxValue", "tax_value"), ("grossValue", "gross_value")]:
        if getattr(final, amount, None) is None:
            yield f"calculatedPrice.finalPrice.{name}"
    for position, entry in order.goods:
        if not _is_priced(entry):
            yield f"entries[{position}].calculatedPrice.finalPrice"
    if not _CURRENCY.fullmatch(order.currency or ""):
        yield "currency"
    if not address_lines(order.billing_address):
        yield "billingAddress"


def _is_priced(entry: Entry) -> bool:
    """Whether the entry has a final price, else one before discounts, with net and tax."""
    calculated = entry.calculated_price or EntryPrice()
    price: Price | None = calculated.final_price or calculated.price
    return price is not None and price.net_value is not None and price.tax_value is not None
