"""Invoice jobs on the running stack: orders over HTTP, overlapping jobs with killed tasks, the sweep, the schedule."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import requests
from pypdf import PdfReader

from tests.support.builders import sales_order
from tests.support.local.kills import dying
from tests.support.local.shops import Shop
from tests.support.local.stacks import Served, eventually

EON2076 = Path(__file__).parents[3] / "shared" / "data" / "emporix_order_EON2076.json"


@pytest.fixture(scope="module")
def acme(running: Served) -> Shop:
    shop = Shop(running, "shop-acme")
    shop.configure("invoiceNumbering", preText="ORD-__year__-", startValue=1000, numberOfDigits=6, postText="-EU")
    return shop


@pytest.fixture(scope="module")
def scheduled(running: Served) -> Shop:
    """A tenant on the schedule, which is due every minute."""
    shop = Shop(running, "shop-globex")
    shop.configure("invoiceNumbering", preText="S-", numberOfDigits="3")
    shop.put(sales_order("due"))
    shop.put(sales_order("not yet", mixins={"deliveryTime": {"deliveryDate": "2099-01-01"}}))
    shop.configure("invoiceSettings", threshold="24", status="CREATED", extendedOrderStatus="70")
    return shop


def downloaded(link: str) -> tuple[requests.Response, str]:
    answer = requests.get(link, timeout=30)
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    return answer, text


@pytest.mark.usefixtures("scheduled")
def test_an_order_becomes_an_invoice_that_a_browser_downloads(acme: Shop) -> None:
    acme.put(sales_order("A 1"))

    invoiced, missing = acme.done(acme.start("A 1", "NOPE"))
    [again] = acme.done(acme.start("A 1"))

    number = invoiced["invoiceNumber"]
    assert (invoiced["orderStatus"], number[4:8].isdigit(), number[8:]) == ("SUCCESS", True, "-001001-EU")
    assert missing == {"orderId": "NOPE", "orderStatus": "FAILURE", "message": "The order does not exist."}
    assert again["message"] == f"The order already has an invoice: {number}."
    answer, text = downloaded(invoiced["downloadLink"])
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert f'filename="{number}.pdf"' in answer.headers["Content-Disposition"]
    assert f"Rechnung {number}" in text


@pytest.mark.skipif(not EON2076.exists(), reason="the recorded order is not on this machine")
def test_the_recorded_order_of_emporix_gives_its_own_amounts(acme: Shop) -> None:
    acme.put(json.loads(EON2076.read_text()))

    [invoiced] = acme.done(acme.start("EON2076"))

    shown = [" ".join(line.split()) for line in downloaded(invoiced["downloadLink"])[1].splitlines()]
    assert any(line.endswith("100,00 19 % 300,00 57,00") for line in shown)
    assert {"Payment fee 12 % 33,50 4,02", "Versand 12 % 35,00 4,20"} <= set(shown)
    assert {"12 % 68,50 8,22", "19 % 300,00 57,00"} <= set(shown)
    assert {"Summe netto 368,50 EUR", "Summe MwSt. 65,22 EUR", "Gesamtbetrag 433,72 EUR"} <= set(shown)


def test_overlapping_jobs_whose_tasks_are_killed_number_and_draw_each_order_once(acme: Shop) -> None:
    names = [f"storm {n}" for n in range(240)]
    acme.configure("invoiceNumbering", preText="K-", numberOfDigits="4")
    with ThreadPoolExecutor(8) as customers:
        list(customers.map(acme.put, map(sales_order, names)))

    with dying(acme.stack, "JobsNumberChunkFunction", "JobsRenderChunkFunction", seconds=1.5):
        jobs = [acme.start(*names[:160]), acme.start(*names[80:]), acme.start(*names[::2])]
        time.sleep(9)
    outcomes = [one for job in jobs for one in acme.done(job)]

    invoiced = {one["orderId"]: one for one in outcomes if one["orderStatus"] == "SUCCESS"}
    assert sorted(invoiced) == sorted(names)
    assert sorted(one["invoiceNumber"] for one in invoiced.values()) == [f"K-{n:04d}" for n in range(1, 241)]
    messages = {one["message"] for one in outcomes if one["orderStatus"] == "FAILURE"}
    assert messages <= {f"The order already has an invoice: K-{n:04d}." for n in range(1, 241)}
    assert len([one for one in outcomes if one["orderStatus"] == "SUCCESS"]) == len(names)
    stored = acme.stack.client("s3").list_object_versions(
        Bucket=acme.stack.physical("JobBucket"), Prefix=f"invoices/{acme.tenant}/K-"
    )
    keys = sorted(one["Key"].rpartition("/")[2] for one in stored["Versions"])
    assert keys == [f"K-{n:04d}.pdf" for n in range(1, 241)]


def test_the_sweep_ends_a_job_whose_execution_is_stopped(acme: Shop) -> None:
    names = [f"stopped {n}" for n in range(1_000)]
    job_id = acme.start(*names)

    machines, machine = acme.stack.client("stepfunctions"), acme.stack.physical("JobsInvoiceJob")
    execution = f"{machine.replace(':stateMachine:', ':execution:')}:{job_id}"
    machines.stop_execution(executionArn=execution)

    orders = acme.done(job_id)
    assert [one["orderId"] for one in orders] == names
    assert {one["orderStatus"] for one in orders} == {"FAILURE"}
    assert "The order was not processed." in {one["message"] for one in orders}


def test_the_schedule_starts_a_job_that_invoices_due_orders(scheduled: Shop) -> None:
    def fired() -> Any:
        time.sleep(0.5)
        jobs = scheduled.call("GET", f"/invoice/{scheduled.tenant}/jobs/invoices").json()
        return jobs[-1] if jobs else None

    first = eventually(fired, seconds=90)

    orders = scheduled.done(first["jobId"])
    assert first["jobType"] == "AUTOMATIC"
    assert [(one["orderId"], one["invoiceNumber"]) for one in orders] == [("due", "S-001")]


def test_empty_optional_fields_do_not_fail_an_order(acme: Shop) -> None:
    """Once, `{"de": null}` in the name of a product was a FAILURE "cannot be read", and a null of the seller a 400."""
    acme.configure("sellerAddress", name="Acme GmbH", address=["Weg 1", None], vatId=None)
    translated = sales_order("NULLS", mixins=None, shippingAddress={"city": None})
    translated["entries"] = [None, *translated["entries"]]
    translated["entries"][1]["product"]["localizedName"] = {"de": None, "en": "Shoes"}
    translated["calculatedPrice"] |= {"paymentFees": [None], "totalShipping": {}}
    acme.put(translated)
    acme.put(sales_order("UNPAYABLE", currency=None, billingAddress={"city": ""}))

    invoiced, incomplete = acme.done(acme.start("NULLS", "UNPAYABLE"))

    assert (invoiced["orderStatus"], incomplete["orderStatus"]) == ("SUCCESS", "FAILURE")
    assert incomplete["message"] == "The order lacks currency, billingAddress."
    text = downloaded(invoiced["downloadLink"])[1]
    assert "Shoes" in text
    assert "433,72" in text
