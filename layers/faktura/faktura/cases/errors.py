"""The errors of provider invoices, beyond those of every API.

NotFound
└── NoSuchCase
Forbidden
├── NotYourCase
└── NoBookings
InvalidRequest
├── SearchTooCostly
└── ResponseTooLarge
"""

from faktura.core.errors import Fault, Forbidden, InvalidRequest, NotFound


class NoSuchCase(NotFound):
    """There is no such case, or it belongs to another provider."""

    message = "No such case"


class NotYourCase(Forbidden):
    """The case belongs to another provider."""

    message = "The case belongs to another provider"


class NoBookings(Forbidden):
    """A partner's books need what the reports of its providers do not say."""

    message = "DATEV is for providers; a partner may export CSV or XLSX"


class SearchTooCostly(InvalidRequest):
    """With these filters, the search would read or compare more than one search may."""

    def __init__(self, target: str, reason: str, fields: str) -> None:
        super().__init__(Fault(target, f"would {reason}; narrow the search by {fields}"))


class ResponseTooLarge(InvalidRequest):
    """The response would be larger than one call can carry."""

    def __init__(self, target: str) -> None:
        super().__init__(Fault(target, "would give a response of more than 5 MB; request fewer invoices at once"))
