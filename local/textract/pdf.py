"""One-page PDFs: judged by pypdf before pdfium sees them, then read by their own text layer or drawn."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pypdfium2
from PIL import Image
from pypdf import PdfReader, filters
from pypdf.errors import PyPdfError
from pypdf.generic import EncodedStreamObject, IndirectObject

from local.textract.faults import BadDocument, DocumentTooLarge, UnsupportedDocument
from local.textract.layout import Box, Word

POINTS_PER_INCH = 72
MAX_POINTS = 200 * POINTS_PER_INCH
MAX_OBJECTS = 20_000
MAX_INFLATED = 192 * 1024 * 1024
"""Bytes all streams of the one page may inflate to: an A4 scan at 600 DPI in colour has 105 million."""
ENOUGH_WORDS = 8
"""With fewer a text layer is a stamp or a page number upon a scan."""
MAX_CHARACTERS = 50_000
"""Of a page's text layer: a densely set page has 8,000."""
FLATE = {"/FlateDecode", "/Fl"}
OTHER_FILTERS: dict[str, Any] = {
    "/LZWDecode": filters.LZWDecode,
    "/RunLengthDecode": filters.RunLengthDecode,
    "/ASCII85Decode": filters.ASCII85Decode,
    "/ASCIIHexDecode": filters.ASCIIHexDecode,
}
UNREADABLE = (
    PyPdfError,
    zlib.error,
    OSError,
    RecursionError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    IndexError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
"""What pypdf and Pillow raise on a broken or hostile file; pypdf trusts its objects' types."""
PICTURES = {"/DCTDecode", "/DCT", "/JPXDecode"}


def check(content: bytes) -> None:
    """Refuse what Textract refuses, and bombs: for one of 2 KB pdfium takes 2.1 GB, or aborts."""
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted or len(reader.pages) != 1 or _has_xfa(reader):
            raise UnsupportedDocument
        room = MAX_INFLATED
        for stream in _streams(reader):
            room -= _weight(stream, room)
    except UNREADABLE as bad:
        raise BadDocument from bad


@dataclass(frozen=True)
class Sheet:
    """The page, its size in points as it is shown, and its own words, none where it is a scan."""

    page: pypdfium2.PdfPage
    words: tuple[Word, ...]
    width: float
    height: float

    def raster(self, pixels: int) -> Image.Image:
        """The page drawn, with at most so many pixels."""
        scale = (pixels / (self.width * self.height)) ** 0.5
        drawn: Image.Image = self.page.render(scale=scale).to_pil().convert("RGB")
        return drawn


def open_sheet(content: bytes) -> Sheet:
    """The page of a document that `check` let pass; raises BadDocument, DocumentTooLarge."""
    try:
        page = pypdfium2.PdfDocument(content)[0]
        width, height = page.get_size()
        if not 1 <= min(width, height) <= max(width, height) <= MAX_POINTS:
            raise DocumentTooLarge
        words = tuple(_words(page, width, height))
    except pypdfium2.PdfiumError as broken:
        raise BadDocument from broken
    return Sheet(page, words if _is_text(words) else (), width, height)


def _has_xfa(reader: PdfReader) -> bool:
    form = reader.root_object.get("/AcroForm")
    return form is not None and "/XFA" in form.get_object()


def _streams(reader: PdfReader) -> Iterator[EncodedStreamObject]:
    """Every stream of the file, whatever refers to it."""
    numbers = {number for generation in reader.xref.values() for number in generation} | set(reader.xref_objStm)
    if len(numbers) > MAX_OBJECTS:
        raise BadDocument
    for number in sorted(numbers):
        found = reader.get_object(IndirectObject(number, 0, reader))
        if isinstance(found, EncodedStreamObject):
            yield found


def _weight(stream: EncodedStreamObject, room: int) -> int:
    """Bytes a stream takes decoded; of an image also those of its pixels."""
    named = stream.get("/Filter", [])
    steps = named if isinstance(named, list) else [named]
    decoded, weight = stream._data, 0
    for step in (str(step) for step in steps):
        if step in PICTURES:
            with Image.open(BytesIO(decoded)) as picture:
                weight += 3 * picture.width * picture.height
        if step not in FLATE and step not in OTHER_FILTERS:
            break
        decoded = _inflated(decoded, room) if step in FLATE else OTHER_FILTERS[step].decode(decoded)
        weight += len(decoded)
    if stream.get("/Subtype") == "/Image":
        weight = max(weight, int(str(stream["/Width"])) * int(str(stream["/Height"])))
    if weight > room:
        raise BadDocument
    return weight


def _inflated(packed: bytes, room: int) -> bytes:
    inflater = zlib.decompressobj()
    plain = inflater.decompress(packed, room + 1)
    if len(plain) > room:
        raise BadDocument
    return plain


def _words(page: pypdfium2.PdfPage, width: float, height: float) -> Iterator[Word]:
    """Characters with their loose boxes, parted where a space is written or left."""
    layer = page.get_textpage()
    if layer.count_chars() > MAX_CHARACTERS:
        raise BadDocument
    shown = pypdfium2.PdfPosConv(page, (0, 0, round(width * 16), round(height * 16), 0))
    pending: list[tuple[str, Box]] = []
    for index in range(layer.count_chars()):
        letter = layer.get_text_range(index, 1)
        if not letter.strip() or letter in "\ufffe\ufffd\x02":
            yield from _joined(pending)
            pending = []
            continue
        box = _shown_box(shown, layer.get_charbox(index, loose=True))
        if pending and not _continues(pending[-1][1], box):
            yield from _joined(pending)
            pending = []
        pending.append((letter, box))
    yield from _joined(pending)


def _shown_box(shown: Any, corners: tuple[float, float, float, float]) -> Box:
    left, bottom, right, top = corners
    (x0, y0), (x1, y1) = shown.to_bitmap(left, top), shown.to_bitmap(right, bottom)
    return Box(min(x0, x1) / 16, min(y0, y1) / 16, max(x0, x1) / 16, max(y0, y1) / 16)


def _continues(before: Box, box: Box) -> bool:
    level = abs(before.middle - box.middle) < 0.3 * max(before.height, box.height)
    return level and -0.5 * box.height < box.left - before.right < 0.2 * box.height


def _joined(letters: list[tuple[str, Box]]) -> Iterator[Word]:
    box = Box.around(box for _, box in letters) if letters else Box(0, 0, 0, 0)
    if box.height > 0:
        yield Word("".join(letter for letter, _ in letters), box, 99.9)


def _is_text(words: tuple[Word, ...]) -> bool:
    """Enough of it, written from left to right, in letters that mean something."""
    text = "".join(word.text for word in words)
    readable = sum(letter.isalnum() or letter.isascii() for letter in text)
    return len(words) >= ENOUGH_WORDS and len(text) >= 2 * len(words) and readable >= 0.8 * len(text)
