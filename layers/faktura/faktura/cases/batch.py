"""The invoices of one request: accepted whole or refused whole, each fault at its position (CONTRACT section 5)."""

from collections.abc import Collection, Iterator, Sequence
from typing import Annotated, Any

from pydantic import RootModel, TypeAdapter

from faktura.cases.schemas import Invoice
from faktura.core import json
from faktura.core.errors import Fault, InvalidRequest
from faktura.core.model import MAX_FAULTS, ListLength, validated, validated_each

MOST_INVOICES = 500
LARGEST_INVOICE = 350 * 1024
"""Bytes of JSON. The item that holds the invoice has 400 KB, keys included."""

_INVOICE = TypeAdapter(Invoice)
_COUNT = ListLength(
    MOST_INVOICES,
    minimum=1,
    too_few="must contain at least {minimum} items",
    too_many="must contain less than or equal to {maximum} items",
)


_ITEMS: TypeAdapter[Sequence[Any]] = TypeAdapter(Annotated[list[Any], _COUNT])


class ProviderInvoices(RootModel[Annotated[list[Invoice], _COUNT]]):
    """What `POST /api/v2/invoices` carries: 1 to 500 invoices."""

    @classmethod
    def from_json(cls, document: Any, _written: int = LARGEST_INVOICE) -> "ProviderInvoices":
        """The batch in `document` (of `written` bytes), or an `InvalidRequest` that names every fault."""
        if not isinstance(document, list):
            raise InvalidRequest(Fault("", "must be an array"))
        batch = cls.model_construct(validated_each(_INVOICE, validated(_ITEMS, document), at=""))
        _refuse(batch._faults())
        return batch

    def must_be_of(self, guids: Collection[str], external_ids: Collection[str]) -> None:
        """`InvalidRequest` unless each case is among the provider's `guids`, each link among its invoices or here."""
        known = {invoice.external_id for invoice in self.root}.union(external_ids)
        _refuse(
            fault
            for n, invoice in enumerate(self.root)
            for fault in [
                *([] if invoice.guid in guids else [Fault(f"[{n}].guid", "must be the GUID of a case of yours")]),
                *(
                    []
                    if invoice.link is None or invoice.link in known
                    else [Fault(f"[{n}].linkedInvoice", "must be an invoice of yours")]
                ),
            ]
        )

    def by_links(self) -> list[Invoice]:
        """The invoices, each behind the one of the batch that it is linked to, but for links that lead in a circle."""
        links = {invoice.external_id: invoice.link for invoice in self.root}

        def depth(invoice: Invoice) -> int:
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
            if len(json.dumps(invoice.content())) > LARGEST_INVOICE:
                yield Fault(f"[{n}]", "must not be larger than 350 KB")


def _refuse(faults: Iterator[Fault]) -> None:
    if found := list(faults)[:MAX_FAULTS]:
        raise InvalidRequest(*found)
