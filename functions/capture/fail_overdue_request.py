from faktura.capture.requests import OverdueRequest
from faktura.capture.store import RequestStore
from faktura.core.observability import log
from faktura.core.task import task


@task
def handler(overdue: OverdueRequest, requests: RequestStore) -> None:
    """Fail one overdue request; one that has ended in the meantime stays as it is."""
    if requests.fail_overdue(overdue):
        log.info("overdue request failed", mga=overdue.mga, record=overdue.record)
