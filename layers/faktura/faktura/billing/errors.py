"""The errors of client billing, in addition to those of every API.

Refusal
├── InvalidRequest          one sentence for each broken rule
├── Forbidden               also for changing or printing what is redacted for the caller
├── NotFound
│   ├── NoSuchInvoice
│   └── NoSuchPayment
└── BillingRefusal
    ├── NumberTaken
    ├── PaymentExceeded
    ├── InvoiceClosed
    ├── TooManyChanges
    ├── PeriodTooLarge
    └── NotPrintable
"""

from faktura.core.errors import NotFound, Refusal


class NoSuchInvoice(NotFound):
    """The office has no invoice with this id."""

    def __init__(self, invoice_id: int) -> None:
        super().__init__(f"No such invoice with id {invoice_id}")


class NoSuchPayment(NotFound):
    """The office has no payment with this id, or has deleted it."""

    def __init__(self, payment_id: int) -> None:
        super().__init__(f"No such payment with id {payment_id}")


class BillingRefusal(Refusal):
    """An error of client billing alone."""


class NumberTaken(BillingRefusal):
    """Another invoice of the office has this number."""

    def __init__(self, number: str) -> None:
        super().__init__(f"Invoice number '{number}' is already taken")


class PaymentExceeded(BillingRefusal):
    """The amounts for invoices and the donation add up to more than the payment."""

    message = "Invoice and donation amount exceed the total payment amount."


class InvoiceClosed(BillingRefusal):
    """A closed invoice is void and takes no payments."""

    def __init__(self, invoice_id: int) -> None:
        super().__init__(f"Invoice {invoice_id} is closed and takes no payments")


class TooManyChanges(BillingRefusal):
    """The change affects too many clients, payments and invoices at once."""

    message = "The change affects too many clients, payments and invoices at once. Split it into several requests."


class PeriodTooLarge(BillingRefusal):
    """One report cannot hold the period's invoices."""

    message = "The period has more invoices than one report holds. Choose a shorter period."


class NotPrintable(BillingRefusal):
    """A text has a character that cannot be printed, or the PDF would be too large."""

    message = "A text has a character that cannot be printed."
