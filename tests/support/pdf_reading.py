"""Reads documents back, with pypdf, pdfium and, if it is installed, poppler."""

import re
import shutil
import subprocess
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pypdfium2
from pypdf import PdfReader

from faktura.documents.sheet import Letterhead, Sheet

AT = datetime(2026, 11, 25, 12, 30, tzinfo=UTC)
_DIRECTIONS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Sign:
    """A character on a page; points from the lower left corner."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


def sheet(title: str = "Invoice #0001", issuer: str = "Acme", **settings: Any) -> Sheet:
    """An empty document."""
    return Sheet(title, Letterhead(issuer), made_at=AT, **settings)


def pages(pdf: bytes) -> list[str]:
    """The text of each page."""
    with _opened(pdf) as document:
        return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]


def signs(pdf: bytes, page: int = 0) -> list[Sign]:
    """Every visible character on a page."""
    with _opened(pdf) as document:
        text = document[page].get_textpage()
        found = [Sign(text.get_text_range(at, 1), *text.get_charbox(at)) for at in range(text.count_chars())]
        return [sign for sign in found if sign.text.strip()]


def word(pdf: bytes, text: str, page: int = 0) -> Sign:
    """The position of a word that is on the page once."""
    with _opened(pdf) as document:
        content = document[page].get_textpage()
        at, count = content.search(text, match_case=True).get_next()
        boxes = [content.get_charbox(number) for number in range(at, at + count)]
        left, bottom, right, top = zip(*boxes, strict=True)
        return Sign(text, min(left), min(bottom), max(right), max(top))


def _by_pypdf(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def _by_pdfium(pdf: bytes) -> str:
    return "\n".join(pages(pdf))


def _by_poppler(pdf: bytes) -> str:
    command = ["pdftotext", "-layout", "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()  # noqa: S603  # our own words


def run_together(text: str) -> str:
    """Without its spaces: poppler takes those between single letters for letter-spacing."""
    return "".join(text.split())


READERS: dict[str, Callable[[bytes], str]] = {"pypdf": _by_pypdf, "pdfium": _by_pdfium}
if shutil.which("pdftotext"):
    READERS["poppler"] = _by_poppler


def extracted(pdf: bytes, reader: str) -> str:
    """The document's text as that reader copies it out: composed, without direction marks, in one line."""
    return " ".join(unicodedata.normalize("NFC", _DIRECTIONS.sub("", READERS[reader](pdf))).split())


@contextmanager
def _opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        yield document
    finally:
        document.close()
