"""A letterhead's picture, made ready once for all documents that carry it."""

from functools import lru_cache
from io import BytesIO
from typing import NamedTuple

from fpdf.image_datastructures import RasterImageInfo
from fpdf.image_parsing import get_img_info
from PIL import Image

_MOST_PIXELS = 25_000_000
_FORMATS = ("PNG", "JPEG")
_MOST_ACROSS = (800, 300)
"""Pixels: 300 DPI and more at the size it is printed."""


_ROOM = (170.0, 52.0)
"""Points that a logo may take."""


class Placed(NamedTuple):
    """How large a picture is printed, in points."""

    width: float
    height: float

    def matrix(self, left: float, top: float) -> str:
        """It stands with its upper left corner there, in points from the lower left of the page."""
        return f"{self.width:.2f} 0 0 {self.height:.2f} {left:.2f} {top - self.height:.2f}"


class BrokenLogo(ValueError):
    """The logo is no PNG or JPEG that can be read."""


@lru_cache(maxsize=8)
def picture(logo: bytes) -> RasterImageInfo:
    """The logo on white, in red, green and blue, as fpdf2 embeds it. Raises `BrokenLogo`."""
    try:
        with Image.open(BytesIO(logo), formats=_FORMATS) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise BrokenLogo(f"The logo has {opened.width} by {opened.height} pixels; 25 million are allowed")
            drawn = opened.convert("RGBA")
    except BrokenLogo:
        raise
    except Exception as broken:  # Pillow raises whatever a broken file makes of it
        raise BrokenLogo("The logo is no PNG or JPEG that can be read") from broken
    drawn.thumbnail(_MOST_ACROSS)
    paper = Image.new("RGB", drawn.size, "white")
    paper.paste(drawn, mask=drawn.getchannel("A"))
    return get_img_info("logo", paper)


def placed(logo: bytes) -> Placed:
    """As large as there is room, but at most a point for each pixel."""
    width, height = picture(logo).size_in_document_units(0, 0)
    scale = min(_ROOM[0] / width, _ROOM[1] / height, 1.0)
    return Placed(width * scale, height * scale)
