"""The records of an import file: rows that belong together, as the document that the API would be sent."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TextIO

from faktura.core.errors import Fault, InvalidRequest, Refusal
from faktura.imports.column import FileFormat, put
from faktura.imports.problem import Problem
from faktura.imports.table import Row, rows_of

_INDEX = re.compile(r"\[\d+\]")


@dataclass(frozen=True)
class Record:
    """One record: the document, its first row, the row of each element of its array, and what cannot be read of it."""

    file_format: FileFormat
    document: dict[str, Any]
    row: int
    element_rows: Sequence[int]
    problems: Sequence[Problem]

    def problems_of(self, refusal: Refusal) -> Iterator[Problem]:
        """The places in the file that a refusal of the document is about."""
        faults = refusal.faults if isinstance(refusal, InvalidRequest) else [self._of_key(refusal.message)]
        return map(self._problem, faults)

    def problem_of_key(self, message: str) -> Problem:
        """A problem of the column that names the record."""
        return self._problem(self._of_key(message))

    def _of_key(self, message: str) -> Fault:
        return Fault(self.file_format.key, message)

    def _problem(self, fault: Fault) -> Problem:
        element = re.match(rf"{re.escape(self.file_format.array)}\[(\d+)\]", fault.target)
        row = self.element_rows[int(element[1])] if element else self.row
        return Problem(row, _INDEX.sub("", fault.target), fault.message)


def records_of(file: TextIO, file_format: FileFormat) -> Iterator[Record]:
    """The records of a file, one after the other."""
    for _, rows in groupby(rows_of(file, file_format), key=lambda row: row.cells.get(file_format.key) or row.number):
        yield _record(list(rows), file_format)


def _record(rows: Sequence[Row], file_format: FileFormat) -> Record:
    document: dict[str, Any] = {}
    elements: list[dict[str, Any]] = []
    element_rows, problems = [], [problem for row in rows for problem in row.problems]
    for row in rows:
        element: dict[str, Any] = {}
        for name, cell in row.cells.items():
            is_of_element = file_format.is_of_element(name)
            if not is_of_element and row is not rows[0]:
                problems += _differences(row, rows[0], name)
                continue
            try:
                value = file_format.by_name[name].value(cell)
            except InvalidRequest as refusal:
                problems += [Problem(row.number, fault.target, fault.message) for fault in refusal.faults]
                continue
            if value is not None:
                put(element if is_of_element else document, name.removeprefix(f"{file_format.array}."), value)
        if element:
            elements.append(element)
            element_rows.append(row.number)
        elif row is not rows[0] and not any(problem.row == row.number for problem in problems):
            problems.append(_of_repetition(row, rows[0], file_format))
    if elements:
        document[file_format.array] = elements
    return Record(file_format, document, rows[0].number, element_rows, problems)


def _of_repetition(row: Row, first: Row, file_format: FileFormat) -> Problem:
    """Two records under one name, such as two equal payments, must not become one without a word."""
    adds = f"this row adds nothing to {file_format.array}"
    return Problem(row.number, file_format.key, f"is that of row {first.number}, and {adds}: each record needs its own")


def _differences(row: Row, first: Row, name: str) -> list[Problem]:
    if row.cells[name] in ("", first.cells.get(name)):
        return []
    return [Problem(row.number, name, f"must be empty or as in row {first.number}, to which this row belongs")]
