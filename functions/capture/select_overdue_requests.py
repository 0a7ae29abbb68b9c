from typing import Any

from faktura.capture.requests import OverdueRequests
from faktura.capture.store import RequestStore
from faktura.core.task import task


@task
def handler(sweep: dict[str, Any], requests: RequestStore) -> dict[str, Any]:
    """The requests that nobody will end any more, for the sweep to fail."""
    return OverdueRequests(requests=requests.overdue()).model_dump(by_alias=True)
