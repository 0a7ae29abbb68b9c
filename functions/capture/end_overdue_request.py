from faktura.capture.requests.overdue_service import Sweeping
from faktura.capture.requests.request import OverdueRequest
from faktura.core.task import task


@task
def handler(overdue: OverdueRequest, sweeping: Sweeping) -> None:
    """Fail an overdue request, or resume the delivery of its webhook; what has moved in the meantime stays as it is."""
    sweeping.end(overdue)
