"""The result of examining a file of any kind."""

from dataclasses import dataclass

from faktura.einvoices.invoice import Invoice


@dataclass(frozen=True)
class Examination:
    """The findings about a readable file.

    `resolutions` has one entry per page: dots per inch, or `None` for a page that is drawn, not scanned. `repaired` is
    the file for OCR if that differs from the file as sent. `damage` tells the customer what is missing. `e_invoice` is
    the data that the file holds, and `doubts` are why other data in it is not trusted.
    """

    resolutions: tuple[int | None, ...]
    repaired: bytes | None = None
    damage: str = ""
    e_invoice: Invoice | None = None
    doubts: tuple[str, ...] = ()
