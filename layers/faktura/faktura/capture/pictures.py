"""Pictures, examined before anything is made of them: the header first, then one decoding in bounded memory."""

import warnings
from io import BytesIO

from PIL import Image
from PIL.ImageFile import ImageFile

from faktura.capture.errors import InvalidFile

LONGEST_SIDE = 10_000
"""Pixels, Textract's limit."""

MOST_PIXELS = 50_000_000
"""Letter paper at 700 DPI. Decoded it takes 200 MB at most."""


def examine_picture(content: bytes, kind: str) -> None:
    """`InvalidFile` unless `content` is one whole picture of Pillow's `kind` within the limits."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what Pillow warns of, oddities and size, is decided below
            with Image.open(BytesIO(content), formats=[kind]) as picture:
                _examine_header(picture, kind)
                if kind == "JPEG":
                    picture.draft("L", (1, 1))  # reads every byte, but decodes an eighth of the pixels
                picture.load()
    except InvalidFile:
        raise
    except Exception as fault:  # Pillow's decoders raise whatever a broken file makes of them
        raise InvalidFile(f"The file is no whole {kind} picture.") from fault


def _examine_header(picture: ImageFile, kind: str) -> None:
    width, height = picture.size
    if max(width, height) > LONGEST_SIDE or width * height > MOST_PIXELS:
        raise InvalidFile(
            f"The picture has {width} x {height} pixels; the maximum is {LONGEST_SIDE} a side and {MOST_PIXELS} in all."
        )
    if kind == "TIFF" and getattr(picture, "n_frames", 1) > 1:
        raise InvalidFile("The TIFF has several pages; one page is read.")
