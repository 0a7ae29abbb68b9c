"""Import files of any size with what must come of them, and the operator's commands that import them."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from faktura.billing import __main__ as billing
from faktura.jobs import __main__ as jobs
from tests.support.deployment import Deployment

Table = Sequence[Mapping[str, Any]]
"""Rows; the names of the first one are the header."""

INVOICE = {"invoiceNumber": "2025-0017", "invoiceDate": "2025-03-14", "totalCharged": 40}
LINE = {"lineItems.serviceId": 1, "lineItems.name": "DACA", "lineItems.quantity": 1, "lineItems.rate": 40}
PAYMENT = {"paymentReference": "P-1", "paymentDate": "2025-03-20", "paymentAmount": 40, "paymentType": "cash"}
PAID = {"invoices.invoiceNumber": "2025-0017", "invoices.amount": 40}


@dataclass(frozen=True)
class Run:
    """One run of a command."""

    status: int
    out: str
    problems: Sequence[str]


def written(path: Path, rows: Table, delimiter: str = ",", encoding: str = "utf-8") -> Path:
    """A file with these rows."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def into_office(faktura: Deployment, path: Path, *words: str, office: str = "main") -> Run:
    """Import a file of invoices or payments."""
    with faktura.environment("billing.create_payment"):
        return _run(billing.main, "import", str(path), "--office", office, *words)


def into_shop(faktura: Deployment, path: Path, *words: str, tenant: str = "acme") -> Run:
    """Import a file of orders."""
    with faktura.environment("jobs.put_order"):
        return _run(jobs.main, "import", str(path), "--tenant", tenant, *words)


def _run(main: Any, *words: str) -> Run:
    out, problems = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(problems):
        status = main(list(words))
    return Run(status, out.getvalue().strip(), problems.getvalue().splitlines())


def number_of(position: int) -> str:
    """The number of an imported invoice: a third has one of the sequence, beginning with `0001`."""
    forms = (f"{position // 3 + 1:04}", f"2025-{position:05}", f"RE/{position}/ä")
    return forms[position % 3]


def total_of(position: int) -> Decimal:
    """What it charges: one line or two."""
    return Decimal(position % 90 + 10) / 10 * (1 + position % 2)


def paid_of(position: int) -> Decimal:
    """What is paid of it: all of each fourth, and half a dollar of the one after it."""
    return {0: total_of(position), 1: Decimal("0.5")}.get(position % 4, Decimal(0))


def invoice_rows(count: int) -> Iterator[dict[str, Any]]:
    """`count` invoices; each second one has two lines."""
    for position in range(count):
        for line in range(1 + position % 2):
            yield {
                "invoiceNumber": number_of(position),
                "invoiceDate": f"2025-{position % 12 + 1:02}-{position % 28 + 1:02}",
                "totalCharged": total_of(position),
                "billTo": f"Client {position}\n{position} Main Street",
                "clients": position % 50 + 1,
                "lineItems.serviceId": line + 1,
                "lineItems.name": f"Service {line + 1}, once",
                "lineItems.quantity": 1,
                "lineItems.rate": total_of(position) / (1 + position % 2),
            }


def payment_rows(count: int) -> Iterator[dict[str, Any]]:
    """The payments of `count` invoices, each of two invoices."""
    for first in range(0, count, 4):
        paid = [position for position in (first, first + 1) if position < count]
        for position in paid:
            yield {
                "paymentReference": f"P-{first}",
                "paymentDate": "2025-12-31",
                "paymentAmount": sum(map(paid_of, paid)) + 1,
                "paymentType": "check",
                "donationAmount": 1,
                "payerClientIds": first % 50 + 1,
                "invoices.invoiceNumber": number_of(position),
                "invoices.amount": paid_of(position),
            }


def order_rows(count: int) -> Iterator[dict[str, Any]]:
    """`count` orders of two entries each, at 19 % and at 7 %."""
    for position in range(count):
        for entry, rate in enumerate((19, 7), 1):
            net, tax = Decimal(100 * entry), Decimal(rate * entry)
            price = {"netValue": net, "taxValue": tax, "grossValue": net + tax, "taxRate": rate}
            yield {
                "id": f"ORDER-{position}",
                "status": "CREATED",
                "currency": "EUR",
                "billingAddress.companyName": f"Käufer {position} GmbH",
                "billingAddress.zipCode": "01067",
                "billingAddress.country": "DE",
                "entries.orderedAmount": entry,
                "entries.product.sku": f"{position:06}",
                "entries.product.name": f"Ware {entry}",
                **{f"entries.calculatedPrice.finalPrice.{name}": value for name, value in price.items()},
                "calculatedPrice.finalPrice.netValue": 300,
                "calculatedPrice.finalPrice.taxValue": 33,
                "calculatedPrice.finalPrice.grossValue": 333,
            }
