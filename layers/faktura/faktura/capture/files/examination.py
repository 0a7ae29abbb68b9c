"""The result of examining a file of any kind."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Examination:
    """The findings about a readable file.

    `resolutions` has one entry per page: dots per inch, or `None` for a page that is drawn, not scanned. `repaired` is
    the file for OCR if that differs from the file as sent. `damage` tells the customer what is missing.
    """

    resolutions: tuple[int | None, ...]
    repaired: bytes | None = None
    damage: str = ""
