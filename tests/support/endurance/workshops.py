"""Traffic of provider invoices: cases that change their partner, and invoices that move between them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from faktura.core import json
from tests.support.builders import provider_invoice
from tests.support.cases import SCOPES
from tests.support.endurance.background import await_quietly
from tests.support.endurance.caller import Persistent
from tests.support.endurance.world import World

_CASES, _INVOICES, _MAX_REPORT, _PAGE = 8, 60, 8, 100
_STATUSES = ("draft", "sent", "paid")


@dataclass(frozen=True)
class Reported:
    """What is compared of an invoice."""

    guid: str
    price: int
    status: str
    partner: str


class WorkshopTraffic:
    """One provider and its two partners. `cases` has each case's partner, `invoices` the last report of each."""

    def __init__(self, world: World, name: str) -> None:
        self.name, self.partners = name, (f"{name}-p1", f"{name}-p2")
        self._calls = world.client("cases", f"workshop-{name}", SCOPES, provider_id=name)
        self._insurers = {one: world.client("cases", f"insurer-{one}", SCOPES, partner_id=one) for one in self.partners}
        self.cases: dict[str, str] = {}
        self.invoices: dict[str, tuple[str, int, str]] = {}
        self._reports = 0
        self._guids = [str(UUID(int=self._calls.chance.getrandbits(128), version=4)) for _ in range(_CASES)]

    def step(self) -> None:
        """Store a case, or report invoices on stored cases."""
        if not self.cases or self._calls.chance.random() < 0.25:
            self._put()
        else:
            self._report()

    def settle(self) -> None:
        """The indexes follow writes within seconds."""
        await_quietly(lambda: not self.findings(), seconds=60)

    def findings(self) -> list[str]:
        """Where a search of the provider or of a partner differs from what was reported."""
        expected = {name: Reported(*one, self.cases[one[0]]) for name, one in self.invoices.items()}
        found = self._differences(self.name, self._calls, expected)
        for partner, calls in self._insurers.items():
            own = {name: one for name, one in expected.items() if one.partner == partner}
            found += self._differences(partner, calls, own)
        return found

    def _put(self) -> None:
        guid, partner = self._calls.chance.choice(self._guids), self._calls.chance.choice(self.partners)
        answer = self._calls.call("PUT", f"/api/v2/cases/{guid}", json={"partnerId": partner})
        self._expect_200("a case", answer.status)
        self.cases[guid] = partner

    def _report(self) -> None:
        chance, self._reports = self._calls.chance, self._reports + 1
        names = chance.sample(range(_INVOICES), chance.randint(1, _MAX_REPORT))
        new = {
            f"{self.name} {name}": (chance.choice(list(self.cases)), self._reports, chance.choice(_STATUSES))
            for name in names
        }
        body = [
            provider_invoice(externalId=name, guid=guid, priceNet=price, status=status)
            for name, (guid, price, status) in new.items()
        ]
        self._expect_200("a report", self._calls.create("POST", "/api/v2/invoices", json=body).status)
        self.invoices |= new

    def _expect_200(self, what: str, status: int) -> None:
        if status != 200:
            self._calls.tally.report(f"{self.name}: {what} was answered {status}")

    def _differences(self, who: str, calls: Persistent, expected: dict[str, Reported]) -> list[str]:
        shown = [
            (one["externalId"], Reported(one["guid"], one["priceNet"], one["status"], one["case"]["partnerId"]))
            for one in _found(calls)
        ]
        found = [f"{who}: a search shows an invoice twice"] * (len(shown) != len(dict(shown)))
        differing = {name for name, _ in set(shown) ^ set(expected.items())}
        return found + [
            f"{who}: {name} is {dict(shown).get(name)}, reported was {expected.get(name)}" for name in sorted(differing)
        ]


def _found(calls: Persistent) -> list[dict[str, Any]]:
    """All invoices that a search finds."""
    found: list[dict[str, Any]] = []
    while True:
        body = {"filters": {}, "pagination": {"offset": len(found), "limit": _PAGE}}
        page = json.loads(calls.call("POST", "/api/v2/invoices/find", json=body).response.content)
        found += page["data"]
        if not page["data"] or len(found) >= page["pagination"]["count"]:
            return found
