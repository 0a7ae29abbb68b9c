"""Where the words of a document are printed, from Textract's responses. A person who reviews it can point at them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from faktura.capture.page.detection import box_of, percent
from faktura.capture.page.layout import Place
from faktura.capture.reading.textract_response import PageResponse
from faktura.core.text import seen

_DECIMALS = 4
"""Of a place on a page: a ten-thousandth of a letter page is a fiftieth of a millimetre wide."""


@dataclass(frozen=True)
class PageWord:
    """One printed word. `confidence` is the OCR engine's, in percent."""

    text: str
    box: Place
    confidence: int


@dataclass(frozen=True)
class PageWords:
    """The words of one page in the order of the OCR engine, which is that of reading. `page` counts from 1."""

    page: int
    words: tuple[PageWord, ...]


def page_words(responses: Sequence[PageResponse]) -> list[PageWords]:
    """The words of each page, from one response per page. Of a page without words, its lines take their place."""
    return [PageWords(number, _words(response)) for number, response in enumerate(responses, start=1)]


def rounded(box: Place) -> Place:
    """The box as it is shown and stored."""
    return Place(*(round(side, _DECIMALS) for side in (box.left, box.top, box.width, box.height)))


def _words(response: PageResponse) -> tuple[PageWord, ...]:
    """The visible words that have a place. Textract may see several documents on a page, and repeats words then."""
    documents = response.get("ExpenseDocuments") or []
    blocks = [block for document in documents for block in document.get("Blocks") or []]
    return tuple(dict.fromkeys(_placed(blocks, "WORD"))) or tuple(dict.fromkeys(_placed(blocks, "LINE")))


def _placed(blocks: Sequence[Mapping[str, Any]], kind: str) -> Iterator[PageWord]:
    for block in blocks:
        if block.get("BlockType") == kind and (text := seen(str(block.get("Text") or ""))) and (box := box_of(block)):
            yield PageWord(text, rounded(box), int(percent(block)))
