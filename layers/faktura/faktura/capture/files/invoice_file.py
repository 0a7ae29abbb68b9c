"""An uploaded invoice file. Its kind is detected from its content; broken, locked or oversized files are refused.

An e-invoice is read from its data, as an XML file or within a PDF, and may be as small as it likes.

Textract reads one page at a time, so a file of several pages is split into files of one page.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from faktura.capture.errors import FileTooLarge, FileTooSmall, InvalidFile, UnsupportedFormat
from faktura.capture.files import e_invoice, image, pdf
from faktura.capture.files.examination import Examination
from faktura.capture.reading.e_invoices.printed_page import PrintedPage
from faktura.core.settings import setting
from faktura.einvoices.invoice import Invoice
from faktura.einvoices.xml_document import is_xml

_PDF = "application/pdf"
_XML = "application/xml"

_EXAMINERS: Mapping[str, Callable[[bytes], Examination]] = {
    _PDF: pdf.examined,
    _XML: e_invoice.examined,
    "image/jpeg": lambda content: image.examined(content, "JPEG"),
    "image/png": lambda content: image.examined(content, "PNG"),
    "image/tiff": lambda content: image.examined(content, "TIFF"),
}

_CONVERTED = {"image/png": "PNG", "image/tiff": "TIFF"}
"""Kinds that may have several pages, deep samples or transparency, which Textract does not take."""

_BIG_TIFF = (b"II+\x00", b"MM\x00+")


@dataclass(frozen=True)
class InvoiceFile:
    """A file that can be read. `media_type` is detected from the content.

    `content` is the file byte for byte as sent; all else comes from its `Examination`.
    """

    content: bytes
    media_type: str
    resolutions: tuple[int | None, ...] = (None,)
    repaired: bytes | None = None
    damage: str = ""
    e_invoice: Invoice | None = None
    doubts: tuple[str, ...] = ()

    @classmethod
    def examined(cls, content: bytes) -> "InvoiceFile":
        """The file, if its kind, size and state allow reading it; else an `InvalidFile` that says why not."""
        verify_maximum(len(content))
        too_small = _too_small(len(content))
        if too_small and not (is_xml(content) or pdf.start(content) is not None):
            raise too_small
        media_type = _media_type(content)
        try:
            found = _EXAMINERS[media_type](content)
        except InvalidFile as fault:
            raise (too_small or fault) if media_type == _PDF else fault from fault.__cause__
        if too_small and found.e_invoice is None:
            raise too_small
        return cls(content, media_type, found.resolutions, found.repaired, found.damage, found.e_invoice, found.doubts)

    @property
    def page_count(self) -> int:
        """How many pages there are to read."""
        return len(self.resolutions)

    def page(self, number: int) -> bytes:
        """One page, counted from 0, as a file that Textract takes."""
        return self.split([number])[0]

    def visible_pages(self) -> list[PrintedPage]:
        """The text that a reader of a PDF sees, page by page, as far as it can be proven without drawing the pages."""
        return pdf.visible_pages(self.repaired or self.content)

    def split(self, numbers: Sequence[int]) -> list[bytes]:
        """These pages, counted from 0, each as a file that Textract takes; `InvalidFile` where that takes too long.

        Call it in the main thread: only there is its CPU time limited.
        """
        legible = self.repaired or self.content
        if numbers and self.media_type in _CONVERTED:
            return image.pages(legible, _CONVERTED[self.media_type], numbers)
        if numbers and self.page_count > 1:
            return pdf.pages(legible, numbers)
        return [legible for _ in numbers]


def verify_maximum(size: int) -> None:
    """Refuse a file with too many bytes. The file itself need not be read for this."""
    maximum = int(setting("MAX_FILE_BYTES"))
    if size > maximum:
        raise FileTooLarge(f"The file has {size} bytes; the maximum is {_printed(maximum)}.")


def _too_small(size: int) -> FileTooSmall | None:
    """The refusal of a picture with too few bytes."""
    minimum = int(setting("MIN_FILE_BYTES"))
    return FileTooSmall(f"The file has {size} bytes; the minimum is {_printed(minimum)}.") if size < minimum else None


def _media_type(content: bytes) -> str:
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith((b"II*\x00", b"MM\x00*")):
        return "image/tiff"
    if pdf.start(content) is not None:
        return _PDF
    if is_xml(content):
        return _XML
    if content.startswith(_BIG_TIFF):
        raise UnsupportedFormat("The file is a BigTIFF, which is not supported. Send an ordinary TIFF.")
    raise UnsupportedFormat


def _printed(limit: int) -> str:
    for unit, name in ((1024 * 1024, "MB"), (1024, "KB")):
        if limit and limit % unit == 0:
            return f"{limit // unit} {name}"
    return f"{limit} bytes"
