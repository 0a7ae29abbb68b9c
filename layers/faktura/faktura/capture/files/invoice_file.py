"""An uploaded invoice file: its content says what it is, and broken, locked or explosive ones are refused early.

Textract reads one page at a time, so a file of many gives its pages one by one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from faktura.capture.errors import FileTooLarge, FileTooSmall, UnsupportedFormat
from faktura.capture.files import image, pdf
from faktura.capture.files.examination import Examination
from faktura.core.settings import setting

_EXAMINERS: Mapping[str, Callable[[bytes], Examination]] = {
    "application/pdf": pdf.examined,
    "image/jpeg": lambda content: image.examined(content, "JPEG"),
    "image/png": lambda content: image.examined(content, "PNG"),
    "image/tiff": lambda content: image.examined(content, "TIFF"),
}

_PAINTED = {"image/png": "PNG", "image/tiff": "TIFF"}
"""What may hold pages, depths or transparency that OCR does not take."""

_BIG_TIFF = (b"II+\x00", b"MM\x00+")


@dataclass(frozen=True)
class InvoiceFile:
    """A file that can be read; `media_type` is what its content is.

    `content` is the file byte for byte as it came; `resolutions`, `mended` and `damage` are its `Examination`'s.
    """

    content: bytes
    media_type: str
    resolutions: tuple[int | None, ...] = (None,)
    mended: bytes | None = None
    damage: str = ""

    @classmethod
    def examined(cls, content: bytes) -> "InvoiceFile":
        """The file, if it is of a readable kind, size and state; an `InvalidFile` that says why not."""
        verify_size(len(content))
        media_type = _media_type(content)
        found = _EXAMINERS[media_type](content)
        return cls(content, media_type, found.resolutions, found.mended, found.damage)

    @property
    def pages(self) -> int:
        """How many pages there are to read."""
        return len(self.resolutions)

    def page(self, number: int) -> bytes:
        """One page, counted from 0, as a file that Textract takes."""
        return self.separated([number])[0]

    def separated(self, numbers: Sequence[int]) -> list[bytes]:
        """These pages, counted from 0, each as a file that Textract takes; `InvalidFile` where that costs too much.

        Only in the main thread are the costs bounded.
        """
        legible = self.mended or self.content
        if numbers and self.media_type in _PAINTED:
            return image.pages(legible, _PAINTED[self.media_type], numbers)
        if numbers and self.pages > 1:
            return pdf.pages(legible, numbers)
        return [legible for _ in numbers]


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
    if pdf.start(content) is not None:
        return "application/pdf"
    if content.startswith(_BIG_TIFF):
        raise UnsupportedFormat("The file is a BigTIFF, which is not read; an ordinary TIFF is.")
    raise UnsupportedFormat


def _size(limit: int) -> str:
    for unit, name in ((1024 * 1024, "MB"), (1024, "KB")):
        if limit and limit % unit == 0:
            return f"{limit // unit} {name}"
    return f"{limit} bytes"
