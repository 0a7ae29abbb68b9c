from typing import Any

from faktura.capture.requests.overdue_store import OverdueStore
from faktura.capture.requests.request import Sweep
from faktura.core.task import task


@task
def handler(sweep: Sweep, requests: OverdueStore) -> dict[str, Any]:
    """The requests that nobody will end any more, and those whose webhook nobody delivers, for the sweep to see to."""
    return requests.overdue(sweep.round).model_dump(by_alias=True)
