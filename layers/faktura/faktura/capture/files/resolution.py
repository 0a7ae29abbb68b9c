"""Dots per inch of a page: what its file says, where that can be a page, else what its pixels make of letter paper."""

from PIL.ImageFile import ImageFile

LEAST_DPI = 300
"""Seed 002, Image Quality."""

MOST_PAGES = 20
"""CONTRACT section 3."""

_LETTER = (8.5, 11.0)
_LONGEST_PAGE = 17.5
"""Inches: tabloid and A3. A density that makes a page longer is a camera's placeholder (72, 96), not the paper's."""


def of_picture(picture: ImageFile) -> int:
    """By the picture's own density; without a credible one, by the largest size that fits letter paper."""
    x, y = picture.info.get("dpi") or (0, 0)
    if x > 0 and y > 0 and max(picture.width / x, picture.height / y) <= _LONGEST_PAGE:
        return round(min(x, y))
    return round(max(side / inches for side, inches in zip(sorted(picture.size), _LETTER, strict=True)))
