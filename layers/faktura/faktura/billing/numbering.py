"""How invoice numbers and receipt numbers look (docs/apis/billing.md).

An office numbers its invoices in sequence. An invoice may also be given any other number by hand.
"""

MIN_NUMBER_LENGTH = 4
"""Digits of a number of the sequence; leading zeros fill it up."""

MAX_NUMBER_DIGITS = 12
"""Longer numbers are not part of the sequence."""


def invoice_number(position: int) -> str:
    """The invoice number at a position of the sequence: `0001` is the first."""
    return str(position).zfill(MIN_NUMBER_LENGTH)


def position_of(number: str) -> int | None:
    """The position of an invoice number in the sequence: 1 for `0001`; `None` for any other text, such as `1`."""
    if not (number.isascii() and number.isdigit() and len(number) <= MAX_NUMBER_DIGITS):
        return None
    position = int(number)
    return position if invoice_number(position) == number else None


def receipt_number(payment_id: int) -> str:
    """The number on the receipt of a payment: its id, with leading zeros."""
    return str(payment_id).zfill(MIN_NUMBER_LENGTH)
