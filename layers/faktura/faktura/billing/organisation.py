"""How an office presents itself on its PDFs, and where it is: set by the command `python -m faktura.billing`."""

from typing import Literal

from pydantic import Field

from faktura.billing.text import Line
from faktura.billing.time_zone import DEFAULT_ZONE
from faktura.core.model import Model

PageSize = Literal["A4", "Letter"]


class Organisation(Model):
    """The block on top of each page, with a PNG or JPEG as `logo`, the size of the pages, and whose days they show."""

    name: Line
    lines: list[Line] = Field(default_factory=list, max_length=12)
    page: PageSize = "Letter"
    logo: bytes | None = None
    time_zone: Line = DEFAULT_ZONE
