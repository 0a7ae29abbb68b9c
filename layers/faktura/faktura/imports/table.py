"""Reads the rows of an import file: CSV (RFC 4180) in UTF-8, with commas or semicolons between its cells.

A spreadsheet's own habits are accepted: a byte order mark, empty rows, and line breaks in quoted cells.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TextIO

from faktura.imports.column import FileFormat
from faktura.imports.problem import FileRefused, Problem

ENCODING = "utf-8-sig"
"""UTF-8, with or without a byte order mark."""

_DELIMITERS = ",;"


@dataclass(frozen=True)
class Row:
    """One row: its number as a spreadsheet shows it, and its cells by the name of their column."""

    number: int
    cells: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)


def header_of(file: TextIO) -> list[str]:
    """The names of the file's columns. The file is at its beginning again."""
    header = next(_lines(file), [])
    file.seek(0)
    return header


def rows_of(file: TextIO, file_format: FileFormat) -> Iterator[Row]:
    """The rows below the header that are not empty. `FileRefused` where the file cannot be read on."""
    lines = _lines(file)
    header = next(lines, [])
    if problems := list(_header_problems(header, file_format)):
        raise FileRefused(*problems)
    for number, cells in enumerate(lines, 2):
        if any(cell.strip() for cell in cells):
            yield Row(number, dict(zip(header, cells, strict=False)), _cell_problems(number, cells, header))


def _lines(file: TextIO) -> Iterator[list[str]]:
    read = 0
    try:
        first = file.readline()
        delimiter = max(_DELIMITERS, key=first.count)
        for cells in csv.reader(chain([first], file), delimiter=delimiter, strict=True):
            read += 1
            yield [cell.strip() for cell in cells] if read == 1 else cells
    except UnicodeDecodeError:
        message = "The file is not UTF-8 from about here on. Save it as CSV UTF-8."
        raise FileRefused(Problem(read + 1, "", message)) from None
    except csv.Error as error:
        raise FileRefused(Problem(read + 1, "", f"The file is not CSV from here on: {error}.")) from None


def _header_problems(header: Sequence[str], file_format: FileFormat) -> Iterator[Problem]:
    for position, name in enumerate(header, 1):
        if not name:
            yield Problem(1, "", f"The {position}. column has no name.")
        elif name not in file_format.by_name:
            yield Problem(1, name, f"is not a column of a file of {file_format.records}")
        elif name in header[: position - 1]:
            yield Problem(1, name, "is there twice")
    for column in file_format.columns:
        if column.is_required and column.name not in header:
            yield Problem(1, column.name, "is required")


def _cell_problems(number: int, cells: Sequence[str], header: Sequence[str]) -> list[Problem]:
    if len(cells) == len(header):
        return []
    return [Problem(number, "", f"The row has {len(cells)} cells, and the header has {len(header)}.")]
