"""How an office presents itself on its PDFs, set by the command `python -m faktura.billing`."""

from typing import Literal

from pydantic import Field

from faktura.core.model import Model

PageSize = Literal["A4", "Letter"]


class Organisation(Model):
    """The block on top of each page, with a PNG or JPEG as `logo`, and the size of the pages."""

    name: str
    lines: list[str] = Field(default_factory=list)
    page: PageSize = "Letter"
    logo: bytes | None = None
