"""How invoice numbers look: `ORD-2026-001001-EU` (docs/apis/jobs.md)."""

from typing import Annotated

from pydantic import Field

from faktura.jobs.configurations.setting_field import Affix, Integer, SettingModel

_YEAR = "__year__"


class Numbering(SettingModel):
    """The configuration `invoiceNumbering`. Each pair of affixes has a counter, which begins at `start_value` + 1."""

    pre_text: Affix = ""
    post_text: Affix = ""
    start_value: Integer = 0
    max_value: Integer | None = None
    number_of_digits: Annotated[Integer, Field(le=20)] = 0

    def in_year(self, year: int) -> "Numbering":
        """The same numbering with the year in place of each `__year__`."""
        return self.model_copy(
            update={
                "pre_text": self.pre_text.replace(_YEAR, str(year)),
                "post_text": self.post_text.replace(_YEAR, str(year)),
            }
        )

    def text(self, number: int) -> str:
        """The number as it is printed: padded with zeros, never truncated."""
        return f"{self.pre_text}{number:0{self.number_of_digits}d}{self.post_text}"
