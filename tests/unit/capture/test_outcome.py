"""The response for a document: what was read is shown beside the data, as far as it can be stored."""

import random
import zlib
from decimal import Decimal

import pytest

from faktura.capture.customers.customer import Customer
from faktura.capture.files.invoice_file import InvoiceFile
from faktura.capture.matching.owner import Match
from faktura.capture.outcome import outcome
from faktura.capture.page.layout import Place
from faktura.capture.reading.reading import ReadField, Reading, ReadItem
from faktura.capture.requests.request import Mode
from faktura.capture.schemas import InvoiceResponse
from faktura.core import json
from tests.support.capture.invoices import invoice

FILE, CUSTOMER = InvoiceFile(b"scan", "image/png", (300,)), Customer(customer_id="c1")
FOUND = Match(invoice(), "e-mail")
ROOM_IN_THE_ITEM = 400 * 1024 - 30_000
"""Bytes, beside the request's own attributes and sixty attempts of its webhook."""


def read(lines: int = 1, length: int = 20) -> Reading:
    """An invoice of so many lines. Their texts are random, so that they are hard to compress."""
    chance = random.Random(1)
    texts = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz äöü", k=length)) for _ in range(lines)]
    box = Place(*(chance.random() for _ in range(4)))
    items = [ReadItem(text[:30], Decimal(1), field=ReadField(text, 1, box, 97)) for text in texts]
    total = ReadField(f"${lines}.00", 1, box, 97, is_vouched=True)
    return Reading(number="77", total=Decimal(lines), items=tuple(items), fields={"totalAmount": total})


def answer(reading: Reading, mode: Mode = "process", found: Match | None = None) -> InvoiceResponse:
    return outcome(mode, FILE, reading, found, CUSTOMER).response("r1", [])


@pytest.mark.parametrize(("mode", "found"), [("process", None), ("process", FOUND), ("lookup", FOUND)])
def test_what_was_read_is_shown_whosever_the_data_is(mode: Mode, found: Match | None) -> None:
    shown = answer(read(), mode, found).reading

    assert shown
    assert shown.total_amount
    assert shown.total_amount.text == "$1.00"
    assert [line.page for line in shown.line_items or []] == [1]


def test_a_lookup_that_finds_nothing_shows_nothing_of_its_document() -> None:
    shown = json.loads(json.dumps(answer(read(), "lookup")))

    assert not {"data", "source", "reading"} & set(shown)


def test_a_thousand_lines_are_shown() -> None:
    shown = answer(read(1000)).reading

    assert shown
    assert len(shown.line_items or []) == 1000


@pytest.mark.parametrize(("lines", "length"), [(1000, 500), (1500, 60), (300, 2000)])
def test_lines_that_make_the_response_too_large_are_left_out(lines: int, length: int) -> None:
    response = answer(read(lines, length))

    assert response.reading
    assert response.reading.line_items is None
    assert response.reading.total_amount
    assert len(zlib.compress(json.dumps(response))) < ROOM_IN_THE_ITEM


def test_a_response_that_is_too_large_by_itself_has_only_its_data() -> None:
    response = answer(read(7000))

    assert response.data
    assert len(response.data.line_items) == 7000
    assert response.reading is None
    assert "reading" not in json.loads(json.dumps(response))
