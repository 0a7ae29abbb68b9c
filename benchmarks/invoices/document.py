"""A document and what a careful person reads from it."""

import datetime
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Keys:
    """What is known of a receipt: only these fields are judged."""

    date: datetime.date | None
    total: Decimal
    practice: str


@dataclass(frozen=True)
class Truth:
    """What is printed. `None` is what the page does not tell; a currency is `None` if nobody can be sure of it.

    `total` is what is charged, after printed rounding and before prepayments and arrears; `amount_due` is after them.
    """

    number: str | None
    date: datetime.date | None
    due_date: datetime.date | None
    total: Decimal
    subtotal: Decimal | None
    tax: Decimal | None
    amount_due: Decimal | None
    currency: str | None
    practice: str
    receiver: str | None
    items: tuple[Decimal, ...]


@dataclass(frozen=True)
class Document:
    """A file as it is sent, and its truth."""

    name: str
    content: bytes
    truth: Truth | Keys
