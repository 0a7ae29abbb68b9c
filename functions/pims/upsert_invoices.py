from faktura.core.auth import Caller
from faktura.core.errors import BodyTooLarge, Forbidden, InvalidRequest, MalformedBody
from faktura.core.idempotency import Once
from faktura.core.observability import log
from faktura.core.request import Answer, Request
from faktura.pims.api import api
from faktura.pims.batch import AcceptedBatch, Batch
from faktura.pims.batch_store import Inbox


@api.post(
    "/api/data-on-demand/invoices",
    allow="pims:write",
    raises=[MalformedBody, InvalidRequest, BodyTooLarge],
    status=202,
)
def handler(batch: Batch, caller: Caller, once: Once, inbox: Inbox, request: Request) -> Answer:
    """Accept a batch of practices' invoices, new ones and newer states of known ones, for storing.

    Once it is answered 202 the batch cannot be lost. It is stored in the background: lookups find its invoices as a
    rule within seconds, and after minutes where much is pushed at once.
    """
    if not all(practice in caller.practices for practice in batch.practices()):
        raise Forbidden
    once.hold(seconds=30)
    inbox.accept(AcceptedBatch.now(request))
    log.info("batch accepted", client=caller.subject, invoices=len(batch.invoices))
    return once.keep(Answer(202))
