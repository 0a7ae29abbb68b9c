"""What was read from an invoice's picture. All of it is a claim of the paper, and anybody can print paper."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from faktura.capture.reading.amount import divided
from faktura.capture.schemas import Address


@dataclass(frozen=True)
class ReadItem:
    """One printed line with an amount; `total` is the line's."""

    description: str
    total: Decimal
    quantity: Decimal | None = None
    printed_unit_price: Decimal | None = None

    @property
    def unit_price(self) -> Decimal | None:
        """As printed, else by division."""
        if self.printed_unit_price is None and self.quantity:
            return divided(self.total, by=self.quantity)
        return self.printed_unit_price


@dataclass(frozen=True)
class Reading:
    """An invoice as read; what was not read is `None` or empty.

    `other_numbers` are those that other pages bear. `dates` are the days the printed date can mean: more than one where
    it is ambiguous, one where the printed country (`date_order`, ISO 3166) settles what is day and month. `vendors` are
    all names printed for the practice, the surest first. `confidence` gives percent for the fields of Invoice Data.
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
    confidence: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_unreadable(self) -> bool:
        """Nothing to look up and nothing to pay: no invoice was recognised."""
        return self.number is None and self.total is None
