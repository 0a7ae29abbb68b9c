"""PDFs, examined by their structure alone: nothing is rendered, so nothing can explode that pypdf does not let."""

import logging
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader, apply_configuration
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from faktura.capture.errors import InvalidFile

MOST_PIXELS = 50_000_000
MOST_DECODED = 50_000_000
"""Bytes that the page's streams may have decompressed, each of them and all together."""

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it finds odd in a stranger's file is no event of ours

_MOST_OBJECTS = 20_000
_UPWARD = {"/Parent", "/P"}
_BILEVEL = "/JBIG2Decode"
"""The one codec that pypdf would call another program for."""


def examine_pdf(content: bytes) -> None:
    """`InvalidFile` unless `content` is an unlocked PDF of one page whose streams are of a sane size."""
    try:
        with apply_configuration(
            zlib_maximum_output_length=MOST_DECODED,
            lzw_maximum_output_length=MOST_DECODED,
            run_length_maximum_output_length=MOST_DECODED,
            jbig2dec_binary=None,
        ):
            _examine(PdfReader(BytesIO(content), strict=False))
    except InvalidFile:
        raise
    except Exception as fault:  # pypdf raises whatever a broken file makes of it
        raise InvalidFile("The PDF is broken.") from fault


def _examine(reader: PdfReader) -> None:
    if reader.is_encrypted:
        raise InvalidFile("The PDF is encrypted.")
    if (pages := len(reader.pages)) != 1:
        raise InvalidFile(f"The PDF has {pages} pages; one page is read.")
    decoded = 0
    for stream in _streams(reader.pages[0]):
        if int(stream.get("/Width", 0)) * int(stream.get("/Height", 0)) > MOST_PIXELS:
            raise InvalidFile(f"The PDF has a picture of more than {MOST_PIXELS} pixels.")
        decoded += _decoded_length(stream)
        if decoded > MOST_DECODED:
            raise InvalidFile("The PDF's content is too large when decompressed.")


def _decoded_length(stream: StreamObject) -> int:
    """Bytes behind the filters; a picture's own codec is left alone, its pixels are judged instead."""
    if stream.get("/Filter") in (_BILEVEL, [_BILEVEL]):
        return 0
    return len(stream.get_data())


def _streams(page: DictionaryObject) -> Iterator[StreamObject]:
    """Every stream that drawing the page can touch."""
    seen: set[tuple[int, int]] = set()
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
