"""Client billing on the running stack: the life of an invoice, offices, redaction, concurrency, pages and PDFs."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from io import BytesIO
from re import findall
from typing import Any
from uuid import uuid4

import pytest
import requests
from pypdf import PdfReader

from tests.support.local.calls import Caller, registered
from tests.support.local.stacks import ROOT, Served
from tests.support.offices import (
    CLARA,
    CLERICAL,
    DACA,
    EVERYTHING,
    READING,
    SHIGERU,
    payment_of,
)


class OwnOffice:
    """A new office with a member and other clients, so that its numbers are known."""

    def __init__(self, stack: Served) -> None:
        self.stack, self.name = stack, uuid4().hex
        self.member = self.joined("member", EVERYTHING, SHIGERU)

    def joined(self, name: str, scopes: Any, user: Any) -> Caller:
        return registered(self.stack, f"{name}-{self.name}", scopes, office=self.name, user=user)


@pytest.fixture
def office(running: Served) -> OwnOffice:
    return OwnOffice(running)


def commanded(office: OwnOffice, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the operator's command for the office."""
    aws = {"AWS_ENDPOINT_URL": office.stack.aws_url, "AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}
    where = {"AWS_DEFAULT_REGION": "us-east-1", "BILLING_TABLE": office.stack.physical("BillingTable")}
    command = [sys.executable, "-m", "faktura.billing", office.name, *words]
    return subprocess.run(  # noqa: S603 -- our own words
        command, cwd=ROOT, env={**os.environ, **aws, **where}, capture_output=True, text=True, timeout=60, check=False
    )


def body_of(answer: requests.Response, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json()


def test_an_invoice_lives_through_every_endpoint(office: OwnOffice) -> None:
    member, clerk = office.member, office.joined("clerk", CLERICAL, CLARA)

    made = member.call("POST", "/api/invoices")
    draft = body_of(made, 201)
    assert made.headers["Location"].endswith("/api/invoices/1")
    assert body_of(requests.get(made.headers["Location"], headers=bearer(member), timeout=40)) == draft
    assert (draft["id"], draft["invoiceNumber"], draft["status"]) == (1, "0001", "draft")

    change = {"lineItems": [DACA], "totalCharged": 30, "clients": [45, 23], "billTo": "Łódź", "invoiceNumber": "1003"}
    opened = body_of(clerk.call("PATCH", "/api/invoices/1", json=change))
    assert {name: opened[name] for name in change} == change
    assert (opened["status"], opened["lastUpdatedBy"]["fullName"]) == ("open", "Clara Clerk")

    paying = payment_of(50, {1: 12.55}, donationAmount=10, payerClientIds=[76], payerName="Some payer name")
    paid = clerk.call("POST", "/api/payments", json=paying)
    payment = body_of(paid, 201)
    assert body_of(requests.get(paid.headers["Location"], headers=bearer(clerk), timeout=40)) == payment
    assert body_of(member.call("GET", "/api/invoices/1"))["totalPaid"] == 12.55

    completing = {"invoices": [{"invoiceId": 1, "amount": 30}]}
    payment = body_of(member.call("PATCH", "/api/payments/1", json=completing))
    invoice = body_of(member.call("GET", "/api/invoices/1"))
    assert (invoice["status"], invoice["totalPaid"], payment["donationId"]) == ("completed", 30, 1)
    assert body_of(member.call("GET", "/api/clients/45/invoices")) == [invoice]
    assert body_of(member.call("GET", "/api/clients/23/payments")) == [payment]
    assert body_of(member.call("GET", "/api/clients/76/payments")) == [payment]
    assert body_of(member.call("GET", "/api/invoices/1/payments")) == [payment]
    assert body_of(member.call("GET", "/api/detached-invoices")) == []

    detached = body_of(member.call("PATCH", "/api/payments/1", json={"invoices": [], "payerClientIds": []}))
    assert body_of(member.call("GET", "/api/detached-payments")) == [detached]
    deleted = member.call("DELETE", "/api/payments/1")
    assert (deleted.status_code, deleted.content) == (204, b"")
    assert body_of(member.call("GET", "/api/payments/1"), 404) == {"error": "No such payment with id 1"}
    alone = body_of(member.call("PATCH", "/api/invoices/1", json={"clients": []}))
    assert (alone["status"], alone["totalPaid"]) == ("open", 0)
    assert body_of(member.call("GET", "/api/detached-invoices")) == [alone]


def bearer(caller: Caller) -> dict[str, str]:
    return {"Authorization": f"Bearer {caller.token}"}


def test_the_demo_clients_do_what_their_scopes_say(running: Served) -> None:
    member, clerk, reader, second = (Caller(running, name) for name in ("office", "clerk", "reader", "office-two"))
    made = body_of(member.call("POST", "/api/invoices?tags=immigration"), 201)
    path = f"/api/invoices/{made['id']}"
    secret = {"lineItems": [DACA], "totalCharged": 317.77, "clientNote": "Confidential", "clients": [made["id"]]}
    whole = body_of(member.call("PATCH", f"{path}?tags=immigration", json=secret))

    hidden = {"lineItems": [], "totalCharged": None, "totalPaid": None, "clientNote": None, "redacted": True}
    redacted = {**whole, **hidden}

    assert body_of(member.call("GET", f"{path}?tags=immigration")) == whole
    assert [body_of(one.call("GET", path)) for one in (member, clerk, reader)] == [redacted] * 3
    assert body_of(clerk.call("GET", f"/api/clients/{made['id']}/invoices")) == [redacted]
    assert clerk.call("GET", f"{path}?tags=immigration").status_code == 403
    assert clerk.call("PATCH", path, json={"totalCharged": 317.77}).status_code == 403
    assert clerk.call("POST", "/api/payments", json=payment_of(5, {made["id"]: 5})).status_code == 403
    assert reader.call("POST", "/api/invoices").status_code == 403
    assert member.call("GET", f"{path}?tags=visa").status_code == 400
    assert "Confidential" not in second.call("GET", f"{path}?tags=immigration").text


def test_two_offices_see_nothing_of_each_other(running: Served, office: OwnOffice) -> None:
    ours, theirs = office.member, OwnOffice(running).member
    body_of(ours.call("POST", "/api/invoices"), 201)
    change = {"totalCharged": 30, "clientNote": "canary", "lineItems": [{**DACA, "name": "canary"}], "clients": [1]}
    body_of(ours.call("PATCH", "/api/invoices/1", json=change))
    body_of(ours.call("POST", "/api/payments", json=payment_of(7, {1: 7}, payerName="canary")), 201)
    before = body_of(ours.call("GET", "/api/invoices/1")), body_of(ours.call("GET", "/api/payments/1"))
    no_invoice, no_payment = {"error": "No such invoice with id 1"}, {"error": "No such payment with id 1"}

    assert body_of(theirs.call("GET", "/api/invoices/1"), 404) == no_invoice
    assert body_of(theirs.call("PATCH", "/api/invoices/1", json={"billTo": "x"}), 404) == no_invoice
    assert body_of(theirs.call("GET", "/api/invoices/1/payments"), 404) == no_invoice
    assert body_of(theirs.call("GET", "/api/payments/1"), 404) == no_payment
    assert body_of(theirs.call("PATCH", "/api/payments/1", json={"payerName": "x"}), 404) == no_payment
    assert body_of(theirs.call("DELETE", "/api/payments/1"), 404) == no_payment
    for path in ("clients/1/invoices", "clients/1/payments", "detached-invoices", "detached-payments"):
        assert body_of(theirs.call("GET", f"/api/{path}")) == []
    assert "canary" not in theirs.call("POST", "/api/payments", json=payment_of(7, {1: 7})).text
    assert body_of(theirs.call("POST", "/api/invoices"), 201)["invoiceNumber"] == "0001"
    assert (body_of(ours.call("GET", "/api/invoices/1")), body_of(ours.call("GET", "/api/payments/1"))) == before


def test_a_hundred_invoices_created_by_25_at_once_are_numbered_without_gap_or_double(office: OwnOffice) -> None:
    member = office.member
    body_of(member.call("POST", "/api/invoices"), 201)
    body_of(member.call("PATCH", "/api/invoices/1", json={"invoiceNumber": "0050"}))

    with ThreadPoolExecutor(25) as creators:
        answers = list(creators.map(lambda _: member.call("POST", "/api/invoices"), range(100)))

    made = [body_of(answer, 201) for answer in answers]
    assert sorted(invoice["id"] for invoice in made) == list(range(2, 102))
    # the first took 0001 and gave it up for 0050, which the sequence steps over
    assert sorted(invoice["invoiceNumber"] for invoice in made) == [f"{n:04}" for n in range(2, 103) if n != 50]


def test_twenty_identical_payments_with_one_key_are_one(office: OwnOffice) -> None:
    member = office.member
    body_of(member.call("POST", "/api/invoices"), 201)
    body_of(member.call("PATCH", "/api/invoices/1", json={"totalCharged": 100}))

    def pay(_: object = None) -> requests.Response:
        key = {"Idempotency-Key": "one"}
        return member.call("POST", "/api/payments", json=payment_of(19.99, {1: 19.99}), headers=key)

    with ThreadPoolExecutor(20) as payers:
        answers = list(payers.map(pay, range(20)))
    again = pay()

    assert {answer.status_code for answer in answers} <= {201, 409}
    assert {answer.content for answer in answers if answer.status_code == 201} == {again.content}
    assert (again.status_code, again.json()["id"]) == (201, 1)
    assert body_of(member.call("GET", "/api/invoices/1"))["totalPaid"] == 19.99
    assert len(body_of(member.call("GET", "/api/detached-payments"))) == 1


def test_the_links_of_a_list_are_urls_that_lead_through_all_of_it(office: OwnOffice) -> None:
    member, clerk = office.member, office.joined("clerk", CLERICAL, CLARA)
    for n in range(1, 6):
        body_of(member.call("POST", "/api/payments", json=payment_of(n)), 201)

    page = member.call("GET", "/api/detached-payments?limit=2")
    found, links = body_of(page), []
    while "next" in page.links:
        links.append(page.links["next"]["url"])
        page = requests.get(links[-1], headers=bearer(member), timeout=40)
        found += body_of(page)

    assert [payment["paymentAmount"] for payment in found] == [1, 2, 3, 4, 5]
    assert len(links) == 2
    assert requests.get(links[0], headers=bearer(clerk), timeout=40).status_code == 400
    assert member.call("GET", "/api/detached-payments?limit=0").status_code == 400


def test_amounts_arrive_and_leave_to_the_cent(office: OwnOffice) -> None:
    member, sent = office.member, ["19.99", "1.10", "0.29", "1e2", "1234567.89", "0.07"]
    lines = json.dumps([{**DACA, "rate": f"@{n}@"} for n in range(len(sent))])
    for n, amount in enumerate(sent):
        lines = lines.replace(f'"@{n}@"', amount)
    body_of(member.call("POST", "/api/invoices"), 201)
    body = f'{{"lineItems": {lines}, "totalCharged": 19.99}}'.encode()

    changed = member.call("PATCH", "/api/invoices/1", data=body, headers={"Content-Type": "application/json"})

    for answer in (changed, member.call("GET", "/api/invoices/1")):
        rates = findall(rb'"rate": ?([^,}]+)', answer.content)
        assert [float(rate) for rate in rates] == [19.99, 1.1, 0.29, 100, 1234567.89, 0.07]
        assert not [rate for rate in rates if b"e" in rate.lower() or len(rate.partition(b".")[2]) > 2]
        assert findall(rb'"totalCharged": ?([^,}]+)', answer.content) == [b"19.99"]


def test_errors_of_the_gateway_and_the_functions_are_json(office: OwnOffice) -> None:
    member, reader = office.member, office.joined("reader", READING, CLARA)
    as_text = {"Content-Type": "text/plain"}
    as_json = {"Content-Type": "application/json"}

    def statuses(*answers: requests.Response) -> list[int]:
        assert all("error" in answer.json() and answer.headers["x-request-id"] for answer in answers)
        return [answer.status_code for answer in answers]

    assert statuses(
        member.call("GET", "/api/invoices/1/nothing"),
        member.call("PUT", "/api/invoices/1", json={}),
        member.call("POST", "/api/payments", data=b"{}", headers=as_text),
        member.call("PATCH", "/api/invoices/1", data=b" " * 4_600_000, headers=as_json),
        member.call("PATCH", "/api/invoices/1", data=b" " * 11_000_000, headers=as_json),
        reader.call("POST", "/api/payments", json=payment_of(1)),
        member.call("GET", "/api/invoices/1", headers={"Authorization": "Bearer garbage"}),
    ) == [404, 404, 415, 413, 413, 403, 401]


@pytest.mark.parametrize("accept", ["*/*", "text/html", "application/json"])
def test_pdfs_arrive_byte_for_byte_with_any_accept_header(office: OwnOffice, accept: str) -> None:
    member, other = office.member, OwnOffice(office.stack).member
    body_of(member.call("POST", "/api/invoices"), 201)
    body_of(
        member.call("PATCH", "/api/invoices/1", json={"billTo": "山田太郎", "totalCharged": 30, "lineItems": [DACA]})
    )
    body_of(member.call("POST", "/api/payments", json=payment_of(30, {1: 30}, payerName="Łódź")), 201)

    for path, name, texts in [
        ("/api/invoices/1/pdfs", "Invoice_0001.pdf", ("山田太郎", "Invoice #0001", "($10.00)")),
        ("/api/payments/1/receipts", "Payment_0001.pdf", ("Łódź", "Receipt #0001", "$30.00")),
    ]:
        shown = member.call("GET", path, headers={"Accept": accept})
        saved = member.call("GET", f"{path}?download=true", headers={"Accept": accept})
        page = PdfReader(BytesIO(shown.content)).pages[0].extract_text()

        assert (shown.status_code, shown.headers["Content-Type"]) == (200, "application/pdf")
        assert shown.headers["Content-Disposition"].startswith(f'inline; filename="{name}"')
        assert saved.headers["Content-Disposition"].startswith(f'attachment; filename="{name}"')
        assert saved.content == shown.content
        assert [text for text in texts if text not in page] == []
        assert other.call("GET", path).status_code == 404


def test_documents_show_the_offices_day_and_an_unchanged_date(office: OwnOffice) -> None:
    """Regression: the receipt of a payment on the evening of the 25th in New York message the 26th."""
    assert commanded(office, "--name", "Office", "--time-zone", "America/New_York").returncode == 0
    refused = commanded(office, "--name", "Office", "--time-zone", "New York")

    def receipted(payment_date: str) -> str:
        payment = body_of(
            office.member.call("POST", "/api/payments", json=payment_of(5, paymentDate=payment_date)), 201
        )
        answer = office.member.call("GET", f"/api/payments/{payment['id']}/receipts")
        return str(PdfReader(BytesIO(answer.content)).pages[0].extract_text())

    assert "2026-11-25" in receipted("2026-11-26T04:30:00Z")
    assert "2026-11-26" in receipted("2026-11-26T05:00:00Z")
    assert "2026-11-25" in receipted("2026-11-25")
    assert (refused.returncode, "'New York' is no time zone" in refused.stderr) == (1, True)


@pytest.mark.parametrize(("zone", "hours"), [("Pacific/Kiritimati", 14), ("Etc/GMT+12", -12)])
def test_a_new_invoice_has_the_offices_date(office: OwnOffice, zone: str, hours: int) -> None:
    """Regression: the invoice had the day in UTC. One of the two zones always has another day."""
    assert commanded(office, "--time-zone", zone).returncode == 0
    there = timezone(timedelta(hours=hours))

    before = datetime.now(there).date()
    made = body_of(office.member.call("POST", "/api/invoices"), 201)["invoiceDate"]

    assert made in {before.isoformat(), datetime.now(there).date().isoformat()}
