"""A pushed batch: accepted whole or refused whole, durable before it is acknowledged (CONTRACT section 1)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import TypeAdapter

from faktura.core import json
from faktura.core.attributes import MAX_ITEM_BYTES, size
from faktura.core.clock import now
from faktura.core.errors import Fault, InvalidRequest
from faktura.core.model import ListLength, Model, validated, validated_each
from faktura.core.request import Request
from faktura.pims.schemas import Invoice, instant

MOST_INVOICES = 1_000
LARGEST_INVOICE = 350 * 1024
"""Bytes of JSON. The item that holds the invoice has 400 KB, keys and version included."""

_ITEM_OVERHEAD = 4 * 1024
_SURELY_FITS = 200 * 1024


_COUNT = ListLength(MOST_INVOICES, minimum=1)


class Batch(Model):
    """What `POST /api/data-on-demand/invoices` carries."""

    invoices: Annotated[list[Invoice], _COUNT]

    @classmethod
    def from_json(cls, document: Any, written: int = LARGEST_INVOICE) -> "Batch":
        """The pushed batch in `document` (of `written` bytes), or an `InvalidRequest` that names every fault."""
        batch = cls._parsed(document, {"accepted_at": now()})
        if written > _SURELY_FITS:
            _refuse_too_large(batch.invoices)
        return batch

    @classmethod
    def accepted(cls, document: Any) -> "Batch":
        """A batch that was accepted before: nothing is asked of it that the moment decides."""
        return cls._parsed(document)

    @classmethod
    def _parsed(cls, document: Any, context: Mapping[str, Any] | None = None) -> "Batch":
        documents = validated(_ENVELOPE, document).invoices
        return cls.model_construct(invoices=validated_each(_INVOICE, documents, "invoices", context))

    def practices(self) -> set[str]:
        """The practices whose invoices these are."""
        return {invoice.vet_practice.practice_id for invoice in self.invoices}


@dataclass(frozen=True)
class AcceptedBatch:
    """A batch as it waits in S3: the body just as it was pushed, and the moment (RFC 3339).

    The moment decides between pushes that carry no update time.
    """

    body: bytes
    accepted_at: str
    request_id: str

    @classmethod
    def now(cls, request: Request) -> "AcceptedBatch":
        """The request's batch, accepted at this moment."""
        return cls(request.body, now().isoformat(), request.id)

    @property
    def key(self) -> str:
        """Its object's key: by day, then by request."""
        return f"accepted/{self.accepted_at[:10]}/{self.request_id}.json"

    def versions(self) -> list["Version"]:
        """Each invoice with its place in the order of all pushes."""
        invoices = Batch.accepted(json.loads(self.body)).invoices
        return [Version.of(invoice, self.accepted_at, position) for position, invoice in enumerate(invoices)]


@dataclass(frozen=True)
class Version:
    """One pushed state of one invoice. A greater `order` is the newer state, whatever arrives first."""

    invoice: Invoice
    order: str

    @classmethod
    def of(cls, invoice: Invoice, accepted_at: str, position: int) -> "Version":
        """Ordered by update time (else the moment of acceptance), then acceptance, then position in the batch."""
        accepted = instant(accepted_at)
        updated = instant(invoice.invoice_updated_at) if invoice.invoice_updated_at else accepted
        return cls(invoice, f"{updated} {accepted} {position:04d}")

    @property
    def identity(self) -> tuple[str, str]:
        """What makes two versions states of the same invoice."""
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
    if (written := len(json.dumps(invoice))) <= _SURELY_FITS:
        return False
    item = size(invoice.model_dump(by_alias=True, exclude_unset=True))
    return written > LARGEST_INVOICE or item > MAX_ITEM_BYTES - _ITEM_OVERHEAD
