"""What client billing refuses beyond what every API does.

Refusal
├── InvalidRequest                 one text for each broken rule
├── Forbidden                      also what is redacted for the caller: it cannot be changed or printed
├── NotFound
│   ├── NoSuchInvoice
│   └── NoSuchPayment
└── BillingRefusal
    ├── NumberTaken
    ├── PaymentExceeded
    ├── InvoiceClosed
    ├── TooMuchAtOnce
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
    """One of those drawn above."""


class NumberTaken(BillingRefusal):
    """Another invoice of the office has this number."""

    def __init__(self, number: str) -> None:
        super().__init__(f"Invoice number '{number}' is already taken")


class PaymentExceeded(BillingRefusal):
    """More is allotted and donated than was paid."""


class InvoiceClosed(BillingRefusal):
    """A closed invoice is void and takes no payment."""

    def __init__(self, invoice_id: int) -> None:
        super().__init__(f"Invoice {invoice_id} is closed and takes no payment")


class TooMuchAtOnce(BillingRefusal):
    """The change would touch more records than one transaction can hold together."""

    message = "This changes too many clients, payments and invoices at once; change them in several requests"


class NotPrintable(BillingRefusal):
    """A text has characters that no font has, so a document could only leave them out."""
