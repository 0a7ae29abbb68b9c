from faktura.capture.requests.overdue import OverdueRequest
from faktura.capture.requests.overdue_service import OverdueService
from faktura.core.task import task


@task
def handler(overdue: OverdueRequest, requests: OverdueService) -> None:
    """Fail an overdue request, or resume its overdue webhook. Nothing changes if it is not overdue any more."""
    requests.end(overdue)
