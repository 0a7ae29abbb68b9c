"""Invoices that Faktura issues: capture reads their data, sees the same on their pages, and sees a forged page."""

from datetime import UTC, datetime

import pytest

from faktura.capture.files.invoice_file import InvoiceFile
from faktura.capture.reading.e_invoices.comparison import compared
from faktura.core import json
from faktura.einvoices.consistency import faults
from faktura.einvoices.form import written
from faktura.jobs.configurations.configuration import parsed
from faktura.jobs.invoices.e_invoice import e_invoice_of
from faktura.jobs.invoices.invoice import Invoice
from faktura.jobs.invoices.invoice_page import draw
from faktura.jobs.orders.order import SalesOrder
from faktura.jobs.orders.pricing import bill_for
from tests.support.orders import SELLER, random_order


@pytest.fixture(autouse=True)
def limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIN_FILE_BYTES", "51200")
    monkeypatch.setenv("MAX_FILE_BYTES", "10485760")


def issued(seed: int, number: str = "RE-1/2026") -> Invoice:
    order = SalesOrder.of(json.loads(json.dumps(random_order(seed))))
    at = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
    return Invoice(number=number, job_id="j", issued_at=at, bill=bill_for(order, parsed("sellerAddress", SELLER), "a"))


@pytest.mark.parametrize("seed", range(12))
def test_the_pages_of_an_issued_invoice_print_what_its_data_says(seed: int) -> None:
    invoice = issued(seed)
    data = e_invoice_of(invoice)

    file = InvoiceFile.examined(draw(invoice, written(data, "factur-x")))

    assert file.e_invoice
    assert (file.e_invoice.number, file.e_invoice.issued) == (data.number, data.issued)
    assert file.e_invoice.totals.gross == data.totals.gross
    assert [(line.name, line.net) for line in file.e_invoice.lines] == [(line.name, line.net) for line in data.lines]
    assert faults(file.e_invoice) == []
    assert compared(file.e_invoice, file.visible_pages()).agrees


@pytest.mark.parametrize("seed", range(12))
def test_the_pages_of_another_invoice_do_not_print_it(seed: int) -> None:
    data = written(e_invoice_of(issued(seed)), "factur-x")

    for forged in (issued(seed + 1), issued(seed, "RE-2/2026")):
        file = InvoiceFile.examined(draw(forged, data))

        assert file.e_invoice
        comparison = compared(file.e_invoice, file.visible_pages())
        assert (comparison.agrees, comparison.is_final) == (False, True)
