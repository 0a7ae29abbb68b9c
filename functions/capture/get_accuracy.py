from faktura.capture.api import api
from faktura.capture.review.accuracy_period import AccuracyPeriod
from faktura.capture.review.accuracy_store import AccuracyStore
from faktura.capture.review.schemas import Accuracy
from faktura.core.errors import InvalidRequest
from faktura.core.request import Request


@api.get("/api/v1/capture/accuracy", scope="invoice:review", raises=[InvalidRequest])
def handler(period: AccuracyPeriod, request: Request, accuracy: AccuracyStore) -> Accuracy:
    """Get how often each field was read rightly, by confidence, from the documents that reviewers approved.

    It follows writes within seconds: a review that was just stored may not be counted yet.
    """
    return accuracy.between(str(request.caller.context["mga_id"]), period.first, period.last)
