"""Reads an Excel workbook by the standard (ECMA-376), without the library that writes it.

It refuses what could act: formulas, links, macros and parts outside the file.
"""

import re
from datetime import date, timedelta
from decimal import Context, Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from defusedxml import ElementTree

Cell = str | Decimal | date | None

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_AS_SHOWN = Context(prec=15)
"""Excel shows, and calculates with, 15 digits."""

_ZERO_DAY = date(1899, 12, 30)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def sheet_rows(workbook: bytes) -> list[list[Cell]]:
    """The cells of the only sheet, row after row: texts, numbers as Excel shows them, and days."""
    with ZipFile(BytesIO(workbook)) as parts:
        assert parts.testzip() is None
        assert not [name for name in parts.namelist() if "vba" in name.casefold() or "externalLink" in name]
        _refuse_what_leads_outside(parts)
        [sheet] = [name for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        days, shared = _day_styles(parts), _shared_texts(parts)
        root = ElementTree.fromstring(parts.read(sheet))
    assert not list(root.iter(f"{_MAIN}f")), "a cell is calculated"
    assert not list(root.iter(f"{_MAIN}hyperlink")), "a cell is a link"
    return [_row(row, days, shared) for row in root.iter(f"{_MAIN}row")]


def table(workbook: bytes) -> list[dict[str, Cell]]:
    """The rows by the names of their columns, which are in the first row."""
    names, *rows = sheet_rows(workbook)
    columns = [str(name) for name in names]
    return [dict(zip(columns, row + [None] * (len(columns) - len(row)), strict=True)) for row in rows]


def _row(row: Any, days: set[int], shared: list[str]) -> list[Cell]:
    cells: list[Cell] = []
    for cell in row.iter(f"{_MAIN}c"):
        place = _column(cell.get("r"))
        cells += [None] * (place - len(cells))
        cells.append(_value(cell, days, shared))
    return cells


def _value(cell: Any, days: set[int], shared: list[str]) -> Cell:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _text(cell)
    value = cell.findtext(f"{_MAIN}v")
    if value is None:
        return None
    if kind == "s":
        return shared[int(value)]
    assert kind == "n", f"a cell of the type {kind}"
    number = _AS_SHOWN.create_decimal(value)
    return _ZERO_DAY + timedelta(int(number)) if int(cell.get("s", 0)) in days else number


def _text(element: Any) -> str:
    words = "".join(part.text or "" for part in element.iter(f"{_MAIN}t"))
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), words)


def _column(reference: str) -> int:
    """The number of a column from 0: `C7` is 2."""
    number = 0
    for letter in reference.rstrip("0123456789"):
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _shared_texts(parts: ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in parts.namelist():
        return []
    return [_text(one) for one in ElementTree.fromstring(parts.read("xl/sharedStrings.xml")).iter(f"{_MAIN}si")]


def _day_styles(parts: ZipFile) -> set[int]:
    """The styles of cells that show a day."""
    root = ElementTree.fromstring(parts.read("xl/styles.xml"))
    days = {one.get("numFmtId") for one in root.iter(f"{_MAIN}numFmt") if "yy" in one.get("formatCode", "")}
    [formats] = root.iter(f"{_MAIN}cellXfs")
    return {place for place, one in enumerate(formats) if one.get("numFmtId") in days}


def _refuse_what_leads_outside(parts: ZipFile) -> None:
    for name in parts.namelist():
        if name.endswith(".rels"):
            relations = ElementTree.fromstring(parts.read(name)).iter(f"{_RELATIONS}Relationship")
            assert not [one for one in relations if one.get("TargetMode") == "External"], name
