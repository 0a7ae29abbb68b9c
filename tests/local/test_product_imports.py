"""Imports into the running stack: 500 invoices with their payments, and 500 orders that a job invoices."""

from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
import requests
from pypdf import PdfReader

from tests.support.imports import number_of
from tests.support.local.imports import Importer, check_office, import_office_twice, import_orders_twice
from tests.support.local.stacks import Served

COUNT = 500


@pytest.fixture
def importer(running: Served, tmp_path: Path) -> Importer:
    return Importer(running, tmp_path)


def test_an_office_is_imported_once_also_if_the_command_is_killed(importer: Importer) -> None:
    member = import_office_twice(importer, uuid4().hex, COUNT)

    [found] = member.call("GET", "/api/invoices", params={"number": number_of(2)}).json()
    assert found["billTo"] == "Client 2\n2 Main Street"
    assert member.call("GET", f"/api/invoices/{found['id']}/pdfs").headers["Content-Type"] == "application/pdf"
    check_office(member, COUNT)


def test_imported_orders_become_invoices_with_their_pdfs(importer: Importer) -> None:
    shop = import_orders_twice(importer, "imported", COUNT)
    shop.configure("invoiceNumbering", preText="I-", numberOfDigits=4)

    outcomes = shop.done(shop.start(*(f"ORDER-{position}" for position in range(COUNT))))

    assert {outcome["orderStatus"] for outcome in outcomes} == {"SUCCESS"}
    assert sorted(outcome["invoiceNumber"] for outcome in outcomes) == [f"I-{one:04}" for one in range(1, COUNT + 1)]
    for position in (0, COUNT - 1):
        pdf = requests.get(outcomes[position]["downloadLink"], timeout=30).content
        assert f"Käufer {position} GmbH" in PdfReader(BytesIO(pdf)).pages[0].extract_text()
