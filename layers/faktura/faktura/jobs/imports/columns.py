"""The columns of a file of orders (docs/imports.md): the fields of a sales order, with one row for each entry."""

from collections.abc import Iterator

from faktura.imports.column import Column, FileFormat

_ADDRESS = (
    "contactName",
    "companyName",
    "street",
    "streetNumber",
    "streetAppendix",
    "extraLine1",
    "zipCode",
    "city",
    "state",
    "country",
)
_PRICE = ("netValue", "taxValue", "grossValue", "taxRate")
_AMOUNTS = _PRICE[:3]
_REQUIRED = {
    "id",
    "currency",
    "calculatedPrice.finalPrice.netValue",
    "calculatedPrice.finalPrice.taxValue",
    "calculatedPrice.finalPrice.grossValue",
}


def _below(parent: str, *names: str) -> Iterator[str]:
    return (f"{parent}.{name}" for name in names)


_TEXTS = (
    "id",
    "status",
    "currency",
    "countryCode",
    "created",
    *_below("billingAddress", *_ADDRESS),
    *_below("shippingAddress", *_ADDRESS),
    "mixins.generalAttributes.extendedOrderStatus",
    "mixins.deliveryTime.deliveryDate",
    *_below("mixins.eInvoice", "buyerReference", "buyerVatId", "purchaseOrder"),
    *_below("mixins.eInvoice.electronicAddress", "scheme", "id"),
    "entries.id",
    *_below("entries.product", "id", "sku", "name"),
    "entries.measurementUnit.unitCode",
)

_NUMBERS = (
    "entries.orderedAmount",
    *_below("entries.calculatedUnitPrice", *_PRICE),
    *_below("entries.calculatedPrice.price", *_PRICE),
    *_below("entries.calculatedPrice.finalPrice", *_PRICE),
    *_below("calculatedPrice.totalFee", *_PRICE),
    *_below("calculatedPrice.totalShipping", *_PRICE),
    *_below("calculatedPrice.finalPrice", *_AMOUNTS),
)

ORDERS = FileFormat(
    "orders",
    key="id",
    array="entries",
    columns=(
        *(Column(name, is_required=name in _REQUIRED) for name in _TEXTS),
        *(Column(name, "number", is_required=name in _REQUIRED) for name in _NUMBERS),
    ),
)
