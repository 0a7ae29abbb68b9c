"""One-page PDFs: checked by the product's rules before pdfium opens them, then read from their text layer or drawn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2
from PIL import Image, ImageChops
from pypdfium2.raw import (
    FPDF_PAGEOBJ_TEXT,
    FPDF_TEXTRENDERMODE_INVISIBLE,
    FPDFText_IsGenerated,
    FPDFTextObj_SetTextRenderMode,
)

from faktura.capture.errors import InvalidFile, LockedFile
from faktura.capture.files import pdf
from faktura.capture.page.layout import Box, Word
from local.textract.errors import BadDocument, DocumentTooLarge, UnsupportedDocument

POINTS_PER_INCH = 72
MAX_POINTS = 200 * POINTS_PER_INCH
MIN_WORDS = 8
"""A text layer with fewer words is a stamp or a page number on a scan."""
MAX_CHARACTERS = 50_000
"""Limit of a page's text layer. A dense page has 8,000."""


def legible(content: bytes) -> bytes:
    """The document for pdfium, after a check by the product's rules: a hostile file of 2 KB takes 2.1 GB in pdfium.

    So the local Textract refuses no PDF that the product accepts, except one with several pages, like Textract.
    """
    try:
        found = pdf.examined(content)
    except LockedFile as locked:
        raise UnsupportedDocument from locked
    except InvalidFile as bad:
        raise BadDocument from bad
    if len(found.resolutions) != 1:
        raise UnsupportedDocument
    return found.repaired or content


_VISIBLE_SCALE = 1.5
"""Pixels for each point, to see whether a word is visible."""
_MIN_CONTRAST = 24
"""Of 255: the least by which a visible word changes some pixel."""
_MIN_HEIGHT = 2
"""Points. No one reads smaller letters."""

NARROWEST_SPACE, WIDEST_SPLIT = 0.2, 0.5
"""In heights of a line. A wider gap parts two words: in a text layer without spaces, and in one that has spaces, where
narrower gaps are within words.
"""


@dataclass(frozen=True)
class Sheet:
    """The page, its displayed size in points, and the words of its text layer.

    There are none for a scan, nor for a page with a word that nobody sees: like Textract, OCR then reads the picture.
    """

    page: pypdfium2.PdfPage
    words: tuple[Word, ...]
    width: float
    height: float

    def raster(self, pixels: int) -> Image.Image:
        """The page as an image with at most `pixels` pixels."""
        scale = (pixels / (self.width * self.height)) ** 0.5
        drawn: Image.Image = self.page.render(scale=scale).to_pil().convert("RGB")
        return drawn


def open_sheet(content: bytes) -> Sheet:
    """The page of a `legible` document. Raises BadDocument or DocumentTooLarge."""
    try:
        page = pypdfium2.PdfDocument(content)[0]
        width, height = page.get_size()
        if not 1 <= min(width, height) <= max(width, height) <= MAX_POINTS:
            raise DocumentTooLarge
        words = tuple(_words(page, width, height))
        is_legible = _is_text(words) and _are_visible(words, content, page)
    except pypdfium2.PdfiumError as broken:
        raise BadDocument from broken
    return Sheet(page, words if is_legible else (), width, height)


def _words(page: pypdfium2.PdfPage, width: float, height: float) -> Iterator[Word]:
    """The words of the text layer, separated by spaces or gaps."""
    layer = page.get_textpage()
    if layer.count_chars() > MAX_CHARACTERS:
        raise BadDocument
    shown = pypdfium2.PdfPosConv(page, (0, 0, round(width * 16), round(height * 16), 0))
    pending: list[tuple[str, Box]] = []
    letters = [layer.get_text_range(index, 1) for index in range(layer.count_chars())]
    guessed = {index for index, letter in enumerate(letters) if letter == " " and FPDFText_IsGenerated(layer, index)}
    gap = WIDEST_SPLIT if letters.count(" ") > len(guessed) else NARROWEST_SPACE
    for index, letter in enumerate(letters):
        if index in guessed:
            continue
        if not letter.strip() or letter in "\ufffe\ufffd\x02":
            yield from _joined(pending)
            pending = []
            continue
        box = _shown_box(shown, layer.get_charbox(index, loose=True))
        if pending and not _continues(pending[-1][1], box, gap):
            yield from _joined(pending)
            pending = []
        pending.append((letter, box))
    yield from _joined(pending)


def _shown_box(shown: Any, corners: tuple[float, float, float, float]) -> Box:
    left, bottom, right, top = corners
    (x0, y0), (x1, y1) = shown.to_bitmap(left, top), shown.to_bitmap(right, bottom)
    return Box(min(x0, x1) / 16, min(y0, y1) / 16, max(x0, x1) / 16, max(y0, y1) / 16)


def _continues(before: Box, box: Box, gap: float) -> bool:
    level = abs(before.middle - box.middle) < 0.3 * max(before.height, box.height)
    return level and -0.5 * box.height < box.left - before.right < gap * box.height


def _joined(letters: list[tuple[str, Box]]) -> Iterator[Word]:
    box = Box.around(box for _, box in letters) if letters else Box(0, 0, 0, 0)
    if box.height > 0:
        yield Word("".join(letter for letter, _ in letters), box, 99.9)


def _are_visible(words: Sequence[Word], content: bytes, page: pypdfium2.PdfPage) -> bool:
    """Whether each word changes the picture of the page; white, covered, clipped or tiny ones do not."""
    if any(word.box.height < _MIN_HEIGHT for word in words):
        return False
    without = pypdfium2.PdfDocument(content)[0]
    for text in without.get_objects(filter=[FPDF_PAGEOBJ_TEXT]):
        FPDFTextObj_SetTextRenderMode(text, FPDF_TEXTRENDERMODE_INVISIBLE)
    pictures = [one.render(scale=_VISIBLE_SCALE, grayscale=True).to_pil() for one in (page, without)]
    ink = ImageChops.difference(*pictures)
    return all(_is_inked(ink, word.box) for word in words)


def _is_inked(ink: Image.Image, box: Box) -> bool:
    corners = (box.left, box.top, box.right, box.bottom)
    left, top, right, bottom = (round(corner * _VISIBLE_SCALE) for corner in corners)
    around = ink.crop((left - 1, top - 1, max(right, left + 1) + 1, max(bottom, top + 1) + 1))
    return max(around.tobytes()) >= _MIN_CONTRAST


def _is_text(words: tuple[Word, ...]) -> bool:
    """Whether the text layer is enough readable text."""
    text = "".join(word.text for word in words)
    readable = sum(letter.isalnum() or letter.isascii() for letter in text)
    return len(words) >= MIN_WORDS and len(text) >= 2 * len(words) and readable >= 0.8 * len(text)
