"""Pictures, examined before anything is made of them: the headers first, then one decoding in bounded memory."""

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
from faktura.capture.files.resolution import MOST_PAGES, of_picture

LONGEST_SIDE = 10_000
"""Pixels, Textract's limit."""

MOST_PIXELS = 50_000_000
"""Letter paper at 700 DPI. Decoded it takes 200 MB at most."""

MOST_PIXELS_TOGETHER = 200_000_000
"""Of all pages: twenty letter pages at 300 DPI have 168 million."""

_CPU_SECONDS = 1.5
_PAGES_CPU_SECONDS = 8.0
"""Of making all pages of a file pictures of their own."""
_QUALITY = 92
"""Of a page's JPEG, from which OCR reads what it reads from the page."""

_PLAIN = {"1", "L", "P", "RGB", "CMYK", "YCbCr"}
"""Pillow's modes that OCR is given as they are."""
_DEEP = {"I", "I;16", "I;16B"}
"""Those of more than 8 bits, of which a scan may use the lower part only."""
_PAINTABLE = _PLAIN | _DEEP | {"LA", "La", "PA", "RGBA", "RGBa"}
_PREMULTIPLIED = {"La": "LA", "RGBa": "RGBA"}
_STRIP_PIXELS = 1_000_000
_PHOTOMETRIC, _MIN_IS_WHITE = 262, 0
"""A TIFF's tag, and the value that Pillow heeds in pictures of 8 bits and fewer only."""

_BEGINNING, _END = b"\xff\xd8", b"\xff\xd9"
_MARKER = re.compile(rb"\xff[\x02-\xcf\xd8-\xfe]")
"""A JPEG's markers, without those that stand within its data."""
_STUFFING = b"\x00" + bytes(range(0x12, 0xF0, 7)) * 40
"""What is read as a picture's data only where that is not complete; it holds no marker."""
_CUT = " image: its lower part is missing, so what it shows may be incomplete"
_NO_END = "The JPEG image has no end marker, so its end may be missing; all of its pixels could be read"


def examined(content: bytes, kind: str) -> Examination:
    """What the picture of Pillow's `kind` is; `InvalidFile` unless it is whole and within the limits."""
    with _guarded(kind):
        if kind == "TIFF":
            return _examined_tiff(content)
        if kind == "JPEG":
            return _examined_jpeg(content)
        with Image.open(BytesIO(content), formats=[kind]) as picture:
            resolution = _loaded(picture)
            is_whole = png.is_whole(content, picture)
        return Examination((resolution,), damage="" if is_whole else f"{kind}{_CUT}")


def pages(content: bytes, kind: str, numbers: Sequence[int]) -> list[bytes]:
    """Pages of a PNG or TIFF as OCR reads them: as it came where it is alone and plain, else as pictures of their own.

    Those are PNGs if they are black and white, and else JPEGs. They are made one at a time: one may take 500 MB.
    """
    with _guarded(kind, _PAGES_CPU_SECONDS):
        if kind != "TIFF":
            return [_page(content, kind) or content for _ in numbers]
        sheets, is_alone = tiff.pages(content, MOST_PAGES), tiff.has_one_directory(content)
        return [_page(sheets[number].alone(content), kind, is_alone) or content for number in numbers]


def _page(content: bytes, kind: str, is_alone: bool = True) -> bytes | None:
    """The file's first page as OCR reads it; `None` where that is as it came."""
    with Image.open(BytesIO(content), formats=[kind]) as picture:
        if is_alone and picture.mode in _PLAIN and not picture.has_transparency_data:
            return None
        picture.load()
        sheet = on_white(ImageOps.exif_transpose(picture))
        tags = picture.tag_v2 if isinstance(picture, TiffImageFile) else {}
        is_negative = picture.mode in _DEEP and tags.get(_PHOTOMETRIC) == _MIN_IS_WHITE
        return _written(ImageOps.invert(sheet) if is_negative else sheet)


def on_white(sheet: Image.Image) -> Image.Image:
    """A loaded picture as paper shows it: in mode 1, L or RGB, on white where it is transparent."""
    if sheet.has_transparency_data:
        return _laid_on_white(sheet)
    if sheet.mode in _DEEP:
        return _in_eight_bits(sheet)
    return sheet.convert(sheet.mode if sheet.mode in ("1", "L") else "RGB")


def _laid_on_white(sheet: Image.Image) -> Image.Image:
    paper = Image.new("RGB", sheet.size, "white")
    top = 0
    for strip in _strips(sheet):
        glass = (strip.convert("LA") if strip.mode == "La" else strip).convert("RGBA")
        paper.paste(glass, (0, top), glass)
        top += strip.height
    return paper


