"""Many pages, one invoice: which page is believed where several say something (CONTRACT section 3, Files).

Who wrote to whom, when and under which number stands on the first page that says it; what it comes to stands on the
last, for earlier ones may have their own totals and carry them over.
"""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from faktura.capture.reading.amount import added, amount
from faktura.capture.reading.reading import ReadItem
from faktura.core.folding import folded

CLOSING = {"TOTAL", "SUBTOTAL", "TAX", "AMOUNT_DUE"}
"""Textract's types of what an invoice ends with."""

DOUBTFUL = 50
"""Percent of confidence, under which a field counts after all others, whatever its page."""

_CARRIED = re.compile(
    r"(?:amount |balance |total )?(?:(?:carried|brought|carry) (?:forward|over)|b/f\b|c/f\b)|balance forward"
    r"|continued\b|(?:total |balance )?(?:of |from )?(?:the )?(?:previous|last) page\b|previous page"
    r"|(?:sub-?total|total) (?:of |for )?(?:this )?page|page (?:sub-?)?total"
    r"|(?:zwischensumme|summe|ubertrag|seitensumme|seitenubertrag|vortrag)\b(?! [a-z]+ [a-z]+)"
    r"|(?:total |montant |somme )?(?:a reporter|reporte)\b|report(?: de la page.*)?$|sous-?total"
)
"""Texts, folded, of lines that only carry a sum from page to page: English, German, French."""


@dataclass(frozen=True)
class PrintedField:
    """One field of Textract's answer; `page` and `document` count from 1, `groups` say whose it is.

    A page is one document, or several where Textract sees several on it.
    """

    kind: str
    text: str
    confidence: int
    currency: str | None
    groups: frozenset[str]
    page: int
    document: int = 1
    label: str = ""


@dataclass(frozen=True)
class PrintedItem:
    """One line of charges and its page."""

    item: ReadItem
    page: int


def ranked(fields: Sequence[PrintedField], kind: str) -> list[PrintedField]:
    """The fields of one type, the most believable first."""

    def rank(field: PrintedField) -> tuple[bool, int, int]:
        page = -field.page if kind in CLOSING else field.page
        return field.confidence < DOUBTFUL, page, -field.confidence

    return sorted((field for field in fields if field.kind == kind), key=rank)


def ranked_totals(fields: Sequence[PrintedField], items: Sequence[ReadItem], pages: Set[int]) -> list[PrintedField]:
    """The totals; one that the lines of all pages come to, with the taxes or without, before those of single pages.

    `pages` are those whose lines were read: what a few of the lines come to proves nothing.
    """
    totals = ranked(fields, "TOTAL")
    claiming = {field.page for field in totals}
    if len(claiming) < 2 or not claiming <= pages:
        return totals
    lines = added(item.total for item in items)
    taxes = [tax for field in ranked(fields, "TAX") if (tax := amount(field.text)) is not None]
    proven = {lines, added([lines, *taxes]), *(added([lines, tax]) for tax in taxes)}
    return sorted(totals, key=lambda field: amount(field.text) not in proven)


def together(printed: Sequence[PrintedItem]) -> Iterator[ReadItem]:
    """The lines of all pages in their order, without those that carry a sum to the next page or from the one before."""
    pages = {line.page for line in printed}
    for before, line, after in zip([None, *printed], printed, [*printed[1:], None], strict=False):
        is_edge = before is None or after is None or before.page != line.page or after.page != line.page
        if not (len(pages) > 1 and is_edge and _CARRIED.match(folded(line.item.description))):
            yield line.item
