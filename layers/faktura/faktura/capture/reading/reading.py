"""What was read from an invoice, by OCR or from its data. None of it is proven: a document can be forged."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

from faktura.capture.page.layout import Place
from faktura.capture.reading.calculation import divided
from faktura.capture.schemas import Address, ReadFrom

T = TypeVar("T")


@dataclass(frozen=True)
class ReadField:
    """Where a value was read, and whether the page vouches for it.

    `page` counts from 1 in the file; it is 0 for data that no page is known to print. `box` is missing if the OCR
    engine gave no place. `confidence` is the engine's, in percent.
    `reason` completes "The total 12.00 is vouched for:" or "... is not vouched for:".
    """

    text: str
    page: int
    box: Place | None
    confidence: int
    is_vouched: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Judged(Generic[T]):
    """A value, and what speaks for it."""

    value: T
    field: ReadField


@dataclass(frozen=True)
class ReadItem:
    """One printed line item; `total` is the amount of the line."""

    description: str
    total: Decimal
    quantity: Decimal | None = None
    printed_unit_price: Decimal | None = None
    field: ReadField | None = field(default=None, compare=False)

    @property
    def unit_price(self) -> Decimal | None:
        """The unit price as printed, else the total divided by the quantity."""
        if self.printed_unit_price is None and self.quantity:
            return divided(self.total, by=self.quantity)
        return self.printed_unit_price


@dataclass(frozen=True)
class Comparison:
    """The pages that print the number, the total and the date of an e-invoice, from 1; `None` where none does.

    `other_total` is what they call the total instead, as printed, and `currencies` are those that they name. It
    `is_final` unless something on the pages may be text that was not seen. `fault` is why it could not be made.
    """

    number: int | None = None
    total: int | None = None
    date: int | None = None
    other_total: str = ""
    currencies: frozenset[str] = frozenset()
    is_final: bool = True
    fault: str = ""

    @property
    def agrees(self) -> bool:
        """Whether number and total are printed, and no other total."""
        return self.number is not None and self.total is not None and not self.other_total


@dataclass(frozen=True)
class Reading:
    """An invoice as read. What was not read is `None` or empty.

    `other_numbers` are the numbers of further invoices on the pages. `dates` are the days that the printed date can
    mean. An ambiguous date has two, unless the printed country (`date_order`, ISO 3166) tells day from month. `vendors`
    are all names printed for the practice, the best first. `are_lines_complete` says whether the items add up to the
    total, by way of the taxes, charges, discounts and rounding that are printed. `fields` say where the values were
    read, by field of the invoice data (`invoiceNumber`, `invoiceDate`, `dueDate`, `totalAmount`, `currency`,
    `practiceName`). `comparison` is that of an e-invoice with its pages; an XML file has none. `faults` are the
    rules of EN 16931 that an e-invoice breaks.
    """

    number: str | None = None
    other_numbers: tuple[str, ...] = ()
    printed_date: str = ""
    dates: tuple[date, ...] = ()
    date_order: str | None = None
    due_date: date | None = None
    total: Decimal | None = None
    subtotal: Decimal | None = None
    tax: Decimal | None = None
    amount_due: Decimal | None = None
    currency: str | None = None
    vendors: tuple[str, ...] = ()
    vendor_address: Address = field(default_factory=Address)
    vendor_phone: str = ""
    receiver: str = ""
    items: tuple[ReadItem, ...] = ()
    are_lines_complete: bool = False
    fields: Mapping[str, ReadField] = field(default_factory=dict)
    read_from: ReadFrom = "OCR"
    comparison: Comparison | None = None
    faults: tuple[str, ...] = ()

    @property
    def is_unreadable(self) -> bool:
        """Whether no invoice was recognised: neither a number nor a total was read."""
        return self.number is None and self.total is None
