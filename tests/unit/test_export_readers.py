"""The readers by which exported files are judged: they take what is right and refuse what is wrong."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter

from faktura.exports.datev_file import COLUMNS
from tests.support.datev import Booked, batch_of
from tests.support.workbook import sheet_rows, table

HEADER = (
    '"EXTF";700;21;"Buchungsstapel";13;20240130140440439;;"RE";"";"";29098;55003;20240101;4;20240101;20240831;'
    '"Buchungsstapel";"WD";1;0;0;"EUR";;"";;;"03";;;"";""'
)
"""The example of DATEV's description (developer.datev.de, "Header")."""

LINE = '119,00;"H";"EUR";;;;10000;8400;"0003";0710;"R-1";;;"Ana; ""A"""' + ";" * 111


def batch(header: str = HEADER, line: str = LINE) -> bytes:
    return f"{header}\r\n{';'.join(COLUMNS)}\r\n{line}\r\n".encode("cp1252")


def workbook(write: Any) -> bytes:
    """A workbook with what `write(book, sheet)` puts into it."""
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        write(book, book.add_worksheet())
    return file.getvalue()


def test_the_example_of_datev_is_read() -> None:
    read = batch_of(batch())

    assert (read.consultant, read.client, read.first, read.last) == ("29098", "55003", "20240101", "20240831")
    assert read.bookings == (Booked(Decimal("-119.00"), "EUR", "10000", "8400", "0003", "0710", "R-1", 'Ana; "A"'),)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("119,00", "119.00"),
        ("119,00", "-119,00"),
        ("119,00", "0,00"),
        ("119,00", "12345678901,00"),
        ('"H"', "H"),
        ('"H"', '"X"'),
        ("0710", "710"),
        ("0710", "0713"),
        ('"R-1"', '"R 1"'),
        ('"0003"', '"3"'),
        ('"Ana', f'"{"x" * 60}'),
        ('"Ana', '"A\nna'),
        (";" * 111, ";" * 110),
    ],
)
def test_a_booking_that_breaks_the_description_is_refused(right: str, wrong: str) -> None:
    with pytest.raises(AssertionError):
        batch_of(batch(line=LINE.replace(right, wrong, 1)))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [('"EXTF"', "EXTF"), ("29098", "1000"), ("20240831", "20241331"), (';"";""', ';""'), (";4;", ";9;")],
)
def test_a_header_that_breaks_the_description_is_refused(right: str, wrong: str) -> None:
    with pytest.raises(AssertionError):
        batch_of(batch(header=HEADER.replace(right, wrong, 1)))


def test_texts_numbers_and_days_of_a_workbook_are_read_as_excel_shows_them() -> None:
    def write(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["text", "amount", "day", "none", "code"])
        sheet.write_string(1, 0, "=1+1")
        sheet.write_number(1, 1, -1234.56)
        sheet.write_datetime(1, 2, date(2026, 2, 28), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_string(1, 4, "a_x000D_b")

    [row] = table(workbook(write))

    day = date(2026, 2, 28)
    assert row == {"text": "=1+1", "amount": Decimal("-1234.56"), "day": day, "none": None, "code": "a_x000D_b"}


@pytest.mark.parametrize(
    "write",
    [
        lambda _, sheet: sheet.write_formula(0, 0, "=1+1"),
        lambda _, sheet: sheet.write_url(0, 0, "https://x.example"),
        lambda _, sheet: sheet.write_boolean(0, 0, True),
    ],
)
def test_a_workbook_with_a_cell_that_acts_is_refused(write: Any) -> None:
    with pytest.raises(AssertionError):
        sheet_rows(workbook(write))
