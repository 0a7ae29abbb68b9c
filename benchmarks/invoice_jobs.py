"""Invoice jobs: orders per second on the running stack, PDFs per second and core, and the price on AWS.

    python benchmarks/invoice_jobs.py [orders]

Goal: at most $0.001 for the orchestration of 1,000 orders, compared with a Standard workflow with states for each
order. It also measures a page of 1,000 links, because each link needs a signature.
"""

import os
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT)]

import requests  # noqa: E402  # found from any folder

from benchmarks.measuring import NotMeasured, run  # noqa: E402
from faktura.core import json  # noqa: E402
from faktura.core.dynamo import Table  # noqa: E402
from faktura.jobs.configuration import Seller  # noqa: E402
from faktura.jobs.invoice import Invoice  # noqa: E402
from faktura.jobs.invoice_page import drawn  # noqa: E402
from faktura.jobs.order import SalesOrder  # noqa: E402
from faktura.jobs.order_store import OrderStore  # noqa: E402
from faktura.jobs.pdf_store import InvoicePdfs  # noqa: E402
from faktura.jobs.pricing import billed  # noqa: E402
from local.identity import VARIABLES  # noqa: E402
from tests.support.builders import sales_order  # noqa: E402
from tests.support.local.calls import Caller  # noqa: E402
from tests.support.local.stacks import Served, served  # noqa: E402

TRANSITION = 25e-6
"""The price in dollars of a state transition of a Standard workflow in us-east-1, November 2026."""

STATE_EACH = 0.050
"""The price in dollars of 1,000 orders in a workflow with two states for each order, the usual design."""

DRAWN, LINKS = 200, 1_000
MAX_ATTEMPTS, MAX_MINUTES = 5, 20
"""Attempts of one call, and minutes to wait for a job. A thousand orders take about one minute."""

JOBS = "/invoice/acme/jobs/invoices"


def on_a_stack(orders: int) -> None:
    """Run a job on a new stack."""
    with (
        tempfile.TemporaryDirectory() as folder,
        served(["-m", "local"], Path(folder)) as stack,
    ):
        running(stack, orders)


def drawing() -> None:
    """Price orders and draw their invoices on one warm core."""
    order = json.loads(json.dumps(sales_order()))
    begun = time.process_time()
    for number in range(DRAWN):
        bill = billed(SalesOrder.of(order), Seller(name="Acme GmbH"), "acme")
        drawn(Invoice(number=f"R-{number}", job_id="j", issued_at=datetime(2026, 11, 21, tzinfo=UTC), bill=bill))
    print(f"priced and drawn: {DRAWN / (time.process_time() - begun):.0f} invoices per second and core")


def signing() -> None:
    """Sign the links of one status page, with a session token as long as Lambda's."""
    os.environ.update(VARIABLES | {"AWS_SESSION_TOKEN": "x" * 1_200})
    pdfs = InvoicePdfs("bucket")
    pdfs.link("acme", "R-1")
    begun = time.process_time()
    page = [pdfs.link("acme", f"R-{number}") for number in range(LINKS)]
    seconds = time.process_time() - begun
    print(f"a page of {LINKS} links: {seconds:.2f} s of one core, {sum(map(len, page)) / 1e6:.1f} MB of 6")
    del os.environ["AWS_SESSION_TOKEN"]


def running(stack: Served, orders: int) -> None:
    """Run a job with `orders` orders and check that each is invoiced."""
    shop, names = Caller(stack, "shop-acme"), [f"order {number}" for number in range(orders)]
    numbering = {"key": "invoiceNumbering", "value": {"preText": "R-", "numberOfDigits": "6"}}
    answered(shop, "PUT", "/configuration/acme/configurations/invoiceNumbering", json=numbering)
    os.environ["AWS_ENDPOINT_URL"] = stack.aws_url
    store = OrderStore(Table(stack.physical("JobTable")))
    contents = [json.loads(json.dumps(sales_order(name))) for name in names]
    with ThreadPoolExecutor(4) as customers:
        list(customers.map(lambda content: store.put("acme", content["id"], content), contents))
    begun = time.monotonic()
    job = answered(shop, "POST", JOBS, json={"jobType": "MANUAL", "orderIds": names}).json()["jobId"]
    statuses = until_done(shop, f"{JOBS}/{job}")
    seconds = time.monotonic() - begun
    print(f"running stack: {orders} orders in {seconds:.0f} s, {orders / seconds:.0f} per second; {dict(statuses)}")
    numbers = sorted(number for number in invoice_numbers(shop, f"{JOBS}/{job}") if number)
    assert numbers == [f"R-{number:06d}" for number in range(1, orders + 1)]  # noqa: S101  # else the figures are void
    cost(stack, job, orders)


def answered(shop: Caller, method: str, path: str, **terms: Any) -> requests.Response:
    """Call until there is an answer: on a busy machine the gateway or the function may time out."""
    terms["headers"] = {"Idempotency-Key": path} if method == "POST" else {}
    for _ in range(MAX_ATTEMPTS):
        try:
            answer = shop.call(method, path, **terms)
        except requests.RequestException:
            continue
        if answer.status_code not in (409, 502, 503, 504):
            answer.raise_for_status()
            return answer
    raise NotMeasured(f"{method} {path} was not answered in time in {MAX_ATTEMPTS} attempts")


def until_done(shop: Caller, path: str) -> Counter[str]:
    """Wait until the job is done. Returns the number of orders by status."""
    latest = time.monotonic() + MAX_MINUTES * 60
    while answered(shop, "GET", f"{path}?pageSize=1").json()["jobStatus"] != "DONE":
        if time.monotonic() > latest:
            raise NotMeasured(f"the job was not done after {MAX_MINUTES} minutes")
        time.sleep(0.5)
    return Counter(one["orderStatus"] for page in pages(shop, path) for one in page.json()["orders"])


def invoice_numbers(shop: Caller, path: str) -> list[str]:
    """The numbers of all orders."""
    return [one.get("invoiceNumber", "") for page in pages(shop, path) for one in page.json()["orders"]]


def pages(shop: Caller, path: str) -> list[requests.Response]:
    """All pages of a job."""
    found = [answered(shop, "GET", f"{path}?pageNumber=1")]
    while "Link" in found[-1].headers:
        found.append(answered(shop, "GET", f"{path}?pageNumber={len(found) + 1}"))
    return found


def cost(stack: Served, job: str, orders: int) -> None:
    """Print the transitions and events of the execution. The start and every entered state are transitions."""
    machine = stack.physical("JobsInvoiceJob")
    execution = f"{machine.replace(':stateMachine:', ':execution:')}:{job}"
    history: Any = stack.client("stepfunctions").get_execution_history(executionArn=execution)["events"]
    transitions = 1 + sum(event["type"].endswith("StateEntered") for event in history)
    dollars = transitions * TRANSITION / orders * 1_000
    print(f"orchestration: {transitions} transitions, {len(history)} events of 25,000")
    print(f"    ${dollars:.5f} per 1,000 orders   {dollars / STATE_EACH:.3f} of a workflow with a state for each order")


if __name__ == "__main__":
    orders = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    run({"drawing": drawing, "signing": signing, f"a job of {orders} orders": partial(on_a_stack, orders)})
