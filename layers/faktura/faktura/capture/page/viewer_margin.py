"""What a browser prints into the margins of a page: the time and the title at the top, the address at the bottom."""

import re
from collections.abc import Sequence

from faktura.capture.page.layout import Row, row_text
from faktura.capture.page.printed_date import dates_in

_TIME = re.compile(r"\b\d{1,2}[:.h]\d{2}\b")
_ADDRESS = re.compile(r"\b(?:https?|file)\s?:\s?/|\bwww\.\S+/\S|^[A-Z]:\\|\.(?:pdf|html?|aspx?|php)\b", re.IGNORECASE)
_COUNT = re.compile(r"(?<![\d/])\d{1,3} ?/ ?\d{1,3}$")
_EDGE = 2
"""Rows from the top or the bottom edge of the page."""


def without_viewer_margins(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows that the document itself prints.

    An address with a path or a count of pages in the last rows marks a browser's print. Then a row at the top that
    begins or ends with a date and a time is the browser's as well.
    """
    feet = {index for index in range(max(len(rows) - _EDGE, 0), len(rows)) if _is_foot(rows[index])}
    heads = {index for index in range(min(_EDGE, len(rows))) if _is_head(rows[index], printed=bool(feet))}
    return tuple(row for index, row in enumerate(rows) if index not in heads | feet)


def _is_foot(row: Row) -> bool:
    text = row_text(row)
    is_counted = len(row) == 1 and _COUNT.fullmatch(text)
    return bool(is_counted or (len(row) < _EDGE + 1 and _ADDRESS.search(text)))


def _is_head(row: Row, *, printed: bool) -> bool:
    """Whether a date with a time stands at an edge of the row, beside a title or an address."""
    edges = (row[0].text, row[-1].text)
    has_moment = any(dates_in(text) and _TIME.search(text) for text in edges)
    return has_moment and ((printed and len(row) > 1) or bool(_ADDRESS.search(row_text(row))))
