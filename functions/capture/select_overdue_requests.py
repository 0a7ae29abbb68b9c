from typing import Any

from faktura.capture.overdue_store import OverdueStore
from faktura.capture.requests import SweepRound
from faktura.core.task import task


@task
def handler(sweep: SweepRound, requests: OverdueStore) -> dict[str, Any]:
    """The requests that nobody will end any more, and those whose webhook nobody delivers, for the sweep to see to."""
    return requests.overdue(sweep).model_dump(by_alias=True)
