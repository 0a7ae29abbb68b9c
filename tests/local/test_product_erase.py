"""A tenant's export and a customer's erasure by command, on data that came in over HTTP."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.builders import sales_order
from tests.support.jobs import SCOPES
from tests.support.local.calls import Caller, registered
from tests.support.local.shops import Shop
from tests.support.local.stacks import ROOT, Served
from tests.support.offices import EVERYTHING, SHIGERU

NAME = "Canary Zeisig"


@pytest.fixture(scope="module")
def office(running: Served) -> Caller:
    """An office of its own."""
    return registered(running, "office-erasing", EVERYTHING, office="erasing", user=SHIGERU)


@pytest.fixture(scope="module")
def shop(running: Served) -> Shop:
    """A shop of its own."""
    registered(running, "shop-erasing", SCOPES, tenant="erasing")
    shop = Shop(running, "shop-erasing")
    shop.configure("invoiceNumbering", preText="ERASE-", numberOfDigits=4)
    return shop


def operate(stack: Served, *arguments: str) -> Any:
    """The report of a command, run as an operator runs it."""
    environment = {
        "PATH": os.environ["PATH"],
        "AWS_ENDPOINT_URL": stack.aws_url,
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    command = [sys.executable, "-m", "faktura.operations", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120)  # noqa: S603
    assert done.returncode == 0, done.stderr
    assert NAME not in done.stderr
    return json.loads(done.stdout)


def drafted(office: Caller) -> str:
    invoice = office.call("POST", "/api/invoices").json()["id"]
    change = {"billTo": NAME, "clients": [77], "clientNote": f"For {NAME}"}
    assert office.call("PATCH", f"/api/invoices/{invoice}", json=change).status_code == 200
    return f"/api/invoices/{invoice}"


def test_an_office_is_exported_and_its_client_is_erased(running: Served, office: Caller, tmp_path: Path) -> None:
    path = drafted(office)
    found = office.call("GET", "/api/invoices", params={"billTo": "zeisig"}).json()

    exported = operate(running, "export", "--stack", "faktura", "office:erasing", str(tmp_path / "export"))
    planned = operate(running, "erase", "--stack", "faktura", "office:erasing", "client:77")
    erased = operate(running, "erase", "--stack", "faktura", "office:erasing", "client:77", "--apply")

    assert (len(found), exported["problems"], exported["records"]["billing-invoice"]) == (1, [], 2)
    assert NAME in (tmp_path / "export" / "billing-invoice.jsonl").read_text("utf-8")
    assert planned["erased"] == erased["erased"] != []
    invoice = office.call("GET", path).json()
    assert (invoice["billTo"], invoice["clientNote"], invoice["clients"]) == (None, "", [77])
    assert office.call("GET", f"{path}/pdfs").status_code == 200
    assert office.call("GET", "/api/invoices", params={"billTo": "zeisig"}).json() == []


def test_a_shop_is_exported_and_its_buyer_is_erased(running: Served, shop: Shop, tmp_path: Path) -> None:
    buyer = {"customer": {"email": "canary@example.com"}, "billingAddress": {"companyName": NAME, "country": "DE"}}
    shop.put(sales_order("billed", **buyer))
    shop.put(sales_order("open", **buyer))
    assert {one["orderStatus"] for one in shop.done(shop.start("billed"))} == {"SUCCESS"}

    exported = operate(running, "export", "--stack", "faktura", "tenant:erasing", str(tmp_path / "export"))
    erased = operate(running, "erase", "--stack", "faktura", "tenant:erasing", "email:canary@example.com", "--apply")

    assert exported["problems"] == []
    assert len(list((tmp_path / "export" / "documents" / "jobs" / "invoices").iterdir())) == 1
    assert sorted(one["id"] for one in erased["erased"]) == ["billed", "open"]
    assert [(one["what"], one["id"]) for one in erased["kept"]] == [("invoice", "ERASE-0001")]
    assert shop.call("GET", "/order-v2/erasing/salesorders/open").status_code == 404
    assert "customer" not in shop.call("GET", "/order-v2/erasing/salesorders/billed").json()
