from faktura.cases.api import api
from faktura.cases.batch import ProviderInvoices
from faktura.cases.errors import AnswerTooLarge
from faktura.cases.models import InvoiceAnswer
from faktura.cases.roles import Provider
from faktura.cases.upserts import InvoiceStore
from faktura.core.errors import InvalidRequest, MalformedBody
from faktura.core.idempotency import Once
from faktura.core.observability import log
from faktura.core.request import Answer


@api.post(
    "/api/v2/invoices",
    allow="cases:write",
    raises=[MalformedBody, InvalidRequest, AnswerTooLarge],
    answers=list[InvoiceAnswer],
)
def handler(provider: Provider, batch: ProviderInvoices, once: Once, invoices: InvoiceStore) -> Answer:
    """Add or update invoices by their external ids, all of them or none."""
    answer = invoices.upsert(provider.id, batch, once)
    log.info("invoices stored", provider=provider.id, invoices=len(batch.root))
    return answer
