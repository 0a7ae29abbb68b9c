"""The logo of a letterhead, prepared once for all documents that show it."""

from functools import lru_cache
from io import BytesIO
from typing import NamedTuple

from fpdf.image_datastructures import RasterImageInfo
from fpdf.image_parsing import get_img_info
from PIL import Image

_MAX_PIXELS = 25_000_000
_FORMATS = ("PNG", "JPEG")
_MAX_EMBEDDED_SIZE = (800, 300)
"""Pixels across and down: at least 300 DPI at the printed size."""


_MAX_PRINTED_SIZE = (170.0, 52.0)
"""Points across and down."""


class PrintedSize(NamedTuple):
    """The size of a printed image, in points."""

    width: float
    height: float

    def matrix(self, left: float, top: float) -> str:
        """The transformation that puts the upper left corner there, in points from the lower left of the page."""
        return f"{self.width:.2f} 0 0 {self.height:.2f} {left:.2f} {top - self.height:.2f}"


class BrokenLogo(ValueError):
    """The logo is not a PNG or JPEG that can be read."""


@lru_cache(maxsize=8)
def image_of(logo: bytes) -> RasterImageInfo:
    """The logo on white, as RGB, in the form that fpdf2 embeds. Raises `BrokenLogo`."""
    try:
        with Image.open(BytesIO(logo), formats=_FORMATS) as opened:
            if opened.width * opened.height > _MAX_PIXELS:
                raise BrokenLogo(f"The logo has {opened.width} by {opened.height} pixels; 25 million are allowed")
            drawn = opened.convert("RGBA")
    except BrokenLogo:
        raise
    except Exception as broken:  # Pillow raises many kinds of errors for a broken file
        raise BrokenLogo("The logo is not a PNG or JPEG that can be read") from broken
    drawn.thumbnail(_MAX_EMBEDDED_SIZE)
    flattened = Image.new("RGB", drawn.size, "white")
    flattened.paste(drawn, mask=drawn.getchannel("A"))
    return get_img_info("logo", flattened)


def printed_size(logo: bytes) -> PrintedSize:
    """The largest size that fits, but at most one point for each pixel."""
    width, height = image_of(logo).size_in_document_units(0, 0)
    scale = min(_MAX_PRINTED_SIZE[0] / width, _MAX_PRINTED_SIZE[1] / height, 1.0)
    return PrintedSize(width * scale, height * scale)
