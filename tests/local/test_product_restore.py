"""The drill: data is damaged on purpose and restored by command, on a stack that is stopped and started by command.

It has a stack of its own, because the others go on working.
"""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import requests

from faktura.core.attributes import marshalled, plain
from local.demo_clients import SECRET
from tests.support.builders import pims_invoice, provider_invoice, sales_order
from tests.support.local.calls import Caller
from tests.support.local.capture import OWNER, ended
from tests.support.local.operator import commanded
from tests.support.local.people import exchange, signed_in
from tests.support.local.shops import Shop
from tests.support.local.stacks import Served, eventually, served
from tests.support.paper import page

GUID = "734b0739-7dfe-4f6e-a2a7-6a2871458300"


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(["-m", "local", "WebhookPace=0.01"], tmp_path_factory.mktemp("restored")) as running:
        yield running


def operate(stack: Served, command: str, *words: str) -> dict[str, Any]:
    """The report of a command that succeeds."""
    answer = commanded(stack, "operations", command, "--stack", "faktura", *words)
    assert answer.returncode == 0, answer.stderr
    return dict(json.loads(answer.stdout))


class Traffic:
    """What offices, shops and workshops do."""

    def __init__(self, stack: Served) -> None:
        self.office, self.shop = Caller(stack, "office"), Shop(stack, "shop-acme")
        self.workshop = Caller(stack, "workshop-north")

    def begin(self) -> None:
        self.shop.configure("invoiceNumbering", preText="R-", startValue=0, numberOfDigits=4)
        assert self.workshop.call("PUT", f"/api/v2/cases/{GUID}", json={"partnerId": "one"}).status_code == 200

    def invoice(self, total: int) -> dict[str, Any]:
        made = self.office.call("POST", "/api/invoices").json()
        change = {"totalCharged": total, "clients": [45], "lineItems": [LINE]}
        return dict(self.office.call("PATCH", f"/api/invoices/{made['id']}", json=change).json())

    def pay(self, invoice: int, amount: int) -> dict[str, Any]:
        payment = {"paymentDate": "2026-10-01", "paymentType": "cash", "paymentAmount": amount}
        payment |= {"invoices": [{"invoiceId": invoice, "amount": amount}], "payerClientIds": [45]}
        return dict(self.office.call("POST", "/api/payments", json=payment).json())

    def bill(self, *orders: str) -> list[str]:
        """The numbers of the invoices of new orders."""
        for order in orders:
            self.shop.put(sales_order(order))
        return [one["invoiceNumber"] for one in self.shop.done(self.shop.start(*orders))]

    def report(self, *names: str) -> list[int]:
        """The ids of a workshop's invoices."""
        invoices = [provider_invoice(guid=GUID, externalId=name) for name in names]
        return [one["id"] for one in self.workshop.call("POST", "/api/v2/invoices", json=invoices).json()]

    def shown(self) -> list[Any]:
        """All of it as its callers see it."""
        office = [self.office.call("GET", path).json() for path in OFFICE_PATHS]
        orders = [self.shop.call("GET", f"/order-v2/acme/salesorders/{one}").json() for one in ("a", "b", "c")]
        found = self.workshop.call("POST", "/api/v2/invoices/find", json={"filters": {}, "pagination": {}}).json()
        documents = self.shop.call("GET", "/invoice/acme/invoices").json()
        return [*office, *orders, found, documents]


LINE = {"serviceId": 1, "name": "Consultation", "quantity": 1, "rate": 120}
OFFICE_PATHS = [
    *(f"/api/invoices/{number}" for number in (1, 2, 3)),
    *(f"/api/payments/{number}" for number in (1, 2)),
    *("/api/clients/45/invoices", "/api/clients/45/payments", "/api/detached-invoices", "/api/detached-payments"),
]


def damage(stack: Served) -> int:
    """Delete what existed at the moment from beneath the product, and overwrite a payment; how many items."""
    dynamodb, hit = stack.client("dynamodb"), 0
    for table, attribute, beginnings in (
        ("BillingTable", "record", ("invoice#000000000001", "client#")),
        ("JobTable", "tenant", ("acme#order", "acme#invoice")),
        ("CasesTable", "place", ("provider#", "tally#")),
    ):
        name = stack.physical(table)
        keys = [one["AttributeName"] for one in dynamodb.describe_table(TableName=name)["Table"]["KeySchema"]]
        for item in dynamodb.scan(TableName=name)["Items"]:
            is_later = plain(item).get("record") in ("c", "R-0003") or plain(item).get("name") == "three\0"
            if item[attribute]["S"].startswith(beginnings) and not is_later:
                dynamodb.delete_item(TableName=name, Key={key: item[key] for key in keys})
                hit += 1
    payment = {"office": "main", "record": "payment#000000000001"}
    update = {"UpdateExpression": "SET paymentAmount = :nothing", "ExpressionAttributeValues": {":nothing": {"N": "1"}}}
    dynamodb.update_item(TableName=stack.physical("BillingTable"), Key=marshalled(payment), **update)
    return hit + 1


