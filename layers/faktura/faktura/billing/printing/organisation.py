"""How an office presents itself on its PDFs, and its time zone. The command `python -m faktura.billing` sets both."""

from typing import Literal

from pydantic import Field

from faktura.billing.fields.text import Line
from faktura.billing.fields.time_zone import DEFAULT_ZONE
from faktura.core.model import Model

PageSize = Literal["A4", "Letter"]


class Organisation(Model):
    """The block at the top of each page (`logo` is a PNG or JPEG), the page size, and the office's time zone."""

    name: Line
    lines: list[Line] = Field(default_factory=list, max_length=12)
    page: PageSize = "Letter"
    logo: bytes | None = None
    time_zone: Line = DEFAULT_ZONE
