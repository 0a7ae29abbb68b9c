"""A drawn page as a person sends it: as it is, or as a scan that may be tilted and worn."""

from collections.abc import Iterator
from io import BytesIO
from random import Random
from time import gmtime

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter

_DPI = 300


def sent(document: bytes, chance: Random) -> bytes:
    """The PDF itself in 15 cases of 20, else its pages as a JPEG picture or a PDF of pictures."""
    form = chance.choices(("text", "JPEG", "PDF"), (15, 3, 2))[0]
    if form == "text":
        return document
    sheets = [_worn(sheet, chance) for sheet in _rasters(document)]
    file = BytesIO()
    quality = chance.choice((60, 75, 88))
    if form == "PDF" or len(sheets) > 1:
        when = {name: gmtime(0) for name in ("creationDate", "modDate")}
        sheets[0].save(file, "PDF", resolution=_DPI, quality=quality, save_all=True, append_images=sheets[1:], **when)
    else:
        sheets[0].save(file, "JPEG", dpi=(_DPI, _DPI), quality=quality)
    return file.getvalue()


def _rasters(document: bytes) -> Iterator[Image.Image]:
    with pypdfium2.PdfDocument(document) as pages:
        for page in pages:
            yield page.render(scale=_DPI / 72, grayscale=True).to_pil().convert("L")


def _worn(sheet: Image.Image, chance: Random) -> Image.Image:
    if tilt := chance.choice((0.0, 0.0, 0.0, 0.7, -1.2, 2.0)):
        sheet = sheet.rotate(tilt, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    if chance.random() < 0.3:
        sheet = sheet.filter(ImageFilter.GaussianBlur(1.2))
    if chance.random() < 0.3:
        size = (sheet.height, sheet.width)
        grain = np.random.default_rng(chance.randint(0, 9999)).integers(0, 48, size, dtype=np.uint8)
        sheet = Image.fromarray(np.asarray(sheet) // 5 * 4 + grain)
    return sheet
