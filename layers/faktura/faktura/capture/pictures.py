"""Pictures, examined before anything is made of them: the headers first, then one decoding in bounded memory."""

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from PIL import Image
from PIL.ImageFile import ImageFile

from faktura.capture import cpu
from faktura.capture.errors import InvalidFile
from faktura.capture.resolution import MOST_PAGES, of_picture

LONGEST_SIDE = 10_000
"""Pixels, Textract's limit."""

MOST_PIXELS = 50_000_000
"""Letter paper at 700 DPI. Decoded it takes 200 MB at most."""

MOST_PIXELS_TOGETHER = 200_000_000
"""Of all frames: twenty letter pages at 300 DPI have 168 million."""

_CPU_SECONDS = 1.5
_QUALITY = 92
"""Of a frame's JPEG, from which OCR reads what it reads from the frame."""

_ONE_AT_A_TIME = threading.Lock()
"""A frame may take 300 MB while it is made a picture of its own; four at once would not fit the function."""


def resolutions(content: bytes, kind: str) -> list[int | None]:
    """DPI of each page; `InvalidFile` unless `content` is a whole picture of Pillow's `kind` within the limits."""
    with _opened(content, kind) as picture:
        frames = _frames(picture) if kind == "TIFF" else [picture.size]
        _examine(frames)
        found: list[int | None] = []
        for number in range(len(frames)):
            if kind == "TIFF":
                picture.seek(number)
            found.append(of_picture(picture))
            if kind == "JPEG":
                picture.draft("L", (1, 1))  # reads every byte, but decodes an eighth of the pixels
            picture.load()
        return found


def page(content: bytes, number: int) -> bytes:
    """One frame of a TIFF as a picture of its own: black and white as PNG, everything else as JPEG."""
    with _ONE_AT_A_TIME, _opened(content, "TIFF") as picture:
        picture.seek(number)
        written = BytesIO()
        if picture.mode == "1":
            picture.save(written, "PNG")
        else:
            picture.convert("L" if picture.mode == "L" else "RGB").save(written, "JPEG", quality=_QUALITY)
        return written.getvalue()


@contextmanager
def _opened(content: bytes, kind: str) -> Iterator[ImageFile]:
    try:
        with warnings.catch_warnings(), cpu.at_most(_CPU_SECONDS):
            warnings.simplefilter("ignore")  # what Pillow warns of, oddities and size, is decided below
            with Image.open(BytesIO(content), formats=[kind]) as picture:
                yield picture
    except InvalidFile:
        raise
    except cpu.TooMuchCpuError as bound:
        raise InvalidFile(f"The {kind} picture is too costly to decode.") from bound
    except Exception as fault:  # Pillow's decoders raise whatever a broken file makes of them
        raise InvalidFile(f"The file is no whole {kind} picture.") from fault


def _frames(picture: ImageFile) -> list[tuple[int, int]]:
    """The frames' sizes, by their headers alone; more than `MOST_PAGES` are not looked for."""
    found = []
    for number in range(MOST_PAGES + 1):
        try:
            picture.seek(number)
        except EOFError:
            break
        found.append(picture.size)
    picture.seek(0)
    return found


def _examine(frames: list[tuple[int, int]]) -> None:
    if len(frames) > MOST_PAGES:
        raise InvalidFile(f"The TIFF has more than {MOST_PAGES} pages; at most {MOST_PAGES} are read.")
    for width, height in frames:
        if max(width, height) > LONGEST_SIDE or width * height > MOST_PIXELS:
            limits = f"the maximum is {LONGEST_SIDE} a side and {MOST_PIXELS} in all"
            raise InvalidFile(f"The picture has {width} x {height} pixels; {limits}.")
    if (together := sum(width * height for width, height in frames)) > MOST_PIXELS_TOGETHER:
        raise InvalidFile(f"The TIFF has {together} pixels; the maximum is {MOST_PIXELS_TOGETHER}.")
