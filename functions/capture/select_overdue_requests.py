from typing import Any

from faktura.capture.request_store import RequestStore
from faktura.capture.requests import OverdueRequests
from faktura.core.task import task


@task
def handler(sweep: dict[str, Any], requests: RequestStore) -> dict[str, Any]:
    """The requests that nobody will end any more, and those whose webhook nobody delivers, for the sweep to see to."""
    return OverdueRequests(requests=requests.overdue()).model_dump(by_alias=True)
