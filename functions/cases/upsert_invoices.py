from faktura.cases.api import api
from faktura.cases.batch import ProviderInvoices
from faktura.cases.errors import AnswerTooLarge
from faktura.cases.invoice_store import InvoiceStore
from faktura.cases.role import Provider
from faktura.cases.schemas import InvoiceAnswer
from faktura.core.errors import InvalidRequest, MalformedBody
from faktura.core.idempotency import Once
from faktura.core.observability import log
from faktura.core.request import Answer, Request


@api.post(
    "/api/v2/invoices",
    allow="cases:write",
    raises=[MalformedBody, InvalidRequest, AnswerTooLarge],
    answers=list[InvoiceAnswer],
)
def handler(
    provider: Provider, batch: ProviderInvoices, once: Once, invoices: InvoiceStore, request: Request
) -> Answer:
    """Add or update invoices by their external ids, all of them or none."""
    answer = invoices.upsert(provider.id, batch, once)
    log.info("invoices stored", provider=provider.id, invoices=len(batch.root))
    return answer
