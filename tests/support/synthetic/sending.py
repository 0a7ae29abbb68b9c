"""A drawn invoice as the file that a pet owner sends: scanned, photographed, turned, tilted, worn."""

from dataclasses import dataclass
from io import BytesIO
from random import Random
from typing import Literal

import pypdfium2
from PIL import Image, ImageFilter

Form = Literal["JPEG", "PNG", "TIFF", "PDF", "text"]
"""`text` is the PDF as it was drawn, `PDF` one that holds nothing but the picture."""


@dataclass(frozen=True)
class Sending:
    """How a page reaches us; `turn` and `tilt` in degrees clockwise, `noise` as deviation of a grey level."""

    form: Form = "JPEG"
    dpi: int = 300
    turn: int = 0
    tilt: float = 0.0
    noise: int = 0
    quality: int = 85
    blur: float = 0.0

    def file(self, document: bytes) -> bytes:
        """The document as sent: its first page, or all pages for TIFF, PDF and text."""
        if self.form == "text":
            return document
        sheets = [self._worn(sheet) for sheet in rasters(document, self.dpi)]
        written = BytesIO()
        rest = {"save_all": True, "append_images": sheets[1:]} if self.form in ("TIFF", "PDF") else {}
        if self.form == "PDF":
            sheets[0].save(written, "PDF", resolution=self.dpi, quality=self.quality, **rest)
        elif self.form == "TIFF":
            sheets[0].save(written, "TIFF", dpi=(self.dpi, self.dpi), compression="jpeg", **rest)
        else:
            sheets[0].save(written, self.form, dpi=(self.dpi, self.dpi), quality=self.quality)
        return written.getvalue()

    def _worn(self, sheet: Image.Image) -> Image.Image:
        if self.noise:
            grain = Image.effect_noise(sheet.size, self.noise).convert("RGB")
            sheet = Image.blend(sheet, grain, 0.15)
        if self.blur:
            sheet = sheet.filter(ImageFilter.GaussianBlur(self.blur))
        if self.tilt:
            sheet = sheet.rotate(-self.tilt, Image.Resampling.BICUBIC, expand=True, fillcolor="white")
        return sheet.rotate(-self.turn, expand=True)


def rasters(document: bytes, dpi: int) -> list[Image.Image]:
    """The pages as pixels."""
    pages = pypdfium2.PdfDocument(document)
    return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in pages]


def worn_sending(seed: int) -> Sending:
    """A worse picture than docs/apis/capture.md allows, to see what is misread and with what confidence."""
    chance = Random(seed)
    return Sending(
        dpi=chance.choice((60, 70, 80, 100)),
        quality=chance.choice((10, 20, 30)),
        noise=chance.choice((0, 50)),
        blur=0.5,
    )


def any_sending(seed: int) -> Sending:
    """A way of sending, by its seed, within what docs/apis/capture.md asks of pictures (legible, 300 DPI)."""
    chance = Random(seed)
    return Sending(
        form=chance.choice(("JPEG", "JPEG", "PNG", "PDF", "text")),
        turn=chance.choice((0, 0, 0, 90, 180, 270)),
        tilt=chance.choice((0.0, 0.0, -3.0, 1.5, 3.0)),
        noise=chance.choice((0, 0, 25, 50)),
        quality=chance.choice((85, 60, 35)),
        blur=chance.choice((0.0, 0.0, 1.0)),
    )
