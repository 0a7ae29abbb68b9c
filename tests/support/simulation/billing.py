"""A busy office: clerks who create invoices and payments at the same time, each call in an environment of its own."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from itertools import count
from typing import Any

from local.dynamodb.throughput import Limits
from tests.support.deployment import Deployment, Reply
from tests.support.offices import DACA, OfficeDesk, payment_of
from tests.support.simulation.aws import Environment, World, simulated

FUNCTIONS = ("billing.create_invoice", "billing.update_invoice", "billing.create_payment")
RETRY_SECONDS = 1.0
"""A client's wait after a first 503; it doubles (docs/apis/README.md)."""


@dataclass
class OfficeFigures:
    """What came of a day's work: calls by status, the longest call with its repeats, and virtual seconds in all."""

    statuses: Counter[int] = field(default_factory=Counter)
    slowest: float = 0.0
    seconds: float = 0.0
    conflicts: int = 0
    throttled: Mapping[str, int] = field(default_factory=dict)
    records: list[dict[str, Any]] = field(default_factory=list, repr=False)


def busy_office(faktura: Deployment, clerks: int, invoices: int, limits: Limits) -> OfficeFigures:
    """Let each clerk create so many invoices, price each and record its payment, as fast as the answers come."""
    figures = OfficeFigures()
    with simulated(faktura, list(FUNCTIONS), limits) as world:
        office = _Office(OfficeDesk(faktura), world, figures)
        office.fetch_key()
        for clerk in range(clerks):
            office.begin(clerk, invoices)
        world.simulation.run()
        figures.seconds, figures.conflicts = world.simulation.now, world.conflicts
        figures.throttled = dict(world.throughput.throttled)
    figures.records = faktura.items("BillingTable")
    return figures


@dataclass
class _Office:
    desk: OfficeDesk
    world: World
    figures: OfficeFigures

    def fetch_key(self) -> None:
        """Have the key of tokens fetched: all environments share this process's memory of it."""
        event = self.desk.event("get_invoice", invoiceId=1)
        assert import_module("billing.get_invoice").handler(event, None)["statusCode"] == 404

    def begin(self, clerk: int, invoices: int) -> None:
        """A clerk at work, with an environment that no other clerk has."""
        self.world.simulation.begin(lambda: self._work(clerk, invoices), Environment())

    def _work(self, clerk: int, invoices: int) -> None:
        for number in range(invoices):
            key = f"{clerk}-{number}"
            invoice_id = self._call("create_invoice", b"", f"invoice-{key}").json["id"]
            change = {"lineItems": [DACA], "totalCharged": 40}
            self._call("update_invoice", change, "", invoiceId=invoice_id)
            self._call("create_payment", payment_of(40, {invoice_id: 40}), f"payment-{key}")

    def _call(self, function: str, body: Any, key: str, **variables: Any) -> Reply:
        """The answer of a call that is repeated, with its key, while it is 503."""
        began, headers = self.world.simulation.now, {"Idempotency-Key": key} if key else None
        for attempt in count():
            event = self.desk.event(function, body, headers=headers, **variables)
            answer = import_module(f"billing.{function}").handler(event, None)
            reply = Reply(answer["statusCode"], answer["headers"], answer["body"])
            self.figures.statuses[reply.status] += 1
            if reply.status != 503:
                self.figures.slowest = max(self.figures.slowest, self.world.simulation.now - began)
                return reply
            self.world.simulation.sleep(RETRY_SECONDS * 2**attempt)
        raise AssertionError
