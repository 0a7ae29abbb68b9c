"""The columns of an office's import files (docs/imports.md)."""

from faktura.imports.column import Column, FileFormat

INVOICES = FileFormat(
    "invoices",
    key="invoiceNumber",
    array="lineItems",
    columns=(
        Column("invoiceNumber", is_required=True),
        Column("invoiceDate", is_required=True),
        Column("totalCharged", "number", is_required=True),
        Column("status"),
        Column("billTo"),
        Column("clientNote"),
        Column("clients", "numbers"),
        Column("tags", "texts"),
        Column("lineItems.serviceId", "number"),
        Column("lineItems.name"),
        Column("lineItems.description"),
        Column("lineItems.quantity", "number"),
        Column("lineItems.rate", "number"),
    ),
)

PAYMENTS = FileFormat(
    "payments",
    key="paymentReference",
    array="invoices",
    columns=(
        Column("paymentReference", is_required=True),
        Column("paymentDate", is_required=True),
        Column("paymentAmount", "number", is_required=True),
        Column("paymentType", is_required=True),
        Column("payerName"),
        Column("payerClientIds", "numbers"),
        Column("donationAmount", "number"),
        Column("tags", "texts"),
        Column("invoices.invoiceNumber"),
        Column("invoices.amount", "number"),
    ),
)