def test_the_drill(stack: Served) -> None:
    traffic = Traffic(stack)
    traffic.begin()
    key = {"headers": {"Idempotency-Key": "before the moment"}}
    first = traffic.office.call("POST", "/api/invoices", **key)
    traffic.invoice(100)
    traffic.pay(1, 50)
    assert traffic.bill("a", "b") == ["R-0001", "R-0002"]
    traffic.report("one", "two")
    time.sleep(1)
    moment = datetime.now(UTC).replace(microsecond=0)
    time.sleep(1)

    traffic.invoice(200)
    traffic.pay(2, 30)
    assert traffic.bill("c") == ["R-0003"]
    traffic.report("three")
    reader, person = Caller(stack, "reader"), signed_in(stack, "clara")
    revoked = {"token": reader.token}
    assert requests.post(f"{stack.url}/oauth/revoke", revoked, auth=("reader", SECRET), timeout=40).ok
    assert commanded(stack, "access", "disable", "clara").returncode == 0
    before = traffic.shown()
    assert damage(stack) > 10
    assert traffic.shown() != before

    operate(stack, "stop", "--drain", "2")
    assert traffic.office.call("POST", "/api/invoices").status_code == 503
    scopes = {"billing": ("--ids", "1..1"), "jobs": ("--tenant", "acme"), "cases": ()}
    terms = {table: ("--table", table, "--at", moment.isoformat(), *scope) for table, scope in scopes.items()}
    tried = {table: operate(stack, "restore", *words) for table, words in terms.items()}
    applied = {table: operate(stack, "restore", *words, "--apply") for table, words in terms.items()}
    operate(stack, "start")

    assert [report["newProblems"] + report["problems"] for report in applied.values()] == [[], [], []]
    assert applied == {table: report | {"applied": True} for table, report in tried.items()}
    assert traffic.shown() == before
    assert (traffic.invoice(1)["id"], traffic.invoice(1)["invoiceNumber"]) == (4, "0005")
    assert traffic.bill("d") == ["R-0004"]
    [fourth] = traffic.report("four")
    assert fourth not in {one["id"] for one in before[-2]["data"]}
    assert [operate(stack, "restore", *words)["problems"] for words in terms.values()] == [[], [], []]  # no gap either
    assert traffic.office.call("POST", "/api/invoices", **key).json() == first.json()
    assert eventually(lambda: reader.call("GET", "/api/invoices/1").status_code == 401, seconds=60)
    assert exchange(stack, person.id_token).status_code == 400


def test_what_arrives_while_the_stack_is_stopped_waits_and_is_processed_afterwards(stack: Served) -> None:
    mga = Caller(stack, "mga-alpha")
    mga.bind("background", **OWNER)
    body = {"contentType": "application/pdf", "mode": "process"}
    form = mga.call("POST", "/api/v1/invoice/background/uploads", json=body).json()
    file = {"file": ("i.pdf", page(pims_invoice()))}

    operate(stack, "stop", "--drain", "2")
    uploaded = requests.post(form["url"], form["fields"], files=file, timeout=60)
    time.sleep(5)
    queue = stack.client("sqs").get_queue_attributes(
        QueueUrl=stack.queue("CaptureUploadQueue"), AttributeNames=["ApproximateNumberOfMessages"]
    )
    refused = [Caller(stack, name).call(*call) for name, call in CALLS.items()]
    operate(stack, "start")

    assert uploaded.status_code == 201
    assert queue["Attributes"]["ApproximateNumberOfMessages"] == "1"
    assert [answer.status_code for answer in refused] == [503, 503, 503, 503, 500]  # capture has no 503
    assert {answer.headers["Retry-After"] for answer in refused} == {"300"}
    assert ended(mga, form["requestId"])["status"] in ("completed", "failed")


CALLS = {
    "office": ("GET", "/api/invoices/1"),
    "pims-demo": ("POST", "/api/data-on-demand/invoices"),
    "shop-acme": ("GET", "/order-v2/acme/salesorders/a"),
    "workshop-north": ("GET", f"/api/v2/cases/{GUID}"),
    "mga-alpha": ("GET", "/api/v1/customers/background"),
}
