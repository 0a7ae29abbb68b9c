"""An uploaded invoice file: its content says what it is, and broken, locked or explosive ones are refused early.

Textract reads one page at a time: PDF and TIFF of a single page, pictures up to 10,000 pixels a side.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from faktura.capture.errors import FileTooLarge, FileTooSmall, UnsupportedFormat
from faktura.capture.pdfs import examine_pdf
from faktura.capture.pictures import examine_picture
from faktura.core.settings import setting

_PDF_HEADER_WITHIN = 1024
"""Bytes: other software's leading bytes before `%PDF-` are common, and every reader skips them."""

_EXAMINERS: Mapping[str, Callable[[bytes], None]] = {
    "application/pdf": examine_pdf,
    "image/jpeg": lambda content: examine_picture(content, "JPEG"),
    "image/png": lambda content: examine_picture(content, "PNG"),
    "image/tiff": lambda content: examine_picture(content, "TIFF"),
}


@dataclass(frozen=True)
class InvoiceFile:
    """A file that can be given to Textract; `media_type` is what its content is."""

    content: bytes
    media_type: str

    @classmethod
    def examined(cls, content: bytes) -> "InvoiceFile":
        """The file, if it is of a readable kind, size and state; an `InvalidFile` that says why not."""
        smallest, largest = int(setting("SMALLEST_FILE")), int(setting("LARGEST_FILE"))
        if len(content) < smallest:
            raise FileTooSmall(f"The file has {len(content)} bytes; the minimum is {_size(smallest)}.")
        if len(content) > largest:
            raise FileTooLarge(f"The file has {len(content)} bytes; the maximum is {_size(largest)}.")
        media_type = _media_type(content)
        _EXAMINERS[media_type](content)
        return cls(content, media_type)


def _media_type(content: bytes) -> str:
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith((b"II*\x00", b"MM\x00*")):
        return "image/tiff"
    if b"%PDF-" in content[:_PDF_HEADER_WITHIN]:
        return "application/pdf"
    raise UnsupportedFormat


def _size(limit: int) -> str:
    for unit, name in ((1024 * 1024, "MB"), (1024, "KB")):
        if limit and limit % unit == 0:
            return f"{limit // unit} {name}"
    return f"{limit} bytes"
