"""PDFs, examined by their structure alone: nothing is rendered, so nothing can explode that pypdf does not let."""

import logging
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from pypdf import PageObject, PdfReader, PdfWriter, apply_configuration
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject

from faktura.capture.errors import InvalidFile, LockedFile
from faktura.capture.files import cpu_limit
from faktura.capture.files.examination import Examination
from faktura.capture.files.pdf_scan import drawings, drawn, resolution
from faktura.capture.files.pdf_stream import (
    TooMuchPackedError,
    Unpacked,
    entry,
    listed,
    unpacked,
)
from faktura.capture.files.resolution import MOST_PAGES

MOST_LEADING = 1024
"""Bytes before `%PDF-`: other software puts them there, and every reader skips them."""

MOST_PIXELS = 50_000_000
MOST_DECODED = 50_000_000
"""Bytes that the pages' streams may have decompressed, each of them and all together, pictures' pixels aside."""

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it finds odd in a stranger's file is no event of ours

_CPU_SECONDS = 1.2
_PAGES_CPU_SECONDS = 3.0
"""Of making all pages of a file PDFs of their own."""
_MOST_ELEMENTS = 1_000_000
"""Of an array, wherever it stands: the time it takes is what counts."""
_MOST_OBJECTS = 20_000
"""Of one page."""
_MOST_DRAWINGS = 100_000
"""Of forms and patterns on one page: of each a renderer may keep some kilobytes."""
_BYTES_A_PIXEL = 8
"""Four colours of 16 bits."""
_HEADER = b"%PDF-"
_TABLE_AT = re.compile(rb"startxref\s+(\d{1,10})\b")
_TABLE = re.compile(rb"\s{0,2}(?:xref|\d+\s+\d+\s+obj)\b")
_DRAWN = ("/Contents", "/Resources", "/Group", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit")
"""A page's entries that drawing it touches, besides its annotations."""
_DRAWN_NOTE = ("/Subtype", "/Rect", "/F", "/AS", "/AP")
"""The entries of an annotation that drawing it touches."""
_UNDRAWN = {"/Metadata", "/PieceInfo", "/AF", "/OPI"}
"""A stream's entries that drawing it does not touch; in other dictionaries they may be the name of anything."""
_DAMAGED = "Part of the PDF is damaged, so what it shows may be incomplete"


def start(content: bytes) -> int | None:
    """Where the PDF begins; `None` where it does not within the bytes that are skipped."""
    at = content.find(_HEADER, 0, MOST_LEADING + len(_HEADER))
    return None if at < 0 else at


def examined(content: bytes) -> Examination:
    """What the PDF is; `InvalidFile` unless it is a sane, unlocked one of few pages.

    What no page draws is not looked at. A damaged stream is no fault where its page shows something all the same.
    """
    leading = start(content) or 0
    counted_from = _counted_from(content, leading)
    whole = content[counted_from:]
    with _opened(whole) as reader:
        damaged = _examine(reader)
        found = [_seen(page, damaged) for page in reader.pages]
        damage = _DAMAGED if any(is_damaged for _, is_damaged in found) else ""
        mended = _written(map(_sheet, reader.pages)) if damaged or counted_from < leading else whole
        return Examination(tuple(dpi for dpi, _ in found), None if mended == content else mended, damage)


def pages(content: bytes, numbers: Sequence[int]) -> list[bytes]:
    """These pages, counted from 0, each as a PDF of its own that holds what drawing it touches, and nothing else."""
    with _opened(content, _PAGES_CPU_SECONDS) as reader:
        sheets = [_sheet(reader.pages[number]) for number in numbers]
        seen = set[tuple[int, int]]()
        for sheet in sheets:
            for _ in _streams(sheet, seen):
                pass
        return [_written([sheet]) for sheet in sheets]


@contextmanager
def _opened(content: bytes, seconds: float = _CPU_SECONDS) -> Iterator[PdfReader]:
    try:
        with (
            cpu_limit.at_most(seconds),
            apply_configuration(
                array_maximum_element_count=_MOST_ELEMENTS,
                zlib_maximum_output_length=MOST_DECODED,
                lzw_maximum_output_length=MOST_DECODED,
                run_length_maximum_output_length=MOST_DECODED,
                jbig2dec_binary=None,
            ),
        ):
            yield PdfReader(BytesIO(content), strict=False)
    except InvalidFile:
        raise
    except cpu_limit.TooMuchCpuError as bound:
        raise InvalidFile("The PDF is too complicated to be read.") from bound
    except Exception as fault:  # pypdf raises whatever a broken file makes of it
        raise InvalidFile("The PDF is broken.") from fault


def _counted_from(content: bytes, leading: int) -> int:
    """From where the PDF counts its offsets: from its own first byte, but where only the file's first fits."""
    last = _TABLE_AT.match(content, max(0, content.rfind(b"startxref")))
    fitting = (base for base in (leading, 0) if last and _TABLE.match(content, base + int(last[1])))
    return next(fitting, leading)


def _sheet(page: PageObject) -> PageObject:
    """The page without what drawing it does not touch: the writer would copy all that can be reached from it."""
    sheet = PageObject(page.pdf)
    sheet.update(_entries(page, ("/Type", *_DRAWN)))
    notes = [note for note in listed(entry(page, "/Annots")) if isinstance(note, DictionaryObject) and "/AP" in note]
    if notes:
        drawn_notes = [DictionaryObject(_entries(note, _DRAWN_NOTE)) for note in notes]
        sheet[NameObject("/Annots")] = ArrayObject(drawn_notes)
    return sheet


def _entries(whole: DictionaryObject, keys: Iterable[str]) -> dict[NameObject, Any]:
    return {NameObject(key): whole.raw_get(key) for key in keys if key in whole}


def _written(sheets: Iterable[PageObject]) -> bytes:
    writer, written = PdfWriter(), BytesIO()
    for sheet in sheets:
        writer.add_page(sheet)
    writer.write(written)
    return written.getvalue()


def _examine(reader: PdfReader) -> dict[int, Unpacked]:
    """What is left of the pages' damaged streams, by the streams' identity; they are mended."""
    if reader.is_encrypted:
        raise LockedFile("The PDF is encrypted.")
    form = entry(reader.root_object, "/AcroForm")
    if isinstance(form, DictionaryObject) and listed(entry(form, "/XFA")):
        raise LockedFile("The PDF is an XFA form, which draws its pages by program.")
    if not 1 <= (pages := len(reader.pages)) <= MOST_PAGES:
        raise InvalidFile(f"The PDF has {pages} pages; 1 to {MOST_PAGES} are read.")
    room, seen, damaged = MOST_DECODED, set[tuple[int, int]](), dict[int, Unpacked]()
    for sheet in reader.pages:
        for stream in _streams(_sheet(sheet), seen):
            found = _unpacked(stream, room)
            room -= found.surplus
            if found.is_mended or found.is_cut:
                damaged[id(stream)] = found
        if drawings(sheet) > _MOST_DRAWINGS:
            raise InvalidFile("The PDF is too complicated to be read.")
    return damaged


def _unpacked(stream: StreamObject, room: int) -> Unpacked:
    """What is packed into a stream. Of a picture, its pixels are judged and its own codec is left alone."""
    pixels = int(entry(stream, "/Width") or 0) * int(entry(stream, "/Height") or 0)
    try:
        found = unpacked(stream, room, min(pixels, MOST_PIXELS) * _BYTES_A_PIXEL)
    except TooMuchPackedError as bomb:
        raise InvalidFile("The PDF's content is too large when decompressed.") from bomb
    if max(pixels, found.coded_pixels) > MOST_PIXELS:
        raise InvalidFile(f"The PDF has a picture of more than {MOST_PIXELS} pixels.")
    return found


def _seen(page: PageObject, damaged: Mapping[int, Unpacked]) -> tuple[int | None, bool]:
    """The page's DPI, and whether anything that it draws is damaged; `InvalidFile` where nothing is left of it."""
    contents, found = listed(entry(page, "/Contents")), drawn(page)
    dpi = resolution(page, found)
    pictures = [one.stream for one in found if one.area]
    cut = {stream: left.length for stream, left in damaged.items() if left.is_cut}
    for essential in (contents, pictures if dpi else []):
        if essential and not any(cut.get(id(stream), 1) for stream in essential):
            raise InvalidFile("The PDF is broken.")
    return dpi, any(id(stream) in cut for stream in (*contents, *(one.stream for one in found)))


def _streams(sheet: PageObject, seen: set[tuple[int, int]]) -> Iterator[StreamObject]:
    """Every stream that drawing the page can touch, but those `seen` with an earlier page.

    Each loses its entries that drawing does not touch.
    """
    waiting: list[Any] = [sheet]
    for _ in range(_MOST_OBJECTS):
        if not waiting:
            return
        found = waiting.pop()
        if isinstance(found, IndirectObject):
            reference = (found.idnum, found.generation)
            if reference in seen:
                continue
            seen.add(reference)
            found = found.get_object()
        if isinstance(found, StreamObject):
            for key in _UNDRAWN & found.keys():
                del found[key]
            yield found
        if isinstance(found, DictionaryObject):
            waiting += [found.raw_get(key) for key in found]
        elif isinstance(found, ArrayObject):
            waiting += list.__iter__(found)
    raise InvalidFile("The PDF's page has too many parts.")
