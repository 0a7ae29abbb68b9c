"""JPEG, PNG and TIFF images. An image is examined before it is used: first its header, then one decoding.

Both take bounded time and memory.
"""

import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageOps
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.TiffImagePlugin import TiffImageFile

from faktura.capture.errors import InvalidFile, UnsupportedFormat
from faktura.capture.files import cpu_limit, png, tiff
from faktura.capture.files.examination import Examination
from faktura.capture.files.resolution import MAX_PAGES, of_image

MAX_SIDE_PIXELS = 10_000
"""Textract's limit."""

MAX_PIXELS = 50_000_000
"""Letter paper at 700 DPI. Decoded it takes at most 200 MB."""

MAX_TOTAL_PIXELS = 200_000_000
"""Of all pages together: twenty letter pages at 300 DPI have 168 million."""

_MAX_CPU_SECONDS = 1.5
_MAX_PAGES_CPU_SECONDS = 8.0
"""For splitting a file into pages."""
_JPEG_QUALITY = 92
"""OCR reads the same from a page at this quality as from the original."""

_PLAIN = {"1", "L", "P", "RGB", "CMYK", "YCbCr"}
"""Pillow's modes that OCR takes as they are."""
_DEEP = {"I", "I;16", "I;16B"}
"""Modes of more than 8 bits, of which a scan may use only the lower part."""
_SUPPORTED = _PLAIN | _DEEP | {"LA", "La", "PA", "RGBA", "RGBa"}
_STRIP_PIXELS = 1_000_000
_PHOTOMETRIC, _MIN_IS_WHITE = 262, 0
"""A TIFF's tag, and the value that Pillow obeys only in images of 8 bits and fewer."""

_SOI, _EOI = b"\xff\xd8", b"\xff\xd9"
"""A JPEG's start-of-image and end-of-image markers."""
_MARKER = re.compile(rb"\xff[\x02-\xcf\xd8-\xfe]")
"""A JPEG's markers, except those that occur within its data."""
_FILLER = b"\x00" + bytes(range(0x12, 0xF0, 7)) * 40
"""Data that changes the pixels of a JPEG only where its own data is incomplete; it holds no marker."""
_NO_END = "The JPEG image has no end marker, so its end may be missing; all of its pixels could be read"


def examined(content: bytes, kind: str) -> Examination:
    """Examine an image of Pillow's `kind`; `InvalidFile` unless it is complete and within the limits."""
    with _guarded(kind):
        if kind == "TIFF":
            return _examined_tiff(content)
        if kind == "JPEG":
            return _examined_jpeg(content)
        with Image.open(BytesIO(content), formats=[kind]) as image:
            resolution = _loaded(image)
            is_complete = png.is_complete(content, image)
        return Examination((resolution,), damage="" if is_complete else _cut_off(kind))


def pages(content: bytes, kind: str, numbers: Sequence[int]) -> list[bytes]:
    """Pages of a PNG or TIFF as files for OCR. A file of one plain page stays as it is.

    Other pages become PNGs if they are black and white, else JPEGs. They are made one at a time, because each may
    take 500 MB.
    """
    with _guarded(kind, _MAX_PAGES_CPU_SECONDS):
        if kind != "TIFF":
            return [_converted(content, kind) or content for _ in numbers]
        found, is_single = tiff.pages(content, MAX_PAGES), tiff.has_one_directory(content)
        return [_converted(found[number].as_first(content), kind, is_single) or content for number in numbers]


def on_white(page: Image.Image) -> Image.Image:
    """A loaded image as it looks on paper: in mode 1, L or RGB, and white where it is transparent."""
    if page.has_transparency_data:
        return _laid_on_white(page)
    if page.mode in _DEEP:
        return _in_eight_bits(page)
    return page.convert(page.mode if page.mode in ("1", "L") else "RGB")


def _converted(content: bytes, kind: str, is_single: bool = True) -> bytes | None:
    """The file's first page for OCR; `None` if OCR takes the file as it is."""
    with Image.open(BytesIO(content), formats=[kind]) as image:
        if is_single and image.mode in _PLAIN and not image.has_transparency_data:
            return None
        image.load()
        page = on_white(ImageOps.exif_transpose(image))
        tags = image.tag_v2 if isinstance(image, TiffImageFile) else {}
        is_negative = image.mode in _DEEP and tags.get(_PHOTOMETRIC) == _MIN_IS_WHITE
        return _written(ImageOps.invert(page) if is_negative else page)


def _laid_on_white(page: Image.Image) -> Image.Image:
    paper = Image.new("RGB", page.size, "white")
    top = 0
    for strip in _strips(page):
        layer = (strip.convert("LA") if strip.mode == "La" else strip).convert("RGBA")
        paper.paste(layer, (0, top), layer)
        top += strip.height
    return paper


