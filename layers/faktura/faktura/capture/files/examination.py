"""What examining a file finds, whatever its kind."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Examination:
    """What a readable file is.

    `resolutions` has one entry a page: dots per inch, `None` where a page is drawn, not scanned. `mended` is the file
    as OCR is to be given it, where that is not the file as it came. `damage` says, for the customer, what is missing.
    """

    resolutions: tuple[int | None, ...]
    mended: bytes | None = None
    damage: str = ""
