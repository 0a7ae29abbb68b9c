"""The lines of an invoice before rounding: one for each entry, for each fee, and for shipping."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from faktura.jobs.invoices.invoice import Line, LineKind
from faktura.jobs.orders.order import (
    Entry,
    Fee,
    OrderPrice,
    Price,
    Product,
    SalesOrder,
)

ZERO = Decimal(0)


def charges(order: SalesOrder, price: OrderPrice, language: str) -> Iterator[Line]:
    """Every line, in the order of the entries, described in `language` if the order has that."""
    for _, entry in order.goods:
        yield _goods(entry, language)
    for fee in [fee for fee in price.payment_fees or () if fee] or [Fee(price=_payment_fee(order, price))]:
        if _is_charged(fee.price):
            yield _charge("fee", translated(language, fee.name), fee.price)
    if _is_charged(price.total_shipping):
        yield _charge("shipping", "", price.total_shipping)


def entry_price(entry: Entry) -> Price | None:
    """The price of an entry: the final one, else the one before discounts; `None` without net and tax."""
    calculated = entry.calculated_price
    price = (calculated.final_price or calculated.price) if calculated else None
    return price if price and price.net_value is not None and price.tax_value is not None else None


def translated(language: str, text: str | Mapping[str, str] | None) -> str:
    """The text in `language`, else in English, else in any language."""
    if text is None or isinstance(text, str):
        return text or ""
    return text.get(language) or text.get("en") or next(iter(text.values()))


def _goods(entry: Entry, language: str) -> Line:
    product, unit = entry.product or Product(), entry.calculated_unit_price
    identity = product.id or entry.id or ""
    name = translated(language, product.localized_name) or translated(language, product.name)
    variant = f" ({identity})" if name and product.sku and product.sku != identity else ""
    quantities = (entry.ordered_amount, entry.effective_quantity, entry.amount)
    price = entry_price(entry) or Price()
    return Line(
        kind="goods",
        quantity=next((one for one in quantities if one is not None), None),
        item_number=product.sku or identity,
        description=name + variant,
        unit_price=unit.net_value if unit and unit.net_value is not None else entry.unit_price,
        tax_rate=price.tax_rate,
        net=price.net_value or ZERO,
        tax=price.tax_value or ZERO,
    )


def _charge(kind: LineKind, description: str, price: Price | None) -> Line:
    price = price or Price()
    return Line(
        kind=kind,
        description=description,
        tax_rate=price.tax_rate,
        net=price.net_value or ZERO,
        tax=price.tax_value or ZERO,
    )


def _payment_fee(order: SalesOrder, price: OrderPrice) -> Price | None:
    """The fee of an order that lists no payment fees: the total without the fees that the entries' prices include."""
    if price.total_fee is None:
        return None
    included = [entry.calculated_price.total_fee or Price() for _, entry in order.goods if entry.calculated_price]
    rest = {
        "net_value": (price.total_fee.net_value or ZERO) - sum(fee.net_value or ZERO for fee in included),
        "tax_value": (price.total_fee.tax_value or ZERO) - sum(fee.tax_value or ZERO for fee in included),
    }
    return price.total_fee.model_copy(update=rest)


def _is_charged(price: Price | None) -> bool:
    return bool(price and (price.net_value or price.tax_value))
