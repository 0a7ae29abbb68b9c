"""The invoices of one request: accepted or refused as a whole, each fault with its position (docs/apis/cases.md)."""

from collections.abc import Collection, Iterator, Sequence
from typing import Annotated, Any

from pydantic import ConfigDict, RootModel, TypeAdapter

from faktura.cases.schemas import ReportedInvoice
from faktura.core import json
from faktura.core.errors import Fault, InvalidRequest
from faktura.core.model import MAX_FAULTS, ListLength, validated, validated_each

MAX_INVOICES = 500
MAX_INVOICE_BYTES = 350 * 1024
"""Of JSON. DynamoDB's limit for the invoice's item is 400 KB, keys included."""

_INVOICE = TypeAdapter(ReportedInvoice)
_COUNT = ListLength(
    MAX_INVOICES,
    minimum=1,
    too_few="must contain at least {minimum} items",
    too_many="must contain less than or equal to {maximum} items",
)
_ITEMS: TypeAdapter[Sequence[Any]] = TypeAdapter(Annotated[list[Any], _COUNT])


class InvoiceBatch(RootModel[Any]):
    """1 to 500 invoices. One that breaks a rule refuses them all; each is at most 350 KB of JSON."""

    model_config = ConfigDict(defer_build=True)  # `from_json` validates; only the API's description needs this model
    root: Annotated[list[ReportedInvoice], _COUNT]

    @classmethod
    def from_json(cls, document: Any, _size: int = MAX_INVOICE_BYTES) -> "InvoiceBatch":
        """The batch in `document`; an `InvalidRequest` names every fault."""
        if not isinstance(document, list):
            raise InvalidRequest(Fault("", "must be an array"))
        batch = cls.model_construct(validated_each(_INVOICE, validated(_ITEMS, document), at=""))
        _refuse(batch._faults())
        return batch

    def check_references(self, guids: Collection[str], external_ids: Collection[str]) -> None:
        """`InvalidRequest` unless each case is one of `guids`, and each link one of `external_ids` or of this batch."""
        _refuse(self._reference_faults(guids, {*external_ids, *(invoice.external_id for invoice in self.root)}))

    def in_link_order(self) -> list[ReportedInvoice]:
        """The invoices, each after the one of the batch that it links to; those in a circle come in any order."""
        links = {invoice.external_id: invoice.link for invoice in self.root}

        def depth(invoice: ReportedInvoice) -> int:
            passed, name = set[str](), invoice.link
            while name in links and name not in passed:
                passed.add(name)
                name = links[name]
            return len(passed)

        return sorted(self.root, key=depth)

    def _faults(self) -> Iterator[Fault]:
        seen: set[str] = set()
        for n, invoice in enumerate(self.root):
            if invoice.external_id in seen:
                yield Fault(f"[{n}].externalId", "contains a duplicate value")
            seen.add(invoice.external_id)
            if invoice.link and invoice.type != "credit note":
                yield Fault(f"[{n}].linkedInvoice", "is not allowed")
            if invoice.link == invoice.external_id:
                yield Fault(f"[{n}].linkedInvoice", "must be another invoice")
            if len(json.dumps(invoice.content())) > MAX_INVOICE_BYTES:
                yield Fault(f"[{n}]", "must not be larger than 350 KB")

    def _reference_faults(self, guids: Collection[str], external_ids: Collection[str]) -> Iterator[Fault]:
        for n, invoice in enumerate(self.root):
            if invoice.guid not in guids:
                yield Fault(f"[{n}].guid", "must be the GUID of one of your cases")
            if invoice.link is not None and invoice.link not in external_ids:
                yield Fault(f"[{n}].linkedInvoice", "must be the external id of one of your invoices")


def _refuse(faults: Iterator[Fault]) -> None:
    if found := list(faults)[:MAX_FAULTS]:
        raise InvalidRequest(*found)
