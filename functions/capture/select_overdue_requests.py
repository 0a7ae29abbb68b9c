from typing import Any

from faktura.capture.overdue_store import MOST_OVERDUE, OverdueStore
from faktura.capture.requests import OverdueRequests, SweepRound
from faktura.core.task import task

MOST_ROUNDS = 40
"""Of one sweep, whose history must not grow without end; the next takes the rest."""


@task
def handler(sweep: SweepRound, requests: OverdueStore) -> dict[str, Any]:
    """The requests that nobody will end any more, and those whose webhook nobody delivers, for the sweep to see to."""
    overdue = requests.overdue()
    more = len(overdue) >= MOST_OVERDUE and sweep.round < MOST_ROUNDS
    return OverdueRequests(round=sweep.round + 1, requests=overdue, more=more).model_dump(by_alias=True)
