"""What the provider invoices' API refuses, beyond what every API does.

NotFound
└── NoSuchCase
Forbidden
└── NotYourCase
InvalidRequest
├── TooMuchToRead
└── AnswerTooLarge
"""

from faktura.core.errors import Fault, Forbidden, InvalidRequest, NotFound


class NoSuchCase(NotFound):
    """There is no such case, or none of this provider's."""

    message = "No such case"


class NotYourCase(Forbidden):
    """The case is another provider's."""

    message = "The case is another provider's"


class TooMuchToRead(InvalidRequest):
    """The filters leave more to read, or to look at, than one find may."""

    def __init__(self, target: str, reason: str, fields: str) -> None:
        super().__init__(Fault(target, f"would {reason}; narrow by {fields}"))


class AnswerTooLarge(InvalidRequest):
    """The answer would be over what one call can carry."""

    def __init__(self, target: str) -> None:
        super().__init__(Fault(target, "would make an answer of more than 5 MB; ask for fewer invoices at once"))
