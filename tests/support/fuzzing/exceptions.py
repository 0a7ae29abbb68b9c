"""Findings of Schemathesis that are not faults: each exception with its reason. There are no other exceptions."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Excepted:
    """An accepted finding of a check. `operation` is searched for in the operation, `says` in the finding's text."""

    check: str
    says: str
    reason: str
    operation: str = ""

    def covers(self, check: str, operation: str, *said: str) -> bool:
        """Whether a finding is this one."""
        return (
            check == self.check
            and re.search(self.operation, operation) is not None
            and re.search(self.says, "\n".join(said), re.DOTALL) is not None
        )


_REFUSED = "positive_data_acceptance"

EXCEPTIONS: Sequence[Excepted] = (
    Excepted(
        "unsupported_method",
        "The path or the method does not exist",
        "A REST API of API Gateway knows no 405: what it has no route for is 404, whatever the method.",
    ),
    Excepted(
        "negative_data_rejection",
        "in query - object with unexpected properties",
        "Parameters that an operation does not know are ignored.",
    ),
    Excepted(
        "negative_data_rejection",
        r"parameter `tags` in query.*[?&]tags=(&|')",
        "An empty text in a list and an empty list are the same in a URL.",
    ),
    Excepted(_REFUSED, "is not a cursor of this list", "Only a list makes its cursors; an invented one is none."),
    Excepted(
        _REFUSED,
        "This Idempotency-Key was used with a different request",
        "The check sends other bodies under one key, which is what the 422 is for.",
    ),
    Excepted(
        _REFUSED,
        "38 significant digits|digits before the point",
        "JSON Schema cannot say how many digits a number has.",
    ),
    Excepted(
        _REFUSED,
        "invalid_scope",
        "A schema cannot know which scopes a client has.",
        operation="/oauth/token",
    ),
    Excepted(
        _REFUSED,
        "invalid_request|invalid_grant",
        "A schema cannot know which codes and tokens an identity provider has issued.",
        operation="POST /oauth/(token|sign-in)",
    ),
    Excepted(
        _REFUSED,
        "FILE_TOO_SMALL|INVALID_FILE|UNSUPPORTED_FORMAT|MALFORMED_BODY|must be one file",
        "A schema cannot say what a readable file is, nor which names a form's fields can be written with.",
        operation="/api/v1/invoice/.*/(process|lookup)$",
    ),
    Excepted(
        _REFUSED,
        "is larger than|must not be larger than|must be smaller than",
        "A schema cannot say how many bytes a body has.",
    ),
    Excepted(
        _REFUSED,
        r'"detailInfo":"(must|value|threshold|status|extendedOrderStatus|preText|postText|startValue|maxValue|'
        r"numberOfDigits|name|address|vatId)\b",
        "What a configuration's value must be depends on its key, which the path has.",
        operation="PUT /configuration/",
    ),
    # values that are compared with the path or with another part of the body
    Excepted(_REFUSED, "must be the (id|key) in the path", "A body's schema cannot refer to the path."),
    Excepted(_REFUSED, "must not contain the same id twice", "`uniqueItems` compares whole elements, not their ids."),
    Excepted(
        _REFUSED,
        "must not be before dateFrom|two financial years|from 2000 to 2099",
        "A schema cannot compare two days, nor say which ones a format can hold.",
        operation="POST .*/exports$",
    ),
    Excepted(
        _REFUSED,
        "one digit more than accountLength|as many digits as accountLength|one account with the rate 0"
        "|paymentAccount must be no revenue account|paymentAccount and donationAccount must differ",
        "A schema cannot compare an account with a number of digits or with another, nor count the accounts of a rate.",
        operation="POST /api/(v2/)?exports$",
    ),
    Excepted(
        _REFUSED,
        "exceed the total payment amount",
        "A schema cannot add up amounts.",
        operation="/api/(payments|invoices)",
    ),
    # values that are compared with stored ones
    Excepted(
        _REFUSED,
        r"\bNo such (invoice|payment)|is closed and takes no payment|is already taken",
        "It depends on the office's invoices and payments.",
        operation="/api/(payments|invoices)",
    ),
    Excepted(
        _REFUSED,
        "must be the GUID of one of your cases|must be the external id of one of your invoices|must be another invoice|"
        "contains a duplicate value|linkedInvoice.* is not allowed",
        "It depends on the provider's cases and invoices, and on the other invoices of the request.",
        operation="/api/v2/invoices",
    ),
    Excepted(
        _REFUSED,
        r"exceeds the limit of \d+ (terms|values)|must not be nested deeper than",
        "A schema cannot count the terms of a filter, nor how deep it is.",
        operation="/api/v2/invoices/find",
    ),
    Excepted(
        _REFUSED,
        r'"filters\.[^"]+\.\$[^"]+":"is not allowed"',
        "That nothing within a value may pass for an operator is described one level deep.",
        operation="/api/v2/invoices/find",
    ),
    Excepted(
        _REFUSED,
        "must not be more than two days in the future",
        "What is too far ahead depends on the clock.",
        operation="/api/data-on-demand/invoices",
    ),
    Excepted(
        _REFUSED,
        "No font has a glyph for",
        "It depends on the characters of the stored texts.",
        operation="/(pdfs|receipts)$",
    ),
    Excepted(
        _REFUSED,
        "NO_WEBHOOK",
        "It depends on the request whose webhook is to be sent again.",
        operation="/webhook",
    ),
    Excepted(
        _REFUSED,
        "INVALID_WEBHOOK_URL",
        "A pattern cannot say which hosts are on the public internet.",
        operation="/api/v1/invoice/",
    ),
)

UNCOVERED: Mapping[str, str] = {
    "cases.find_invoices": "the coverage of the filter language takes 5,000 requests",
    "jobs.create_job": "the coverage of 10,000 distinct order ids takes most of a minute",
}
"""Operations that only random requests are sent to where there is little time."""
