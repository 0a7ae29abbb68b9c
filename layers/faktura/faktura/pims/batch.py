"""A pushed batch: accepted or refused as a whole, and stored before the response (docs/apis/pims.md)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from faktura.core import json
from faktura.core.attributes import MAX_ITEM_BYTES
from faktura.core.attributes import size as item_size
from faktura.core.clock import now
from faktura.core.errors import Fault, InvalidRequest
from faktura.core.model import ListLength, Model, validated, validated_each
from faktura.core.request import Request
from faktura.pims.date import instant
from faktura.pims.schemas import Invoice

ACCEPTED = "accepted/"
"""The beginning of the keys of accepted batches."""

MAX_INVOICES = 1_000
MAX_INVOICE_BYTES = 350 * 1024
"""Of JSON. DynamoDB's limit for the invoice's item is 400 KB, keys and version included."""

_ITEM_OVERHEAD_BYTES = 4 * 1024
_SURELY_FITS_BYTES = 200 * 1024

_COUNT = ListLength(MAX_INVOICES, minimum=1)


class Batch(Model):
    """Invoices of one or more practices."""

    invoices: Annotated[list[Invoice], _COUNT] = Field(
        description="1 to 1,000 invoices. One that breaks a rule refuses them all; each is at most 350 KB of JSON."
    )

    @classmethod
    def from_json(cls, document: Any, size: int = MAX_INVOICE_BYTES) -> "Batch":
        """The batch in `document`, a body of `size` bytes; an `InvalidRequest` names every fault."""
        batch = cls._parsed(document, {"accepted_at": now()})
        if size > _SURELY_FITS_BYTES:
            _refuse_too_large(batch.invoices)
        return batch

    @classmethod
    def accepted(cls, document: Any) -> "Batch":
        """A batch that was accepted earlier: rules that depend on the current time are not applied again."""
        return cls._parsed(document)

    @classmethod
    def _parsed(cls, document: Any, context: Mapping[str, Any] | None = None) -> "Batch":
        documents = validated(_ENVELOPE, document).invoices
        return cls.model_construct(invoices=validated_each(_INVOICE, documents, "invoices", context))

    def practices(self) -> set[str]:
        """The ids of the practices that issued the invoices."""
        return {invoice.vet_practice.practice_id for invoice in self.invoices}


@dataclass(frozen=True)
class AcceptedBatch:
    """A batch as it waits in S3: the pushed body, unchanged, and when it was accepted (RFC 3339).

    That moment orders pushes that carry no update time.
    """

    body: bytes
    accepted_at: str
    request_id: str

    @classmethod
    def now(cls, request: Request) -> "AcceptedBatch":
        """The request's batch, accepted now."""
        return cls(request.body, now().isoformat(), request.id)

    @property
    def key(self) -> str:
        """The key of its object: the day, then the request's id."""
        return f"{ACCEPTED}{self.accepted_at[:10]}/{self.request_id}.json"

    def versions(self) -> list["Version"]:
        """Each invoice as a version, with its place in the order of all pushes."""
        invoices = Batch.accepted(json.loads(self.body)).invoices
        return [Version.of(invoice, self.accepted_at, position) for position, invoice in enumerate(invoices)]


@dataclass(frozen=True)
class Version:
    """One pushed version of one invoice. The greater `order` is the newer version, whichever arrives first."""

    invoice: Invoice
    order: str

    @classmethod
    def of(cls, invoice: Invoice, accepted_at: str, position: int) -> "Version":
        """Ordered by update time (without one, by acceptance), then by acceptance, then by position in the batch."""
        accepted = instant(accepted_at)
        updated = instant(invoice.invoice_updated_at) if invoice.invoice_updated_at else accepted
        return cls(invoice, f"{updated} {accepted} {position:04d}")

    @property
    def identity(self) -> tuple[str, str]:
        """Practice and id: two versions that share them are of the same invoice."""
        return self.invoice.vet_practice.practice_id, self.invoice.id


def by_invoice(versions: Iterable[Version]) -> list[list[Version]]:
    """The versions of each invoice, the newest last."""
    found = defaultdict[tuple[str, str], list[Version]](list)
    for version in sorted(versions, key=lambda version: version.order):
        found[version.identity].append(version)
    return list(found.values())


class _Envelope(Model):
    invoices: Annotated[list[Any], _COUNT]


_ENVELOPE = TypeAdapter(_Envelope)
_INVOICE = TypeAdapter(Invoice)


def _refuse_too_large(invoices: list[Invoice]) -> None:
    too_large = [
        Fault(f"invoices[{n}]", "is larger than 350 KB") for n, one in enumerate(invoices) if _is_too_large(one)
    ]
    if too_large:
        raise InvalidRequest(*too_large)


def _is_too_large(invoice: Invoice) -> bool:
    if (size := len(json.dumps(invoice))) <= _SURELY_FITS_BYTES:
        return False
    item = item_size(invoice.model_dump(by_alias=True, exclude_unset=True))
    return size > MAX_INVOICE_BYTES or item > MAX_ITEM_BYTES - _ITEM_OVERHEAD_BYTES
