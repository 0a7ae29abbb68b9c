from typing import Any

from faktura.capture.requests.overdue import SweepInput
from faktura.capture.requests.overdue_store import OverdueStore
from faktura.core.task import task


@task
def handler(sweep: SweepInput, requests: OverdueStore) -> dict[str, Any]:
    """Find the requests that did not end in time, and those whose webhook was not delivered in time."""
    return requests.overdue(sweep.round).model_dump(by_alias=True)
