"""Practices that push invoices, and the workers that store them, in virtual time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from local.dynamodb.throughput import Limits
from tests.support.architecture.quotas import default
from tests.support.architecture.template import written, written_of
from tests.support.builders import pims_invoice, sqs_event
from tests.support.deployment import Deployment
from tests.support.pims import push
from tests.support.simulation.aws import Environment, SimulatedContext, simulated
from tests.support.simulation.queue import Message, SimulatedQueue

FUNCTION = "pims.store_invoices"
INVOICES_OF_AN_OWNER = 4


@dataclass(frozen=True)
class PushFigures:
    """What came of the pushes: virtual seconds until a practice's last invoice was stored, and what it took."""

    stored: Mapping[str, int]
    done_after: Mapping[str, float]
    dead: int
    most_receives: int
    throttled: Mapping[str, int]
    calls: int


def store_pushes(faktura: Deployment, pushes: Mapping[str, int], batch: int, limits: Limits) -> PushFigures:
    """Push so many invoices of each practice, in batches, one practice after the other; then store them."""
    waiting = [
        message for practice, invoices in pushes.items() for message in _pushed(faktura, practice, invoices, batch)
    ]
    function = written_of("AWS::Serverless::Function")["PimsStoreInvoicesFunction"]["Properties"]
    with simulated(faktura, [FUNCTION], limits) as world:
        handler = import_module(FUNCTION).handler
        queue = _queue(world.simulation)
        queue.messages += [message for _, message in waiting]

        def handle(body: str) -> bool:
            context = SimulatedContext(world.simulation, function["Timeout"], world.simulation.now)
            outcome = handler(sqs_event([body]), context)
            assert context.get_remaining_time_in_millis() > 0, "Lambda would have ended the function"
            return not outcome["batchItemFailures"]

        queue.work(handle, [Environment() for _ in range(_concurrency())])
        world.simulation.run()
    items = faktura.items("PimsTable")
    return PushFigures(
        stored={practice: sum(item["practice"] == practice for item in items) for practice in pushes},
        done_after={practice: _done_after(waiting, practice) for practice in pushes},
        dead=len(queue.dead),
        most_receives=max(message.receives for message in queue.messages),
        throttled=dict(world.throughput.throttled),
        calls=world.calls,
    )


def _pushed(faktura: Deployment, practice: str, invoices: int, batch: int) -> Iterator[tuple[str, Message]]:
    for first in range(0, invoices, batch):
        numbers = range(first, min(first + batch, invoices))
        assert push(faktura, *(_invoice(practice, number) for number in numbers)).status == 202
        queue = faktura._queue("PimsQueue")
        for message in queue._messages:
            yield practice, Message(message.body, message.group_id or "")
        queue._messages.clear()


def _invoice(practice: str, number: int) -> dict[str, Any]:
    owner = number // INVOICES_OF_AN_OWNER
    [line, *_] = pims_invoice()["invoiceItems"]
    return pims_invoice(
        invoiceItems=[line],
        id=f"id-{number}",
        invoiceNumber=str(number),
        vetPractice={"practiceId": practice, "name": practice, "country": "USA"},
        petOwner={
            "firstName": f"Ana{owner}",
            "lastName": "Ortiz",
            "email": f"ana{owner}@example.com",
            "phone": f"+1 305 {owner:07}",
        },
    )


def _queue(simulation: Any) -> SimulatedQueue:
    queue = written()["Resources"]["PimsQueue"]["Properties"]
    seconds = default(queue["VisibilityTimeout"])
    return SimulatedQueue(simulation, seconds, queue["RedrivePolicy"]["maxReceiveCount"])


def _concurrency() -> int:
    return int(written()["Parameters"]["StoreConcurrency"]["Default"])


def _done_after(waiting: list[tuple[str, Message]], practice: str) -> float:
    ends = [message.done_at for owner, message in waiting if owner == practice]
    return max(float("inf") if end is None else end for end in ends)
