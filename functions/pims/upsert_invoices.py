from faktura.core.auth import Caller
from faktura.core.errors import BodyTooLarge, Forbidden, InvalidRequest, MalformedBody
from faktura.core.idempotency import Idempotency
from faktura.core.observability import log
from faktura.core.request import Request
from faktura.core.response import Accepted
from faktura.pims.api import api
from faktura.pims.batch import AcceptedBatch, Batch
from faktura.pims.batch_store import BatchStore


@api.post(
    "/api/data-on-demand/invoices",
    scope="pims:write",
    raises=[MalformedBody, InvalidRequest, BodyTooLarge],
)
def handler(
    batch: Batch, caller: Caller, idempotency: Idempotency, batches: BatchStore, request: Request
) -> Accepted[None]:
    """Send new and changed invoices of one or more practices.

    After a 202 the invoices cannot be lost. They are stored in the background: lookups usually find them within
    seconds, and within minutes when many invoices arrive at once.
    """
    if not all(practice in caller.practices for practice in batch.practices()):
        raise Forbidden
    idempotency.hold(seconds=30)
    batches.put(AcceptedBatch.now(request), batch.practices())
    log.info("batch accepted", client=caller.subject, invoices=len(batch.invoices))
    return idempotency.record(Accepted(None))