def _strips(page: Image.Image) -> Iterator[Image.Image]:
    """The image from top to bottom in parts. Each step on a large image as a whole would take its memory again."""
    rows = max(1, _STRIP_PIXELS // page.width)
    for top in range(0, page.height, rows):
        yield page.crop((0, top, page.width, min(top + rows, page.height)))


def _in_eight_bits(page: Image.Image) -> Image.Image:
    """An image of deep samples in grey, from its darkest to its lightest: how many of its bits matter varies."""
    darkest, lightest = (float(level) for level in page.getextrema())  # type: ignore[arg-type]  # of its only band
    scale = 255.0 / max(lightest - darkest, 1.0)
    return page.point(lambda level: (level - darkest) * scale).convert("L")


def _written(page: Image.Image) -> bytes:
    written = BytesIO()
    if page.mode == "1":
        page.save(written, "PNG")
    else:
        page.save(written, "JPEG", quality=_JPEG_QUALITY)
    return written.getvalue()


@contextmanager
def _guarded(kind: str, seconds: float = _MAX_CPU_SECONDS) -> Iterator[None]:
    try:
        with warnings.catch_warnings(), cpu_limit.at_most(seconds):
            warnings.simplefilter("ignore")  # Pillow warns of oddities and sizes, which are checked here
            yield
    except InvalidFile:
        raise
    except cpu_limit.CpuLimitExceeded as limit:
        raise InvalidFile(f"The {kind} image takes too long to decode.") from limit
    except Exception as fault:  # Pillow's decoders raise many kinds of errors for a broken file
        raise InvalidFile(f"The file is not a complete {kind} image.") from fault


def _examined_tiff(content: bytes) -> Examination:
    found = tiff.pages(content, MAX_PAGES)
    if len(found) > MAX_PAGES:
        raise InvalidFile(f"The TIFF has more than {MAX_PAGES} pages, which is the maximum.")
    _verify_sizes([page.size for page in found])
    resolutions = []
    for page in found:
        with Image.open(BytesIO(page.as_first(content)), formats=["TIFF"]) as image:
            resolutions.append(_loaded(image))
    return Examination(tuple(resolutions))


def _examined_jpeg(content: bytes) -> Examination:
    """Examine the first image of a JPEG. What a phone appends, such as depth or another exposure, is ignored.

    All pixels are there if they do not depend on what is inserted before the end marker. The marker itself proves
    nothing: senders and cameras also close an image whose transfer broke off.
    """
    with JpegImageFile(BytesIO(content)) as image:
        _verify(image)
        resolution = of_image(image)
    end, has_end = _end(content)
    first = content[:end]
    is_complete = _pixels(first + _EOI) == _pixels(first + _FILLER + _EOI)
    if has_end:
        return Examination((resolution,), damage="" if is_complete else _cut_off("JPEG"))
    if not is_complete:
        raise ValueError
    return Examination((resolution,), first + _EOI, _NO_END)


def _end(content: bytes) -> tuple[int, bool]:
    """Where the JPEG's first image ends, and whether an end marker ends it or only the start of another image."""
    at = len(_SOI)
    while marker := _MARKER.search(content, at):
        if marker[0] in (_EOI, _SOI):
            return marker.start(), marker[0] == _EOI
        at = marker.end() + int.from_bytes(content[marker.end() : marker.end() + 2])
    return len(content), False


def _pixels(content: bytes) -> bytes:
    """A digest of the JPEG's pixels. All bytes are read; a baseline JPEG is decoded at an eighth of its size.

    A progressive JPEG has that size at its beginning, so what is missing shows only at full size.
    """
    digest = sha256()
    with JpegImageFile(BytesIO(content)) as image:
        if "progressive" not in image.info:
            image.draft("L", (1, 1))
        for strip in _strips(image):
            digest.update(strip.tobytes())
    return digest.digest()


def _cut_off(kind: str) -> str:
    return f"The lower part of the {kind} image is missing, so the invoice may be incomplete"


def _loaded(image: ImageFile) -> int:
    """Decode the whole image; returns its dots per inch."""
    _verify(image)
    resolution = of_image(image)
    image.load()
    return resolution


def _verify(image: ImageFile) -> None:
    _verify_sizes([image.size])
    if image.mode not in _SUPPORTED:
        raise UnsupportedFormat(f"The {image.format} image has {image.mode} pixels, which are not supported.")


def _verify_sizes(sizes: Sequence[tuple[int, int]]) -> None:
    for width, height in sizes:
        if max(width, height) > MAX_SIDE_PIXELS or width * height > MAX_PIXELS:
            limits = f"the maximum is {MAX_SIDE_PIXELS} per side and {MAX_PIXELS} in total"
            raise InvalidFile(f"The image has {width} x {height} pixels; {limits}.")
    if (total := sum(width * height for width, height in sizes)) > MAX_TOTAL_PIXELS:
        raise InvalidFile(f"The pages of the TIFF have {total} pixels in total; the maximum is {MAX_TOTAL_PIXELS}.")
