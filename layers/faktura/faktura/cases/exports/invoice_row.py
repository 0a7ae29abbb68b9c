"""An invoice as a row of a table."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from faktura.exports.cell import Cell, Row

COLUMNS = (
    *("id", "externalId", "type", "guid", "linkedInvoice", "status", "currency", "priceNet"),
    *("totalExclVat", "totalInclVat", "dueDate", "isActive", "isSent", "isPaid", "createdAt", "updatedAt"),
)


def row_of(invoice: Mapping[str, Any]) -> Row:
    """The row of a stored invoice. The totals are the sums of its lines; without lines they are empty."""
    return (
        *(str(invoice["id"]), invoice["externalId"], invoice["type"], invoice["guid"]),
        *((invoice["linkedInvoice"] or {}).get("externalId"), invoice["status"], invoice["currency"]),
        *(_number(invoice["priceNet"]), _sum(invoice, "totalAmountExclVat"), _sum(invoice, "totalAmountInclVat")),
        *(invoice["dueDate"], *(_flag(invoice[name]) for name in ("isActive", "isSent", "isPaid"))),
        *(invoice["createdAt"], invoice["updatedAt"]),
    )


def _sum(invoice: Mapping[str, Any], name: str) -> Cell:
    lines = invoice["details"]
    return sum((Decimal(line[name]) for line in lines), Decimal()) if lines else None


def _number(value: Decimal | int | None) -> Cell:
    return None if value is None else Decimal(value)


def _flag(value: bool | None) -> Cell:
    return None if value is None else str(value).lower()