def _strips(sheet: Image.Image) -> Iterator[Image.Image]:
    """The picture from top to bottom in parts: at once, each step of a large one would take its memory again."""
    rows = max(1, _STRIP_PIXELS // sheet.width)
    for top in range(0, sheet.height, rows):
        yield sheet.crop((0, top, sheet.width, min(top + rows, sheet.height)))


def _in_eight_bits(sheet: Image.Image) -> Image.Image:
    """A picture of deeper samples in grey, its darkest black and its lightest white: which of its bits count varies."""
    darkest, lightest = (float(level) for level in sheet.getextrema())  # type: ignore[arg-type]  # of its only band
    scale = 255.0 / max(lightest - darkest, 1.0)
    return sheet.point(lambda level: (level - darkest) * scale).convert("L")


def _written(sheet: Image.Image) -> bytes:
    written = BytesIO()
    if sheet.mode == "1":
        sheet.save(written, "PNG")
    else:
        sheet.save(written, "JPEG", quality=_QUALITY)
    return written.getvalue()


@contextmanager
def _guarded(kind: str, seconds: float = _CPU_SECONDS) -> Iterator[None]:
    try:
        with warnings.catch_warnings(), cpu_limit.at_most(seconds):
            warnings.simplefilter("ignore")  # what Pillow warns of, oddities and size, is decided here
            yield
    except InvalidFile:
        raise
    except cpu_limit.TooMuchCpuError as bound:
        raise InvalidFile(f"The {kind} picture is too costly to decode.") from bound
    except Exception as fault:  # Pillow's decoders raise whatever a broken file makes of them
        raise InvalidFile(f"The file is no whole {kind} picture.") from fault


def _examined_tiff(content: bytes) -> Examination:
    sheets = tiff.pages(content, MOST_PAGES)
    if len(sheets) > MOST_PAGES:
        raise InvalidFile(f"The TIFF has more than {MOST_PAGES} pages; at most {MOST_PAGES} are read.")
    _verify_sizes([sheet.size for sheet in sheets])
    found = []
    for sheet in sheets:
        with Image.open(BytesIO(sheet.alone(content)), formats=["TIFF"]) as picture:
            found.append(_loaded(picture))
    return Examination(tuple(found))


def _examined_jpeg(content: bytes) -> Examination:
    """Of its first picture: what a phone puts behind it, depth or another exposure, is not looked at.

    Its pixels are all there if they do not depend on what is put before its end marker. A transfer that broke off may
    leave one all the same: senders and cameras close what they have.
    """
    with JpegImageFile(BytesIO(content)) as picture:
        _verify(picture)
        resolution = of_picture(picture)
    end, has_end = _end(content)
    first = content[:end]
    is_whole = _pixels(first + _END) == _pixels(first + _STUFFING + _END)
    if has_end:
        return Examination((resolution,), damage="" if is_whole else f"JPEG{_CUT}")
    if not is_whole:
        raise ValueError
    return Examination((resolution,), first + _END, _NO_END)


def _end(content: bytes) -> tuple[int, bool]:
    """Where the JPEG's first picture ends, and whether by its end marker; not so where another begins within it."""
    at = len(_BEGINNING)
    while marker := _MARKER.search(content, at):
        if marker[0] in (_END, _BEGINNING):
            return marker.start(), marker[0] == _END
        at = marker.end() + int.from_bytes(content[marker.end() : marker.end() + 2])
    return len(content), False


def _pixels(content: bytes) -> bytes:
    """A digest of the JPEG's pixels; every byte is read for it, but of most an eighth a side is decoded.

    A progressive JPEG has that at its beginning; what is missing of it shows at its full size only.
    """
    digest = sha256()
    with JpegImageFile(BytesIO(content)) as picture:
        if "progressive" not in picture.info:
            picture.draft("L", (1, 1))
        for strip in _strips(picture):
            digest.update(strip.tobytes())
    return digest.digest()


def _loaded(picture: ImageFile) -> int:
    """Its DPI; all of its bytes are read."""
    _verify(picture)
    resolution = of_picture(picture)
    picture.load()
    return resolution


def _verify(picture: ImageFile) -> None:
    _verify_sizes([picture.size])
    if picture.mode not in _PAINTABLE:
        raise UnsupportedFormat(f"The {picture.format} has {picture.mode} pixels, which are not read.")


def _verify_sizes(sizes: Sequence[tuple[int, int]]) -> None:
    for width, height in sizes:
        if max(width, height) > LONGEST_SIDE or width * height > MOST_PIXELS:
            limits = f"the maximum is {LONGEST_SIDE} a side and {MOST_PIXELS} in all"
            raise InvalidFile(f"The picture has {width} x {height} pixels; {limits}.")
    if (together := sum(width * height for width, height in sizes)) > MOST_PIXELS_TOGETHER:
        raise InvalidFile(f"The TIFF has {together} pixels; the maximum is {MOST_PIXELS_TOGETHER}.")
