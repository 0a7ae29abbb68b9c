"""Invoices as they are answered: with their case, and the linked invoice as an object."""

from collections.abc import Iterable, Mapping
from typing import Any

from faktura.cases.errors import AnswerTooLarge

LARGEST_ANSWER = 5_000_000
"""Bytes, as a text within Lambda's own answer of at most 6 MB, where quotes and backslashes take two."""


def answered(invoice: Mapping[str, Any], case: Mapping[str, Any], ids: Mapping[str, int]) -> dict[str, Any]:
    """A stored invoice with its case; `ids` are those of linked invoices by external id, as far as they are stored."""
    link = invoice["linkedInvoice"]
    linked = link and {"id": ids.get(link["externalId"]), **link}
    return {**invoice, "linkedInvoice": linked, "case": case}


def must_fit(texts: Iterable[bytes], target: str) -> None:
    """`AnswerTooLarge`, at the `target` of the request that may be made smaller, for more than a call carries."""
    total = 0
    for text in texts:
        total += len(text) + text.count(b'"') + text.count(b"\\")
        if total > LARGEST_ANSWER:
            raise AnswerTooLarge(target)
