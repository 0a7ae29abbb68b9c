"""An uploaded invoice file: its content says what it is, and broken, locked or explosive ones are refused early.

Textract reads one page at a time, so a file of many gives its pages one by one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from faktura.capture import pdfs, pictures
from faktura.capture.errors import FileTooLarge, FileTooSmall, UnsupportedFormat
from faktura.core.settings import setting

_PDF_HEADER_WITHIN = 1024
"""Bytes: other software's leading bytes before `%PDF-` are common, and every reader skips them."""

_EXAMINERS: Mapping[str, Callable[[bytes], list[int | None]]] = {
    "application/pdf": pdfs.resolutions,
    "image/jpeg": lambda content: pictures.resolutions(content, "JPEG"),
    "image/png": lambda content: pictures.resolutions(content, "PNG"),
    "image/tiff": lambda content: pictures.resolutions(content, "TIFF"),
}


@dataclass(frozen=True)
class InvoiceFile:
    """A file that can be read; `media_type` is what its content is.

    `resolutions` has one entry a page: dots per inch, `None` where a page is drawn, not scanned.
    """

    content: bytes
    media_type: str
    resolutions: tuple[int | None, ...] = (None,)

    @classmethod
    def examined(cls, content: bytes) -> "InvoiceFile":
        """The file, if it is of a readable kind, size and state; an `InvalidFile` that says why not."""
        verify_size(len(content))
        media_type = _media_type(content)
        return cls(content, media_type, tuple(_EXAMINERS[media_type](content)))

    @property
    def pages(self) -> int:
        """How many pages there are to read."""
        return len(self.resolutions)

    def page(self, number: int) -> bytes:
        """One page, counted from 0, as a file of its own; safe to call from several threads."""
        if self.pages == 1:
            return self.content
        if self.media_type == "application/pdf":
            return pdfs.page(self.content, number)
        return pictures.page(self.content, number)


def verify_size(size: int) -> None:
    """Refuse files of too few or too many bytes, which need not be read for it."""
    smallest, largest = int(setting("SMALLEST_FILE")), int(setting("LARGEST_FILE"))
    if size < smallest:
        raise FileTooSmall(f"The file has {size} bytes; the minimum is {_size(smallest)}.")
    if size > largest:
        raise FileTooLarge(f"The file has {size} bytes; the maximum is {_size(largest)}.")


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
