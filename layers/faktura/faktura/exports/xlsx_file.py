"""An Excel workbook with one sheet. Texts are strings and never formulas or links.

Excel's numbers are binary with 15 digits. An amount with at most 15 digits is a number and shows exactly as it is; one
with more digits is a text, because a number would lose some.
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from faktura.exports.cell import Cell, Rows, number_text, plain_text
from faktura.exports.errors import ExportRefused

_MAX_DIGITS = 15
_MAX_ROWS = 1_048_575
_MAX_DECIMALS = 15


def write_xlsx(path: Path, columns: Sequence[str], rows: Rows, created_at: datetime) -> None:
    """Write the table to `path`, row after row. The same rows give the same bytes."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "tmpdir": str(path.parent),
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": created_at.replace(tzinfo=None)})
        sheet = book.add_worksheet("Export")
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(columns) - 1, 16)
        sheet.write_row(0, 0, columns, book.add_format({"bold": True}))
        writer = _Writer(book, sheet)
        for place, row in enumerate(rows, start=1):
            if place > _MAX_ROWS:
                raise ExportRefused("An Excel sheet has at most 1,048,576 rows. Choose a shorter period.")
            for column, cell in enumerate(row):
                writer.write(place, column, cell)


class _Writer:
    """Writes cells, with one format for each number of decimals."""

    def __init__(self, book: Any, sheet: Any) -> None:
        self._book, self._sheet = book, sheet
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._numbers: dict[int, Any] = {}

    def write(self, row: int, column: int, cell: Cell) -> None:
        match cell:
            case Decimal() if _survives(cell):
                decimals = max(0, -int(cell.as_tuple().exponent))
                self._sheet.write_number(row, column, float(cell) or 0.0, self._number(decimals))
            case Decimal():
                self._sheet.write_string(row, column, number_text(cell))
            case date():
                self._sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), self._day)
            case str() if text := plain_text(cell):
                self._sheet.write_string(row, column, text)

    def _number(self, decimals: int) -> Any:
        if decimals not in self._numbers:
            form = f"#,##0.{'0' * decimals}" if decimals else "#,##0"
            self._numbers[decimals] = self._book.add_format({"num_format": form})
        return self._numbers[decimals]


def _survives(number: Decimal) -> bool:
    _, digits, exponent = number.as_tuple()
    return len(digits) + max(0, int(exponent)) <= _MAX_DIGITS and -int(exponent) <= _MAX_DECIMALS
