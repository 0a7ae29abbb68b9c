"""Issued documents on the running stack: what is put over a PDF, or deletes it, is never final."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
import requests
from botocore.exceptions import ClientError

from tests.support.builders import sales_order
from tests.support.local.shops import Shop
from tests.support.local.stacks import Served


@pytest.fixture(scope="module")
def acme(running: Served) -> Shop:
    return Shop(running, "shop-acme")


def invoiced(shop: Shop, order_id: str) -> tuple[str, dict[str, Any]]:
    """Invoice a new order; the id of the job, and its order."""
    shop.configure("invoiceNumbering", preText="KEPT-", numberOfDigits="4")
    shop.put(sales_order(order_id))
    job_id = shop.start(order_id)
    [order] = shop.done(job_id)
    assert order["orderStatus"] == "SUCCESS"
    return job_id, order


def place(shop: Shop, order: Mapping[str, Any]) -> dict[str, str]:
    key = f"invoices/{shop.tenant}/{order['invoiceNumber']}.pdf"
    return {"Bucket": shop.stack.physical("JobBucket"), "Key": key}


def versions(shop: Shop, order: Mapping[str, Any]) -> list[str]:
    """The ids of the versions of the order's PDF, the newest first."""
    bucket, key = place(shop, order).values()
    listed = shop.stack.client("s3").list_object_versions(Bucket=bucket, Prefix=key)
    return [one["VersionId"] for one in listed["Versions"]]


def test_an_overwrite_and_a_delete_of_a_pdf_are_not_final_and_reach_no_reader(acme: Shop) -> None:
    job_id, order = invoiced(acme, "KEPT 1")
    s3, where = acme.stack.client("s3"), place(acme, order)
    issued = requests.get(order["downloadLink"], timeout=30).content
    [first] = versions(acme, order)

    forged = s3.put_object(**where, Body=b"%PDF forged")["VersionId"]
    s3.delete_object(**where)

    [again] = acme.job(job_id)["orders"]
    document = acme.call("GET", f"/invoice/{acme.tenant}/invoices/{order['invoiceId']}").json()
    links = [order["downloadLink"], again["downloadLink"], document["downloadLink"]]
    assert issued.startswith(b"%PDF-")
    assert [requests.get(link, timeout=30).content for link in links] == [issued] * 3
    assert versions(acme, order) == [forged, first]
    assert s3.get_object(**where, VersionId=first)["Body"].read() == issued


def test_a_locked_pdf_is_deleted_by_nobody_who_does_not_bypass_the_lock(acme: Shop) -> None:
    _, order = invoiced(acme, "KEPT 2")
    s3, where = acme.stack.client("s3"), place(acme, order)
    [first] = versions(acme, order)

    with pytest.raises(ClientError, match="AccessDenied"):
        s3.delete_object(**where, VersionId=first)

    retention = s3.get_object_retention(**where, VersionId=first)["Retention"]
    years = retention["RetainUntilDate"].year - s3.head_object(**where)["LastModified"].year
    assert (retention["Mode"], years in (8, 9)) == ("GOVERNANCE", True)
    assert versions(acme, order) == [first]


def test_a_task_that_is_run_again_writes_no_further_version(acme: Shop) -> None:
    job_id, order = invoiced(acme, "KEPT 3")
    function = acme.stack.physical("JobsRenderChunkFunction")
    chunk = {"tenant": acme.tenant, "jobId": job_id, "chunk": 0}

    answer = acme.stack.client("lambda").invoke(FunctionName=function, Payload=json.dumps(chunk))

    assert (answer["StatusCode"], "FunctionError" in answer) == (200, False)
    assert len(versions(acme, order)) == 1


def test_a_credit_note_is_kept_like_an_invoice(acme: Shop) -> None:
    acme.configure("creditNoteNumbering", preText="KEPT-C-", numberOfDigits="4")
    _, order = invoiced(acme, "KEPT 4")
    path = f"/invoice/{acme.tenant}/invoices"
    credited = acme.call("POST", f"{path}/{order['invoiceId']}/credit-note", json={}).json()
    issued = requests.get(credited["downloadLink"], timeout=30).content

    acme.stack.client("s3").put_object(**place(acme, {"invoiceNumber": credited["number"]}), Body=b"%PDF forged")

    link = acme.call("GET", f"{path}/{credited['invoiceId']}").json()["downloadLink"]
    assert issued.startswith(b"%PDF-")
    assert requests.get(link, timeout=30).content == issued
