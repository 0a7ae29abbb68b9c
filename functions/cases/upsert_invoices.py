from typing import Any

from faktura.cases.api import api
from faktura.cases.batch import InvoiceBatch
from faktura.cases.errors import ResponseTooLarge
from faktura.cases.role import Provider
from faktura.cases.schemas import InvoiceBody
from faktura.cases.upsert_service import UpsertService
from faktura.core.errors import InvalidRequest, MalformedBody
from faktura.core.idempotency import Idempotency
from faktura.core.observability import log


@api.post(
    "/api/v2/invoices",
    scope="cases:write",
    raises=[MalformedBody, InvalidRequest, ResponseTooLarge],
    response=list[InvoiceBody],
)
def handler(
    provider: Provider, batch: InvoiceBatch, idempotency: Idempotency, invoices: UpsertService
) -> list[dict[str, Any]]:
    """Add and update invoices, identified by their external ids: all of them or none."""
    stored = invoices.upsert(provider.id, batch, idempotency)
    log.info("invoices stored", provider=provider.id, invoices=len(batch.root))
    return stored
