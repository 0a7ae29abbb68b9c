"""Traffic of PIMS on demand: states of invoices in any order, of which the newest must be stored."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.support.builders import pims_invoice
from tests.support.endurance.background import await_quietly
from tests.support.endurance.items import items
from tests.support.endurance.world import World

PATH = "/api/data-on-demand/invoices"
_INVOICES, _MAX_BATCH = 60, 20
_BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


class PracticeTraffic:
    """One practice. A state's moment is its count of minutes, and its total names the state."""

    def __init__(self, world: World, name: str) -> None:
        self._world, self.practice = world, name
        self._calls = world.client("pims", f"pims-{name}", ("pims:write",), practices="*")
        self._states = 0
        self.newest: dict[str, int] = {}

    def step(self) -> None:
        """Push a batch, whose states are up to 50 older than the newest."""
        batch = [self._state() for _ in range(self._calls.chance.randint(1, _MAX_BATCH))]
        answer = self._calls.create("POST", PATH, json={"invoices": batch})
        if answer.status != 202:
            self._calls.tally.report(f"{self.practice}: a push was answered {answer.status}")

    def settle(self) -> None:
        """Wait for the newest states."""
        await_quietly(lambda: not self.findings(), seconds=240)

    def findings(self) -> list[str]:
        """The invoices whose stored state is not the newest."""
        stored = {
            item["invoice"]: item["total"]
            for item in items(self._world.stack, "PimsTable")
            if item["practice"] == self.practice
        }
        expected = {f"{self.practice}-{name}": Decimal(state) for name, state in self.newest.items()}
        return [
            f"{name}: stored is state {stored.get(name)}, pushed was {expected.get(name)}"
            for name in sorted(stored.keys() | expected.keys())
            if stored.get(name) != expected.get(name)
        ]

    def _state(self) -> dict[str, Any]:
        self._states += 2
        chance = self._calls.chance
        name, state = str(chance.randrange(_INVOICES)), max(1, self._states - 2 * chance.randrange(25) - 1)
        state += chance.random() < 0.5
        self.newest[name] = max(state, self.newest.get(name, 0))
        return pims_invoice(
            id=f"{self.practice}-{name}",
            invoiceNumber=f"{self.practice} {name}",
            invoiceUpdatedAt=(_BEGIN + timedelta(minutes=state)).isoformat(),
            total=state,
            vetPractice={"practiceId": self.practice, "name": self.practice, "country": "USA"},
        )
