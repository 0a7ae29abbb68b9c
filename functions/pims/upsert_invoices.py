from faktura.core.auth import Caller
from faktura.core.errors import BodyTooLarge, Forbidden, InvalidRequest, MalformedBody
from faktura.core.idempotency import Idempotency
from faktura.core.observability import log
from faktura.core.request import Request
from faktura.core.response import Accepted
from faktura.pims.api import api
from faktura.pims.batch import AcceptedBatch, Batch
from faktura.pims.batch_store import Inbox


@api.post(
    "/api/data-on-demand/invoices",
    scope="pims:write",
    raises=[MalformedBody, InvalidRequest, BodyTooLarge],
)
def handler(batch: Batch, caller: Caller, idempotency: Idempotency, inbox: Inbox, request: Request) -> Accepted[None]:
    """Accept a batch of practices' invoices, new ones and newer states of known ones, for storing.

    Once it is answered 202 the batch cannot be lost. It is stored in the background: lookups find its invoices as a
    rule within seconds, and after minutes where much is pushed at once.
    """
    if not all(practice in caller.practices for practice in batch.practices()):
        raise Forbidden
    idempotency.hold(seconds=30)
    inbox.accept(AcceptedBatch.now(request))
    log.info("batch accepted", client=caller.subject, invoices=len(batch.invoices))
    return idempotency.record(Accepted(None))
