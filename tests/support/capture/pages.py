"""Pages made of lines of text, as an OCR engine sees them."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from faktura.capture.page.layout import Box, Row, Word, rows_of
from local.textract import response
from local.textract.fields import Statement
from local.textract.words import Frame

WIDTH, HEIGHT, PITCH = 6, 10, 14
"""Pixels of a character, and from line to line. Three spaces separate two cells."""
_PAGE, _CHARACTERS = Frame(800, 1100), 120


def rows(*lines: str) -> list[Row]:
    """The rows of a page with these lines. An empty line leaves a gap."""
    words = [
        Word(found[0], Box(found.start() * WIDTH, top, found.end() * WIDTH, top + HEIGHT), 99.0)
        for top, line in ((PITCH * at, line) for at, line in enumerate(lines, start=1))
        for found in re.finditer(r"\S+", line)
    ]
    return rows_of(words)


def answer(*lines: str, fields: tuple[Mapping[str, Any], ...] = ()) -> dict[str, Any]:
    """An AnalyzeExpense response with the blocks of these lines, and these typed fields."""
    seen: dict[str, Any] = response.expense(Statement(rows(*lines), [], []), _PAGE)
    seen["ExpenseDocuments"][0]["SummaryFields"] = list(fields)
    return seen


def page(*rows: Sequence[str] | str) -> dict[str, Any]:
    """The same from rows of columns: the first at the left edge of the page, the last at its right edge."""
    return answer(*(_spread((row,) if isinstance(row, str) else row) for row in rows))


def _spread(columns: Sequence[str]) -> str:
    *before, last = columns
    width = _CHARACTERS // max(1, len(before))
    return "".join(f"{column:<{width}}" for column in before)[: _CHARACTERS - len(last)] + last if before else last
