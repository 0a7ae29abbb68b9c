"""The pages of a TIFF, found from its directories alone. Previews and masks have directories too, but are not pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from struct import pack

from PIL.TiffImagePlugin import ImageFileDirectory_v2

from faktura.capture.errors import UnsupportedFormat

_WIDTH, _HEIGHT, _SAMPLE_FORMAT = 256, 257, 339
_NEW_SUBFILE_TYPE, _SUBFILE_TYPE = 254, 255
_REDUCED, _MASK = 1, 4
"""Bits of NewSubfileType."""
_OLD_REDUCED = 2
"""The value of SubfileType, which NewSubfileType replaced."""
_FLOATING = {3, 6}
"""Sample formats: IEEE floating point, and complex."""


@dataclass(frozen=True)
class TiffPage:
    """One page: the offset of its directory, and its size in pixels."""

    offset: int
    size: tuple[int, int]

    def as_first(self, content: bytes) -> bytes:
        """The TIFF with this page as its first."""
        order = "<L" if content.startswith(b"II") else ">L"
        return content[:4] + pack(order, self.offset) + content[8:]


def pages(content: bytes, limit: int) -> list[TiffPage]:
    """The pages: at least one, and at most `limit + 1`. In a file of nothing but previews, the previews are the pages.

    `UnsupportedFormat` if a page has floating-point samples; `ValueError` if a directory is broken.
    """
    found: list[TiffPage] = []
    previews: list[TiffPage] = []
    for offset, directory in _directories(content):
        page = TiffPage(offset, (_number(directory, _WIDTH), _number(directory, _HEIGHT)))
        if not _is_page(directory):
            previews.append(page)
            continue
        if min(page.size) < 1:
            raise ValueError
        if _FLOATING & set(_numbers(directory, _SAMPLE_FORMAT)):
            raise UnsupportedFormat("The TIFF has floating-point samples; only integer samples are supported.")
        found.append(page)
        if len(found) > limit:
            break
    if not (found or previews):
        raise ValueError
    return found or previews


def has_one_directory(content: bytes) -> bool:
    """Whether the file is a single page without previews."""
    return len(list(islice(_directories(content), 2))) == 1


def _directories(content: bytes) -> Iterator[tuple[int, ImageFileDirectory_v2]]:
    """The offsets and directories of the chain. Directories within others (SubIFDs) do not belong to it.

    It yields the same object each time, filled with the next directory.
    """
    directory, file = ImageFileDirectory_v2(content[:8]), BytesIO(content)
    seen = set[int]()
    while (offset := directory.next) and offset not in seen:
        seen.add(offset)
        file.seek(offset)
        directory.load(file)
        yield offset, directory


def _is_page(directory: ImageFileDirectory_v2) -> bool:
    is_preview = _number(directory, _NEW_SUBFILE_TYPE) & (_REDUCED | _MASK)
    return not is_preview and _number(directory, _SUBFILE_TYPE) != _OLD_REDUCED


def _number(directory: ImageFileDirectory_v2, tag: int) -> int:
    return next(iter(_numbers(directory, tag)), 0)


def _numbers(directory: ImageFileDirectory_v2, tag: int) -> list[int]:
    value = directory.get(tag, ())
    return [int(number) for number in (value if isinstance(value, tuple) else (value,))]
