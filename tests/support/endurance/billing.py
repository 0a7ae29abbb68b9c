"""Traffic of client billing: random steps in the books of one office after another, compared with their model."""

from typing import Any

from faktura.audit.errors import Broken
from faktura.core import json
from tests.support.bookkeeping import SCOPES, USER, Desk, Step, any_step, differences
from tests.support.books import TAG, Books
from tests.support.deployment import Reply
from tests.support.endurance.caller import Persistent
from tests.support.endurance.journals import pages, verified
from tests.support.endurance.world import World

_STEPS = 40
"""Of one office. A small book is full of conflicts, and is compared in full."""


class RemoteDesk(Desk):
    """A member of an office who calls over HTTP, and again until the answer is definite."""

    def __init__(self, calls: Persistent) -> None:
        self.calls, self.attempts = calls, 0

    def ask(
        self, function: str, method: str, path: str, body: Any = b"", tagged: bool = False, **headers: str
    ) -> Reply:
        """One request. `attempts` says how many it took."""
        sent = body if isinstance(body, bytes) else json.dumps(body)
        kind = {"Content-Type": "application/json"} if sent else {}
        terms = {"data": sent, "headers": kind | headers, "params": {"tags": TAG} if tagged else {}}
        send = self.calls.create if function.startswith("create_") else self.calls.call
        answer = send(method, path, **terms)
        self.attempts = answer.attempts
        return Reply(answer.status, answer.response.headers, answer.response.text)


class Office:
    """One office and its model."""

    def __init__(self, calls: Persistent) -> None:
        self.desk, self.books, self.steps = RemoteDesk(calls), Books(), 0

    def step(self) -> None:
        """Take one step in the product and in the model."""
        step = any_step(self.desk.calls.chance, self.books)
        expected = step.on(self.books)
        status = step.over(self.desk).status
        if status != expected and not (self.desk.attempts > 1 and status == self._again(step)):
            told = f"{self.desk.calls.caller.client_id}: {step} was answered {status}, not {expected}"
            self.desk.calls.tally.report(told)
        self.steps += 1

    def findings(self) -> list[str]:
        """Where the office differs from its model, or its journal does not hold."""
        name = self.desk.calls.caller.client_id
        found = [
            f"{name}: shown {shown}, expected {expected}" for shown, expected in differences(self.books, self.desk)
        ]
        try:
            report = verified(pages(self.desk.calls, "/api/numbering/audit", tags=TAG))
        except Broken as broken:
            return [*found, f"{name}: {broken}"]
        if self.books.invoices and report.issued != len(self.books.invoices):
            found.append(f"{name}: the journal issued {report.issued} numbers for {len(self.books.invoices)} invoices")
        return found

    def _again(self, step: Step) -> int:
        """The status when a step meets itself, as its first answer was lost."""
        return step.on(self.books.copy())


class BillingTraffic:
    """One office after another."""

    def __init__(self, world: World, name: str) -> None:
        self._world, self._name = world, name
        self.offices: list[Office] = []

    def step(self) -> None:
        """One step of the current office."""
        if not self.offices or self.offices[-1].steps >= _STEPS:
            office = f"{self._name}-{len(self.offices)}"
            scopes = (*SCOPES, "numbering:audit")
            self.offices.append(Office(self._world.client("billing", office, scopes, office=office, user=USER)))
        self.offices[-1].step()

    def settle(self) -> None:
        """Nothing goes on after an answer."""

    def findings(self) -> list[str]:
        """Those of all offices."""
        return [finding for office in self.offices for finding in office.findings()]
