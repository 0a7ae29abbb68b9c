"""A page of a file as a picture for a person, as a viewer shows it: with the boxes of a reading in their places.

Drawing may crash or never end, whatever was examined before: a library in C draws. `main` therefore runs in a process
of its own, with limits on its CPU time and memory.
"""

import resource
import sys
from collections.abc import Mapping
from io import BytesIO

import pypdfium2
from PIL import Image, ImageOps

from faktura.capture.errors import InvalidFile
from faktura.capture.files.image import on_white
from faktura.capture.files.invoice_file import InvoiceFile

MAX_SIDE_PIXELS = 1_600
"""Of a picture."""

MAX_CPU_SECONDS = 10
"""Of a process that draws."""

MAX_MEMORY_BYTES = 1_400_000_000
"""Of a process that draws: address space, which a page of 50 million pixels fills to about half."""

DRAWN, NO_SUCH_PAGE, NOT_DRAWN = 0, 3, 4
"""How the process ends."""

_JPEG_QUALITY = 85
_MAX_SCALE = 20.0
"""Pixels for each point, for a page as small as a stamp."""


def drawn(content: bytes, page: int) -> bytes | None:
    """A page, counted from 1, as a JPEG; `None` if the file has no such page. `InvalidFile` if it cannot be read."""
    file = InvoiceFile.examined(content)
    if not 1 <= page <= file.page_count:
        return None
    single = file.page(page - 1)
    picture = _of_pdf(single) if file.media_type == "application/pdf" else _of_image(single)
    written = BytesIO()
    picture.save(written, "JPEG", quality=_JPEG_QUALITY)
    return written.getvalue()


def main() -> None:
    """Draw the page that the first argument names, of the file on the standard input, to the standard output."""
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_CPU_SECONDS, MAX_CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    try:
        picture = drawn(sys.stdin.buffer.read(), int(sys.argv[1]))
    except (InvalidFile, MemoryError, ValueError, OSError, pypdfium2.PdfiumError):
        sys.exit(NOT_DRAWN)
    if picture is None:
        sys.exit(NO_SUCH_PAGE)
    sys.stdout.buffer.write(picture)
    sys.stdout.buffer.flush()


def _of_pdf(content: bytes) -> Image.Image:
    page = pypdfium2.PdfDocument(content)[0]
    width, height = page.get_size()
    scale = min(MAX_SIDE_PIXELS / max(width, height), _MAX_SCALE)
    picture: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
    picture.thumbnail((MAX_SIDE_PIXELS, MAX_SIDE_PIXELS))
    return picture


def _of_image(content: bytes) -> Image.Image:
    """An image, reduced before it is turned, so that only one step has all of its pixels."""
    with Image.open(BytesIO(content)) as image:
        image.draft("RGB", (MAX_SIDE_PIXELS, MAX_SIDE_PIXELS))
        image.load()
        orientation: Mapping[int, int] = image.getexif()
        turn = orientation.get(_ORIENTATION, 1)  # of what is loaded: Pillow turns a TIFF while it loads
        picture = on_white(image).convert("RGB" if image.mode not in ("1", "L") else "L")
    picture.thumbnail((MAX_SIDE_PIXELS, MAX_SIDE_PIXELS))
    picture.getexif()[_ORIENTATION] = turn
    return ImageOps.exif_transpose(picture)


_ORIENTATION = 274
"""EXIF's tag."""
