"""Turns a document's bytes into its one page: detects the format, applies the limits and refuses hostile files."""

import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError
from PIL.JpegImagePlugin import JpegImageFile

from faktura.capture.errors import UnsupportedFormat
from faktura.capture.files import tiff
from faktura.capture.files.image import on_white
from faktura.capture.files.pdf import start
from faktura.capture.page.layout import Word
from local.textract import pdf
from local.textract.errors import BadDocument, DocumentTooLarge, UnsupportedDocument

MAX_BYTES = 10 * 1024 * 1024
MAX_SIDE = 10_000
MAX_PIXELS = 64_000_000
"""Limit of the decoded page. An A4 sheet at 600 DPI has 35 million pixels; more than 64 million need over 1.2 GB."""
READING_PIXELS = 2_600_000
"""The size for OCR, a letter-size page at 165 DPI. More pixels take longer and do not improve the result."""

Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)

SMOOTH = {"L", "LA", "RGB", "RGBA", "CMYK", "YCbCr"}
"""The modes that Pillow scales smoothly. In others, such as a fax's black and white, it would only drop pixels."""
FORMATS = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG", b"II*\0": "TIFF", b"MM\0*": "TIFF"}

BROKEN = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, TypeError, ArithmeticError)
"""The errors of Pillow and of TIFF tags for a broken or hostile file."""


@dataclass(frozen=True)
class Page:
    """An image for OCR, or the words of a PDF's text layer. The size has the unit of the words."""

    image: Image.Image | None
    words: tuple[Word, ...]
    width: float
    height: float


def page_of(content: bytes) -> Page:
    """The one page of a JPEG, PNG, TIFF or PDF.

    Raises UnsupportedDocument, BadDocument or DocumentTooLarge before it decodes anything large.
    """
    if len(content) > MAX_BYTES:
        raise DocumentTooLarge
    if start(content) is not None:
        return _page_of_pdf(content)
    return _page_of_image(content)


def _page_of_pdf(content: bytes) -> Page:
    sheet = pdf.open_sheet(pdf.legible(content))
    if sheet.words:
        return Page(None, sheet.words, sheet.width, sheet.height)
    image = sheet.raster(READING_PIXELS)
    return Page(image, (), image.width, image.height)


def _page_of_image(content: bytes) -> Page:
    kind = next((kind for magic, kind in FORMATS.items() if content.startswith(magic)), None)
    if kind is None:
        raise UnsupportedDocument
    try:
        image = _decoded(_opened(content, kind))
    except UnsupportedFormat as unsupported:
        raise UnsupportedDocument from unsupported
    except BROKEN as broken:
        raise BadDocument from broken
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as bomb:
        raise DocumentTooLarge from bomb
    return Page(image, (), image.width, image.height)


def _opened(content: bytes, kind: str) -> Image.Image:
    """The one page: of a JPEG or PNG its first image, of a TIFF the page that is no preview."""
    if kind == "JPEG":
        return JpegImageFile(BytesIO(content))
    if kind == "TIFF":
        pages = tiff.pages(content, limit=1)
        if len(pages) > 1:
            raise UnsupportedDocument
        content = pages[0].as_first(content)
    return Image.open(BytesIO(content), formats=[kind])


def _decoded(image: Image.Image) -> Image.Image:
    """Upright after its EXIF orientation, on white where transparent, at reading size."""
    if max(image.size) > MAX_SIDE or image.width * image.height > MAX_PIXELS:
        raise DocumentTooLarge
    smaller = (READING_PIXELS / (image.width * image.height)) ** 0.5
    reading_size = (max(1, round(image.width * smaller)), max(1, round(image.height * smaller)))
    if smaller < 1:
        image.draft("RGB", reading_size)
    upright = ImageOps.exif_transpose(image)
    if upright.mode not in SMOOTH:
        upright = on_white(upright)
    if smaller < 1:
        tall = upright.height > upright.width
        reading_size = (min(reading_size), max(reading_size)) if tall else (max(reading_size), min(reading_size))
        upright = upright.resize(reading_size, Image.Resampling.BICUBIC, reducing_gap=2.0)
    return on_white(upright).convert("RGB")
