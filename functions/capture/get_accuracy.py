from faktura.capture.api import api
from faktura.capture.review.accuracy_period import AccuracyPeriod
from faktura.capture.review.accuracy_store import AccuracyStore
from faktura.capture.review.schemas.responses import Accuracy
from faktura.core.auth import Caller
from faktura.core.errors import Forbidden, InvalidRequest


@api.get("/api/v1/capture/accuracy", scope="invoice:review", raises=[InvalidRequest])
def handler(period: AccuracyPeriod, caller: Caller, accuracy: AccuracyStore) -> Accuracy:
    """Get how often each field was read rightly, by confidence, from the documents that reviewers approved.

    It follows writes within seconds: a review that was just stored may not be counted yet. The counts are those of all
    practices, so the token must name all of them (`*`).
    """
    if not caller.practices.are_all:
        raise Forbidden("The counts are those of all practices. The token names only some of them.")
    return accuracy.between(str(caller.context["mga_id"]), period.first, period.last)
