"""PDFs, examined by their structure alone: nothing is rendered, so nothing can explode that pypdf does not let."""

import logging
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from pypdf import PdfReader, PdfWriter, apply_configuration
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from faktura.capture import cpu
from faktura.capture.errors import InvalidFile
from faktura.capture.pdf_scans import resolution
from faktura.capture.resolution import MOST_PAGES

MOST_PIXELS = 50_000_000
MOST_DECODED = 50_000_000
"""Bytes that the pages' streams may have decompressed, each of them and all together, pictures' pixels aside."""

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it finds odd in a stranger's file is no event of ours

_CPU_SECONDS = 1.2
_MOST_OBJECTS = 20_000
"""Of one page."""
_UPWARD = {"/Parent", "/P"}
_FLATE = ("/FlateDecode", ["/FlateDecode"])
_BILEVEL = ("/JBIG2Decode", ["/JBIG2Decode"])
"""The one codec that pypdf would call another program for."""
_BYTES_A_PIXEL = 8
"""Four colours of 16 bits."""
_PIECE = 1024 * 1024


def resolutions(content: bytes) -> list[int | None]:
    """DPI of each page, `None` where it is no scan; `InvalidFile` unless it is a sane, unlocked PDF of few pages."""
    with _opened(content) as reader:
        _examine(reader)
        return [resolution(page) for page in reader.pages]


def page(content: bytes, number: int) -> bytes:
    """One page as a PDF of its own."""
    with _opened(content) as reader:
        writer, written = PdfWriter(), BytesIO()
        writer.add_page(reader.pages[number])
        writer.write(written)
        return written.getvalue()


@contextmanager
def _opened(content: bytes) -> Iterator[PdfReader]:
    try:
        with (
            cpu.at_most(_CPU_SECONDS),
            apply_configuration(
                zlib_maximum_output_length=MOST_DECODED,
                lzw_maximum_output_length=MOST_DECODED,
                run_length_maximum_output_length=MOST_DECODED,
                jbig2dec_binary=None,
            ),
        ):
            yield PdfReader(BytesIO(content), strict=False)
    except InvalidFile:
        raise
    except cpu.TooMuchCpuError as bound:
        raise InvalidFile("The PDF is too complicated to be read.") from bound
    except Exception as fault:  # pypdf raises whatever a broken file makes of it
        raise InvalidFile("The PDF is broken.") from fault


def _examine(reader: PdfReader) -> None:
    if reader.is_encrypted:
        raise InvalidFile("The PDF is encrypted.")
    if "/XFA" in (reader.root_object.get("/AcroForm") or {}):
        raise InvalidFile("The PDF is an XFA form, which draws its pages by program.")
    if not 1 <= (pages := len(reader.pages)) <= MOST_PAGES:
        raise InvalidFile(f"The PDF has {pages} pages; 1 to {MOST_PAGES} are read.")
    decoded, seen = 0, set[tuple[int, int]]()
    for sheet in reader.pages:
        for stream in _streams(sheet, seen):
            decoded += _decoded_length(stream)
            if decoded > MOST_DECODED:
                raise InvalidFile("The PDF's content is too large when decompressed.")


def _decoded_length(stream: StreamObject) -> int:
    """Bytes behind the filters. Of a picture, its pixels are judged and its own codec is left alone."""
    pixels = int(stream.get("/Width", 0)) * int(stream.get("/Height", 0))
    if pixels > MOST_PIXELS:
        raise InvalidFile(f"The PDF has a picture of more than {MOST_PIXELS} pixels.")
    steps = stream.get("/Filter")
    if steps in _BILEVEL:
        return 0
    if pixels and steps in _FLATE:
        return _surplus(stream._data, pixels * _BYTES_A_PIXEL)
    return len(stream.get_data())


def _surplus(packed: bytes, room: int) -> int:
    """Bytes that are packed beyond the `room` that a picture's pixels take; counted without holding them."""
    inflater, length = zlib.decompressobj(), 0
    while packed and not inflater.eof and length - room <= MOST_DECODED:
        length += len(inflater.decompress(packed, _PIECE))
        packed = inflater.unconsumed_tail
    return max(0, length - room)


def _streams(page: DictionaryObject, seen: set[tuple[int, int]]) -> Iterator[StreamObject]:
    """Every stream that drawing the page can touch, but those `seen` with an earlier page."""
    waiting: list[Any] = [page]
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
            yield found
        if isinstance(found, DictionaryObject):
            waiting += [found.raw_get(key) for key in found if key not in _UPWARD]
        elif isinstance(found, ArrayObject):
            waiting += list.__iter__(found)
    raise InvalidFile("The PDF's page has too many parts.")
