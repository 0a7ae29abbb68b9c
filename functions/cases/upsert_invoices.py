from faktura.cases.api import api
from faktura.cases.batch import ProviderInvoices
from faktura.cases.errors import AnswerTooLarge
from faktura.cases.invoice_store import InvoiceStore
from faktura.cases.role import Provider
from faktura.cases.schemas import InvoiceAnswer
from faktura.core.errors import InvalidRequest, MalformedBody
from faktura.core.idempotency import Idempotency
from faktura.core.observability import log
from faktura.core.response import Response


@api.post(
    "/api/v2/invoices",
    scope="cases:write",
    raises=[MalformedBody, InvalidRequest, AnswerTooLarge],
    response=list[InvoiceAnswer],
)
def handler(provider: Provider, batch: ProviderInvoices, idempotency: Idempotency, invoices: InvoiceStore) -> Response:
    """Add or update invoices by their external ids, all of them or none."""
    answer = invoices.upsert(provider.id, batch, idempotency)
    log.info("invoices stored", provider=provider.id, invoices=len(batch.root))
    return answer
