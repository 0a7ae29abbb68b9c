"""The errors of invoice jobs.

Refusal                         an answer to the caller
├── NotFound
│   ├── NoSuchJob               of this tenant
│   ├── NoSuchOrder             of this tenant
│   ├── NoSuchInvoice           of this tenant
│   ├── NoSuchRange             of this tenant
│   └── NoSuchConfiguration     of this tenant
└── NotPossible                 what is stored does not allow it (409)
    ├── NotAnEInvoice           the invoice lacks what the form requires
    ├── NotCreditable           more than is left would be credited, or the document is a credit note
    └── NotNumberable           the tenant has no `creditNoteNumbering`, or `maxValue` is reached

NotInvoiced                     why one order gets no invoice; its message becomes the outcome's, and the job goes on
├── OrderMissing
├── AlreadyInvoiced
├── OrderIncomplete             a price, the currency or the billing address is missing
├── OrderTooLarge               more lines or tax rates than an invoice can have
├── AmountsDisagree             the order's amounts contradict each other
├── CharactersMissing           no font has a character that the invoice would show
├── NoEInvoice                  the order cannot become the e-invoice that the tenant requires
├── NumberingMissing            the tenant has no `invoiceNumbering`
└── NumbersExhausted            `maxValue` is reached

ConditionFailed                 the condition of a write did not hold; the services act on it, and callers never see it
├── JobExists
├── JobStarted                  its execution has begun, or there is no such job
├── JobEnded                    it is done or being ended, so it assigns no numbers
├── OrderClaimed                an order has an invoice, or another one than when it was read
├── NumberTaken                 an invoice has the number
├── NumberFree                  no invoice has the number
└── PdfTaken                    the PDF of another document with the same number is stored
"""

from faktura.core.errors import NotFound, Refusal

_MAX_NAMED_CHARACTERS = 20


class NoSuchJob(NotFound):
    """The tenant has no such job."""

    message = "The job does not exist."


class NoSuchOrder(NotFound):
    """The tenant has no such order."""

    message = "The order does not exist."


class NoSuchInvoice(NotFound):
    """The tenant has no such invoice or credit note."""

    message = "The invoice does not exist."


class NoSuchRange(NotFound):
    """The tenant has no such number range, or it has no journal yet."""

    message = "The number range does not exist."


class NoSuchConfiguration(NotFound):
    """The tenant has no such configuration."""

    message = "The configuration does not exist."


class NotPossible(Refusal):
    """What is stored does not allow it; the message says why."""


class NotAnEInvoice(NotPossible):
    """The invoice cannot become an e-invoice of the form."""

    message = "The invoice is not an e-invoice. Missing: BT-31, the seller's VAT identifier."


class NotCreditable(NotPossible):
    """Less is left to credit, or the document is a credit note itself."""

    message = "The invoice is wholly credited."


class NotNumberable(NotPossible):
    """The tenant has not configured how its credit notes are numbered, or has no number left."""

    message = "The configuration creditNoteNumbering is missing."


class NotInvoiced(Exception):
    """Why one order gets no invoice; `message` becomes the message of the order's outcome."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class OrderMissing(NotInvoiced):
    """The tenant has no order with this id."""

    def __init__(self) -> None:
        super().__init__("The order does not exist.")


class AlreadyInvoiced(NotInvoiced):
    """The order has an invoice. Only a MANUAL job invoices it anew, after a credit note for all of it."""

    def __init__(self, number: str) -> None:
        super().__init__(f"The order already has an invoice: {number}.")


class OrderIncomplete(NotInvoiced):
    """The order has no value for fields that an invoice needs; the message names each of them."""


class OrderTooLarge(NotInvoiced):
    """The order has more lines or tax rates than an invoice can have; the message says of which."""


class AmountsDisagree(NotInvoiced):
    """The order's amounts contradict each other, so none of them can be printed."""


class CharactersMissing(NotInvoiced):
    """The PDF would show empty boxes instead of some characters."""

    def __init__(self, characters: str) -> None:
        super().__init__(f"No font has these characters of the order: {characters[:_MAX_NAMED_CHARACTERS]}")


class NoEInvoice(NotInvoiced):
    """The order cannot become the e-invoice that the tenant requires; the message names what is missing."""


class NumberingMissing(NotInvoiced):
    """The tenant has not configured how its invoices are numbered."""

    def __init__(self) -> None:
        super().__init__("The configuration invoiceNumbering is missing.")


class NumbersExhausted(NotInvoiced):
    """The numbering has reached its `maxValue`."""

    def __init__(self, max_value: int) -> None:
        super().__init__(f"All invoice numbers up to {max_value} (maxValue) are used.")


class ConditionFailed(Exception):
    """The condition of a write did not hold."""


class JobExists(ConditionFailed):
    """The job is stored already."""


class JobStarted(ConditionFailed):
    """The job's execution has begun, or there is no such job."""


class JobEnded(ConditionFailed):
    """The job is done or being ended, so it assigns no numbers."""


class OrderClaimed(ConditionFailed):
    """An order has an invoice."""


class NumberTaken(ConditionFailed):
    """An invoice has the number at this `position` of the block: two numberings can produce the same number."""

    def __init__(self, position: int) -> None:
        super().__init__()
        self.position = position


class NumberFree(ConditionFailed):
    """No invoice has the number."""


class PdfTaken(ConditionFailed):
    """The PDF of another document with the same number is stored: a restored table has issued the number anew."""
