"""Finds among 100,000 invoices of one provider, on moto: compares the items read with the items matched.

Goals: at most 1.1 items read per match for a filter on one indexed field; for two fields at most the matches of one of
their indexes. The peer is a find without indexes, which reads the provider's whole partition for every filter.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "functions")]

from moto.dynamodb.models import dynamodb_backends  # noqa: E402  # found from any folder
from moto.dynamodb.models.dynamo_type import DynamoType, Item  # noqa: E402

from benchmarks.measuring import NotMeasured, run  # noqa: E402
from faktura.cases import allowance  # noqa: E402
from faktura.cases.keys import StoredCase, invoice_item, ledger_key  # noqa: E402
from faktura.cases.schemas import Invoice  # noqa: E402
from faktura.core.attributes import marshalled  # noqa: E402
from faktura.core.clock import timestamp  # noqa: E402
from tests.support.builders import provider_invoice  # noqa: E402
from tests.support.cases import Client  # noqa: E402
from tests.support.deployment import REGION, Deployment, deployed  # noqa: E402
from tests.support.faults.calls import Answer, Call, Carry, intercepted  # noqa: E402
from tests.support.faults.recording import capacity  # noqa: E402

INVOICES = 100_000
CASES = 500
BEGUN = datetime(2026, 1, 1, tzinfo=UTC)
SECONDS_BETWEEN = 250
"""100,000 intervals are 289 days."""


def guid(number: int) -> str:
    """The guid of the `number`-th case."""
    return f"734b0739-7dfe-4f6e-a2a7-{number:012}"


def stored(number: int, random: Random) -> dict[str, Any]:
    """The `number`-th stored invoice."""
    created = BEGUN + timedelta(seconds=SECONDS_BETWEEN * number)
    sent = provider_invoice(
        guid=guid(random.randrange(CASES)),
        externalId=str(number),
        status=random.choices(["sent", "paid", "overdue", "disputed"], [600, 390, 9, 1])[0],
        dueDate=(created + timedelta(days=30)).date().isoformat(),
    )
    content = Invoice.model_validate(json.loads(json.dumps(sent), parse_float=str) | {"details": None}).content()
    updated = created + timedelta(days=random.randrange(30))
    return {"id": number, **content, "createdAt": timestamp(created), "updatedAt": timestamp(updated)}


def case(guid: str) -> StoredCase:
    """A stored case."""
    return StoredCase(guid, "north", "one", f'{{"guid":"{guid}","partnerId":"one"}}')


def fill(faktura: Deployment) -> None:
    """Put the invoices directly into moto's table, in the store's form."""
    table = next(iter(dynamodb_backends.values()))[REGION].tables[faktura.stack.physical["CasesTable"]]
    random = Random(1)

    def put(item: Mapping[str, Any]) -> None:
        attributes = marshalled(item)
        place, name = DynamoType(attributes["place"]), DynamoType(attributes["name"])
        table.items[place][name] = Item(place, name, attributes)

    for number in range(CASES):
        put(case(guid(number)).item())
    for number in range(INVOICES):
        invoice = stored(number, random)
        put(invoice_item(invoice, case(invoice["guid"]), 1))
    put(ledger_key("north") | {"number": 1, "last": INVOICES})


@dataclass
class Reads:
    """Items that queries read, and the calls to DynamoDB."""

    items: int = 0
    calls: int = 0


@contextmanager
def counted() -> Iterator[Reads]:
    """Count reads by DynamoDB's own answers, without those of the token's denylist."""
    reads = Reads()

    def around(call: Call, carry_out: Carry) -> Answer:
        answer = carry_out()
        if call.service == "dynamodb" and "Denylist" not in str(call.parameters):
            reads.calls += 1
            reads.items += json.loads(answer.content).get("ScannedCount", 0) if answer else 0
        return answer

    with intercepted(around):
        yield reads


def measure(client: Client, name: str, filters: Mapping[str, Any]) -> None:
    """Print how many items one find with a page of ten read and matched."""
    with counted() as reads, capacity() as used:
        answer = client.find(filters, limit=10)
    if answer.status == 400:
        raise NotMeasured(f"it took too much: {answer.json['error']['message']}")
    matched = answer.json["pagination"]["count"]
    ratio = reads.items / max(1, matched)
    share = reads.items / INVOICES
    print(
        f"{name:44} matched {matched:6}  read {reads.items:6} ({ratio:5.2f} x matched, {share:8.5f} of the peer's)"
        f"  {reads.calls:3} calls, {used.read_units:7.1f} read units"
    )


DAY = {"$gte": "2026-06-01", "$lt": "2026-06-02"}
ONE_FIELD: Mapping[str, Mapping[str, Any]] = {
    "guid": {"guid": guid(7)},
    "externalId": {"externalId": "4711"},
    "createdAt": {"createdAt": DAY},
    "updatedAt": {"updatedAt": DAY},
    "dueDate": {"dueDate": "2026-06-01"},
    "status": {"status": "overdue"},
}
TWO_FIELDS: Mapping[str, Mapping[str, Any]] = {
    "status (1 in 1,000) and updatedAt": {"status": "disputed", "updatedAt": {"$gt": "2026-06-01"}},
    "status (6 in 10) and updatedAt (a day)": {"status": "sent", "updatedAt": DAY},
    "status (6 in 10) and createdAt (a day)": {"status": "sent", "createdAt": DAY},
    "guid and dueDate": {"guid": guid(7), "dueDate": {"$gt": "2026-06-01"}},
}

if __name__ == "__main__":
    with deployed() as faktura:
        north = Client(faktura, provider_id="north")
        north.find()
        fill(faktura)
        allowance.MAX_SECONDS = allowance.MAX_SECONDS_LOOKING = 600  # count the reads, even on a slow machine
        print(f"{INVOICES} invoices of one provider in {CASES} cases; the first page of ten")
        finds = {"nothing (count from the ledger)": {}, **ONE_FIELD, **TWO_FIELDS}
        run({name: partial(measure, north, name, filters) for name, filters in finds.items()})
