"""What invoice jobs refuse, and why an order gets no invoice.

Refusal
└── NotFound
    ├── NoSuchJob              of this tenant
    ├── NoSuchOrder            of this tenant
    └── NoSuchConfiguration    of this tenant

NotInvoiced                    one order's own end: its message is what the job says of it, and the job goes on
├── OrderMissing
├── AlreadyInvoiced
├── OrderIncomplete            a price, the currency or the billing address is missing
├── OrderTooLarge              more lines or tax rates than an invoice holds
├── AmountsDisagree
├── CharactersMissing          no font has a character that the invoice would show
├── NumberingMissing
└── NumbersExhausted
"""

from faktura.core.errors import NotFound

_MOST_NAMED = 20
"""Characters; an order may have thousands that are of no script."""


class NoSuchJob(NotFound):
    """This tenant has no such job."""

    message = "The job does not exist."


class NoSuchOrder(NotFound):
    """This tenant has no such order."""

    message = "The order does not exist."


class NoSuchConfiguration(NotFound):
    """This tenant has no such configuration."""

    message = "The configuration does not exist."


class NotInvoiced(Exception):
    """One of those drawn above."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class OrderMissing(NotInvoiced):
    """The tenant has no order of this id."""

    def __init__(self) -> None:
        super().__init__("The order does not exist.")


class AlreadyInvoiced(NotInvoiced):
    """There is one invoice an order, ever."""

    def __init__(self, number: str) -> None:
        super().__init__(f"The order is invoiced already: {number}.")


class OrderIncomplete(NotInvoiced):
    """What an invoice needs is not in the order; the message names each field."""


class OrderTooLarge(NotInvoiced):
    """More than an invoice holds; the message says of what."""


class AmountsDisagree(NotInvoiced):
    """The order's own amounts contradict each other, so none of them can be printed."""


class CharactersMissing(NotInvoiced):
    """It would be an invoice with boxes in it."""

    def __init__(self, characters: str) -> None:
        super().__init__(f"No font has these characters of the order: {characters[:_MOST_NAMED]}")


class NumberingMissing(NotInvoiced):
    """The tenant has not said how its invoices are numbered."""

    def __init__(self) -> None:
        super().__init__("The configuration invoiceNumbering is missing.")


class NumbersExhausted(NotInvoiced):
    """The numbering's `maxValue` is reached."""

    def __init__(self, largest: int) -> None:
        super().__init__(f"All invoice numbers up to {largest} (maxValue) are used.")
