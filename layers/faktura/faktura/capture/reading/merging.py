"""Which page counts if several pages of an invoice print the same field (docs/apis/capture.md).

For names and numbers it is the first page that prints them. For sums it is the last, because earlier pages may print
sums of their own and carry them over. Dates and the total are judged where they are chosen.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from faktura.capture.page.layout import Place
from faktura.capture.reading.reading import ReadItem
from faktura.core.folding import folded

_TOTALS = {"TOTAL", "SUBTOTAL", "TAX", "AMOUNT_DUE"}
"""Textract's types of the fields at the end of an invoice."""

_MIN_CONFIDENCE = 50
"""Percent. Below this a field counts only after all others, whatever its page."""

_CARRIED = re.compile(
    r"(?:amount |balance |total )?(?:(?:carried|brought|carry) (?:forward|over)|b/f\b|c/f\b)|balance forward"
    r"|continued\b|(?:total |balance )?(?:of |from )?(?:the )?(?:previous|last) page\b|previous page"
    r"|(?:sub-?total|total) (?:of |for )?(?:this )?page|page (?:sub-?)?total"
    r"|(?:zwischensumme|summe|ubertrag|seitensumme|seitenubertrag|vortrag)\b(?! [a-z]+ [a-z]+)"
    r"|(?:total |montant |somme )?(?:a reporter|reporte)\b|report(?: de la page.*)?$|sous-?total"
)
"""How lines begin that only carry a sum from page to page; folded English, German and French."""


@dataclass(frozen=True)
class PrintedField:
    """One field of Textract's response. `page` and `document` count from 1; `groups` say whose field it is.

    A page is one document, or several if Textract sees several on it.
    """

    kind: str
    text: str
    confidence: int
    currency: str | None
    groups: frozenset[str]
    page: int
    document: int = 1
    label: str = ""
    box: Place | None = None


@dataclass(frozen=True)
class PrintedItem:
    """One line item and its page."""

    item: ReadItem
    page: int


def ranked(fields: Sequence[PrintedField], kind: str) -> list[PrintedField]:
    """The fields of one type, the best first."""

    def rank(field: PrintedField) -> tuple[bool, int, int]:
        page = -field.page if kind in _TOTALS else field.page
        return field.confidence < _MIN_CONFIDENCE, page, -field.confidence

    return sorted((field for field in fields if field.kind == kind), key=rank)


def merged_items(printed: Sequence[PrintedItem]) -> Iterator[ReadItem]:
    """The line items of all pages in order, without those that carry a sum from one page to the next."""
    pages = {line.page for line in printed}
    for before, line, after in zip([None, *printed], printed, [*printed[1:], None], strict=False):
        is_edge = before is None or after is None or before.page != line.page or after.page != line.page
        if not (len(pages) > 1 and is_edge and _CARRIED.match(folded(line.item.description))):
            yield line.item
