"""The lines of an order's invoice: one for each entry, for each fee, and for shipping; amounts still exact."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from faktura.jobs.invoice import Line, LineKind
from faktura.jobs.order import (
    Entry,
    Fee,
    OrderPrice,
    Price,
    Product,
    SalesOrder,
)

NOTHING = Decimal(0)


def charges(order: SalesOrder, price: OrderPrice, language: str) -> Iterator[Line]:
    """Every line, in the order's own order, described in `language` where the order speaks it."""
    for _, entry in order.goods:
        yield _goods(entry, language)
    for fee in [fee for fee in price.payment_fees or () if fee] or [Fee(price=_payment_fee(order, price))]:
        if _is_charged(fee.price):
            yield _charge("fee", said_in(language, fee.name), fee.price)
    if _is_charged(price.total_shipping):
        yield _charge("shipping", "", price.total_shipping)


def entry_price(entry: Entry) -> Price | None:
    """What an entry finally comes to, where it says so in full."""
    calculated = entry.calculated_price
    price = (calculated.final_price or calculated.price) if calculated else None
    return price if price and price.net_value is not None and price.tax_value is not None else None


def said_in(language: str, text: str | Mapping[str, str] | None) -> str:
    """The text in `language`, else in English, else in any."""
    if text is None or isinstance(text, str):
        return text or ""
    return text.get(language) or text.get("en") or next(iter(text.values()))


def _goods(entry: Entry, language: str) -> Line:
    product, unit = entry.product or Product(), entry.calculated_unit_price
    identity = product.id or entry.id or ""
    name = said_in(language, product.localized_name) or said_in(language, product.name)
    variant = f" ({identity})" if name and product.sku and product.sku != identity else ""
    price = entry_price(entry) or Price()
    return Line(
        kind="goods",
        quantity=next(
            (one for one in (entry.ordered_amount, entry.effective_quantity) if one is not None), entry.amount
        ),
        item_number=product.sku or identity,
        description=name + variant,
        unit_price=unit.net_value if unit and unit.net_value is not None else entry.unit_price,
        tax_rate=price.tax_rate,
        net=price.net_value or NOTHING,
        tax=price.tax_value or NOTHING,
    )


def _charge(kind: LineKind, description: str, price: Price | None) -> Line:
    price = price or Price()
    return Line(
        kind=kind,
        description=description,
        tax_rate=price.tax_rate,
        net=price.net_value or NOTHING,
        tax=price.tax_value or NOTHING,
    )


def _payment_fee(order: SalesOrder, price: OrderPrice) -> Price | None:
    """Of an order that lists no payment fees: the total of fees without those that the entries' prices have in them."""
    if price.total_fee is None:
        return None
    own = [entry.calculated_price.total_fee or Price() for _, entry in order.goods if entry.calculated_price]
    rest = {
        "net_value": (price.total_fee.net_value or NOTHING) - sum(fee.net_value or NOTHING for fee in own),
        "tax_value": (price.total_fee.tax_value or NOTHING) - sum(fee.tax_value or NOTHING for fee in own),
    }
    return price.total_fee.model_copy(update=rest)


def _is_charged(price: Price | None) -> bool:
    return bool(price and (price.net_value or price.tax_value))
