"""Invoices as they are stored and returned."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from faktura.cases.errors import ResponseTooLarge

MAX_RESPONSE_BYTES = 5_000_000
"""Of JSON. Lambda's limit is 6 MB with the body as a JSON text, where quotes and backslashes take two bytes."""

Document = dict[str, Any]
"""An invoice as it is stored: as it is returned, but without its case and without the id of the linked invoice."""


@dataclass(frozen=True)
class StoredInvoice:
    """The parts of a stored invoice that an upsert needs. `revision` counts its writes."""

    external_id: str
    guid: str
    id: int
    created_at: str
    updated_at: str
    revision: int


def invoice_body(document: Mapping[str, Any], case: Mapping[str, Any], ids: Mapping[str, int]) -> dict[str, Any]:
    """A stored invoice as it is returned, with its case; `ids` are those of linked invoices by external id."""
    link = document["linkedInvoice"]
    linked = link and {"id": ids.get(link["externalId"]), **link}
    return {**document, "linkedInvoice": linked, "case": case}


def check_response_size(parts: Iterable[bytes], target: str) -> None:
    """`ResponseTooLarge` for JSON that one response cannot carry; `target` is what to make smaller in the request."""
    total = 0
    for part in parts:
        total += len(part) + part.count(b'"') + part.count(b"\\")
        if total > MAX_RESPONSE_BYTES:
            raise ResponseTooLarge(target)
