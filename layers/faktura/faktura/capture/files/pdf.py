"""PDF files, examined by their structure alone. Nothing is rendered, and pypdf decodes within limits."""

import logging
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from pypdf import PageObject, PdfReader, PdfWriter, apply_configuration
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject

from faktura.capture.errors import InvalidFile, LockedFile
from faktura.capture.files import cpu_limit, e_invoice
from faktura.capture.files.attachment import xml_attachments
from faktura.capture.files.drawn.visible_text import visible_text
from faktura.capture.files.examination import Examination
from faktura.capture.files.pdf_scan import drawing_count, drawn_objects, resolution
from faktura.capture.files.pdf_stream import (
    Decoded,
    DecodedTooLarge,
    as_list,
    decoded,
    entry,
)
from faktura.capture.files.resolution import MAX_PAGES
from faktura.capture.reading.e_invoices.printed_page import PrintedPage

MAX_LEADING_BYTES = 1024
"""Before `%PDF-`. Other software puts them there, and every reader skips them."""

MAX_PIXELS = 50_000_000
"""Of one image."""

MAX_DECODED_BYTES = 50_000_000
"""Of the pages' streams, each of them and all together, not counting the pixels of images."""

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings about a customer's file are not our events

_MAX_CPU_SECONDS = 1.2
_MAX_PAGES_CPU_SECONDS = 3.0
"""For splitting a file into pages."""
_MAX_ARRAY_ELEMENTS = 1_000_000
_MAX_PAGE_OBJECTS = 20_000
_MAX_DRAWINGS = 100_000
"""Of forms and patterns on one page. A renderer may keep some kilobytes of each."""
_BYTES_PER_PIXEL = 8
"""Four colours of 16 bits."""
_HEADER = b"%PDF-"
_START_XREF = re.compile(rb"startxref\s+(\d{1,10})\b")
_XREF = re.compile(rb"\s{0,2}(?:xref|\d+\s+\d+\s+obj)\b")
_PAGE_KEYS = ("/Contents", "/Resources", "/Group", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit")
"""A page's entries that drawing it uses, besides its annotations."""
_ANNOTATION_KEYS = ("/Subtype", "/Rect", "/F", "/AS", "/AP")
"""The entries of an annotation that drawing it uses."""
_UNUSED_KEYS = {"/Metadata", "/PieceInfo", "/AF", "/OPI"}
"""A stream's entries that drawing it does not use. In other dictionaries these may be names of anything."""
_DAMAGED = "Part of the PDF is damaged, so the invoice may be incomplete"
_TOO_COMPLEX = "The PDF is too complex to read."


def start(content: bytes) -> int | None:
    """Where the PDF begins; `None` if it does not begin within the bytes that are skipped."""
    at = content.find(_HEADER, 0, MAX_LEADING_BYTES + len(_HEADER))
    return None if at < 0 else at


def examined(content: bytes) -> Examination:
    """Examine a PDF; `InvalidFile` unless it is well-formed and unlocked, with at most `MAX_PAGES` pages.

    What no page draws is ignored. A damaged stream is accepted if its page still shows something.
    """
    leading = start(content) or 0
    origin = _origin(content, leading)
    document = content[origin:]
    with _opened(document) as reader:
        damaged = _examine(reader)
        found = [_page_examined(page, damaged) for page in reader.pages]
        damage = _DAMAGED if any(is_damaged for _, is_damaged in found) else ""
        repaired = _written(map(_drawn_part, reader.pages)) if damaged or origin < leading else document
        data = e_invoice.best(xml_attachments(reader))
        legible = None if repaired == content else repaired
        return Examination(tuple(dpi for dpi, _ in found), legible, damage, data.invoice, data.doubts)


def pages(content: bytes, numbers: Sequence[int]) -> list[bytes]:
    """These pages, counted from 0, each as a PDF of its own that holds only what drawing the page uses."""
    with _opened(content, _MAX_PAGES_CPU_SECONDS) as reader:
        parts = [_drawn_part(reader.pages[number]) for number in numbers]
        seen = set[tuple[int, int]]()
        for part in parts:
            for _ in _streams(part, seen):
                pass
        return [_written([part]) for part in parts]


def visible_pages(content: bytes) -> list[PrintedPage]:
    """The text that a reader sees on each page, as far as it can be proven in the time that a file has."""
    try:
        with _opened(content) as reader:
            return [visible_text(page, number) for number, page in enumerate(reader.pages, start=1)]
    except InvalidFile:
        return []


@contextmanager
def _opened(content: bytes, seconds: float = _MAX_CPU_SECONDS) -> Iterator[PdfReader]:
    try:
        with (
            cpu_limit.at_most(seconds),
            apply_configuration(
                array_maximum_element_count=_MAX_ARRAY_ELEMENTS,
                zlib_maximum_output_length=MAX_DECODED_BYTES,
                lzw_maximum_output_length=MAX_DECODED_BYTES,
                run_length_maximum_output_length=MAX_DECODED_BYTES,
                jbig2dec_binary=None,
            ),
        ):
            yield PdfReader(BytesIO(content), strict=False)
    except InvalidFile:
        raise
    except cpu_limit.CpuLimitExceeded as limit:
        raise InvalidFile(_TOO_COMPLEX) from limit
    except Exception as fault:  # pypdf raises many kinds of errors for a broken file
        raise InvalidFile("The PDF is broken.") from fault


def _origin(content: bytes, leading: int) -> int:
    """Where the PDF's offsets count from: its own first byte, unless they fit only the file's first byte."""
    last = _START_XREF.match(content, max(0, content.rfind(b"startxref")))
    fitting = (base for base in (leading, 0) if last and _XREF.match(content, base + int(last[1])))
    return next(fitting, leading)


def _drawn_part(page: PageObject) -> PageObject:
    """The page with only what drawing it uses. The writer would copy everything that can be reached from it."""
    part = PageObject(page.pdf)
    part.update(_entries(page, ("/Type", *_PAGE_KEYS)))
    found = [one for one in as_list(entry(page, "/Annots")) if isinstance(one, DictionaryObject) and "/AP" in one]
    if found:
        annotations = [DictionaryObject(_entries(one, _ANNOTATION_KEYS)) for one in found]
        part[NameObject("/Annots")] = ArrayObject(annotations)
    return part


def _entries(dictionary: DictionaryObject, keys: Iterable[str]) -> dict[NameObject, Any]:
    return {NameObject(key): dictionary.raw_get(key) for key in keys if key in dictionary}


def _written(pages: Iterable[PageObject]) -> bytes:
    writer, written = PdfWriter(), BytesIO()
    for page in pages:
        writer.add_page(page)
    writer.write(written)
    return written.getvalue()


def _examine(reader: PdfReader) -> dict[int, Decoded]:
    """Check the PDF's limits, and repair its damaged streams; returns what is left of each, by the stream's `id`."""
    if reader.is_encrypted:
        raise LockedFile("The PDF is encrypted.")
    form = entry(reader.root_object, "/AcroForm")
    if isinstance(form, DictionaryObject) and as_list(entry(form, "/XFA")):
        raise LockedFile("The PDF is an XFA form, which is not supported.")
    if not 1 <= (pages := len(reader.pages)) <= MAX_PAGES:
        raise InvalidFile(f"The PDF has {pages} pages; it must have 1 to {MAX_PAGES}.")
    bytes_left, seen, damaged = MAX_DECODED_BYTES, set[tuple[int, int]](), dict[int, Decoded]()
    for page in reader.pages:
        for stream in _streams(_drawn_part(page), seen):
            found = _decoded(stream, bytes_left)
            bytes_left -= found.surplus
            if found.is_repaired or found.is_cut:
                damaged[id(stream)] = found
        if drawing_count(page) > _MAX_DRAWINGS:
            raise InvalidFile(_TOO_COMPLEX)
    return damaged


def _decoded(stream: StreamObject, max_bytes: int) -> Decoded:
    """What a stream holds. Of an image the number of pixels is checked; its own codec is not decoded."""
    pixels = int(entry(stream, "/Width") or 0) * int(entry(stream, "/Height") or 0)
    try:
        found = decoded(stream, max_bytes, min(pixels, MAX_PIXELS) * _BYTES_PER_PIXEL)
    except DecodedTooLarge as bomb:
        raise InvalidFile("The PDF's content is too large when decompressed.") from bomb
    if max(pixels, found.coded_pixels) > MAX_PIXELS:
        raise InvalidFile(f"The PDF contains an image of more than {MAX_PIXELS} pixels.")
    return found


def _page_examined(page: PageObject, damaged: Mapping[int, Decoded]) -> tuple[int | None, bool]:
    """The page's dots per inch, and whether anything on it is damaged; `InvalidFile` if nothing is left of it."""
    contents, objects = as_list(entry(page, "/Contents")), drawn_objects(page)
    dpi = resolution(page, objects)
    images = [one.stream for one in objects if one.area]
    lengths = {stream: left.length for stream, left in damaged.items() if left.is_cut}
    for essential in (contents, images if dpi else []):
        if essential and not any(lengths.get(id(stream), 1) for stream in essential):
            raise InvalidFile("The PDF is broken.")
    return dpi, any(id(stream) in lengths for stream in (*contents, *(one.stream for one in objects)))


def _streams(page: PageObject, seen: set[tuple[int, int]]) -> Iterator[StreamObject]:
    """All streams that drawing the page can use, except those `seen` on an earlier page.

    Entries that drawing does not use are removed from each stream.
    """
    waiting: list[Any] = [page]
    for _ in range(_MAX_PAGE_OBJECTS):
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
            for key in _UNUSED_KEYS & found.keys():
                del found[key]
            yield found
        if isinstance(found, DictionaryObject):
            waiting += [found.raw_get(key) for key in found]
        elif isinstance(found, ArrayObject):
            waiting += list.__iter__(found)
    raise InvalidFile("A page of the PDF has too many objects.")
