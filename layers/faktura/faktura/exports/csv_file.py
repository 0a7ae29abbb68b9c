"""CSV as RFC 4180 has it: commas, CRLF, UTF-8 with a byte order mark so that Excel reads it, and a header row.

A text that looks like a formula begins with an apostrophe, as OWASP advises. Numbers and dates never do: they are no
texts, so a negative amount stays a number.
"""

import csv
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from faktura.exports.cell import Cell, Rows, harmless, number_text, plain_text


def write_csv(path: Path, columns: Sequence[str], rows: Rows) -> None:
    """Write the table to `path`, row after row."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows([_text(cell) for cell in row] for row in rows)


def _text(cell: Cell) -> str:
    match cell:
        case Decimal():
            return number_text(cell)
        case date():
            return cell.isoformat()
        case None:
            return ""
    parts = plain_text(cell).split(";")  # a spreadsheet that separates cells by semicolons, as in German, sees cells
    return ";".join(map(harmless, parts))
