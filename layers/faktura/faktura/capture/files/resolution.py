"""The resolution of a page, and the limits of a document that do not depend on its format."""

from PIL.ImageFile import ImageFile

MIN_DPI = 300
"""Dots per inch that a scan must have (docs/apis/capture.md)."""

MAX_PAGES = 20
"""Pages of one file (docs/apis/capture.md)."""

_LETTER_INCHES = (8.5, 11.0)
_MAX_SIDE_INCHES = 17.5
"""Tabloid and A3. A density that makes a page longer is a camera's placeholder (72 or 96), not the paper's."""


def of_image(image: ImageFile) -> int:
    """Dots per inch: the image's own density if it is credible, else what its pixels make of letter paper."""
    x, y = image.info.get("dpi") or (0, 0)
    if x > 0 and y > 0 and max(image.width / x, image.height / y) <= _MAX_SIDE_INCHES:
        return round(min(x, y))
    return round(max(side / inches for side, inches in zip(sorted(image.size), _LETTER_INCHES, strict=True)))
