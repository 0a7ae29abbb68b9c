"""Imports into a running stack: the commands as an operator runs them, also when they die, and what the APIs then show.

The files of `tests.support.imports` say what must come of them.
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import requests

from tests.support.imports import Table, invoice_rows, order_rows, paid_of, payment_rows, total_of, written
from tests.support.jobs import SCOPES
from tests.support.local.calls import Caller, registered
from tests.support.local.shops import Shop
from tests.support.local.stacks import ROOT, Served, eventually
from tests.support.offices import EVERYTHING, SHIGERU

_COUNTS = re.compile(r"([\d,]+) (?:created|new), ([\d,]+) unchanged")


@dataclass
class Importer:
    """The operator of a stack; `seconds` says how long each run that ended took."""

    stack: Served
    folder: Path
    seconds: dict[str, float] = field(default_factory=dict)

    def run(self, kind: str, rows: Table, *words: str) -> tuple[int, int]:
        """Import a file: how many records are new, and how many were there."""
        began = time.monotonic()
        process = self._begun(kind, rows, *words)
        out, problems = process.communicate(timeout=3_000)
        assert process.returncode == 0, problems
        found = _COUNTS.search(out)
        assert found, out
        created, unchanged = (int(text.replace(",", "")) for text in found.groups())
        self.seconds[f"{kind}, {'again' if not created else 'first'}"] = round(time.monotonic() - began, 1)
        return created, unchanged

    def die(self, kind: str, rows: Table, *words: str, when: Callable[[], object]) -> None:
        """Begin an import and kill it as soon as `when` is true."""
        process = self._begun(kind, rows, *words)
        eventually(when, seconds=120)
        process.kill()
        process.communicate()

    def _begun(self, kind: str, rows: Table, *words: str) -> "subprocess.Popen[str]":
        path = written(self.folder / f"{kind}.csv", rows)
        package = "faktura.jobs" if kind == "orders" else "faktura.billing"
        return subprocess.Popen(  # noqa: S603 -- our own words
            [sys.executable, "-m", package, "import", str(path), *words],
            cwd=ROOT,
            env={**os.environ, **self._settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    @property
    def _settings(self) -> Mapping[str, str]:
        return {
            "AWS_ENDPOINT_URL": self.stack.aws_url,
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
            "AWS_DEFAULT_REGION": "us-east-1",
            "BILLING_TABLE": self.stack.physical("BillingTable"),
            "JOB_TABLE": self.stack.physical("JobTable"),
        }


def import_office_twice(importer: Importer, office: str, count: int) -> Caller:
    """Import `count` invoices and their payments, each broken off, whole and once more; a member of the office."""
    member = registered(importer.stack, f"member-{office}", EVERYTHING, office=office, user=SHIGERU)
    invoices, payments = list(invoice_rows(count)), list(payment_rows(count))
    paid = len({row["paymentReference"] for row in payments})
    for kind, rows, total, first in (
        ("invoices", invoices, count, "/api/invoices/1"),
        ("payments", payments, paid, "/api/payments/1"),
    ):
        importer.die(kind, rows, "--office", office, when=_is_there(member, first))
        created, unchanged = importer.run(kind, rows, "--office", office)
        assert (created + unchanged, created > 0, unchanged > 0) == (total, True, True), (created, unchanged)
        assert importer.run(kind, rows, "--office", office) == (0, total)
    return member


def check_office(member: Caller, count: int) -> None:
    """The office has `count` invoices with the balances of the files, and its sequence steps over their numbers."""
    found = list(_invoices(member))
    assert len({invoice["invoiceNumber"] for invoice in found}) == len(found) == count
    assert sorted(invoice["id"] for invoice in found) == list(range(1, count + 1))
    for name, of in (("totalCharged", total_of), ("totalPaid", paid_of)):
        assert sum(Decimal(str(invoice[name])) for invoice in found) == sum(map(of, range(count)), Decimal(0)), name
    first = -(-count // 3) + 1
    made = [member.call("POST", "/api/invoices").json()["invoiceNumber"] for _ in range(3)]
    assert made == [f"{first + one:04}" for one in range(3)]


def import_orders_twice(importer: Importer, tenant: str, count: int) -> Shop:
    """Import `count` orders, broken off, whole and once more; the shop that has them."""
    registered(importer.stack, f"shop-{tenant}", SCOPES, tenant=tenant)
    shop, orders = Shop(importer.stack, f"shop-{tenant}"), list(order_rows(count))
    there = _is_there(shop, f"/order-v2/{tenant}/salesorders/ORDER-0")
    importer.die("orders", orders, "--tenant", tenant, when=there)
    created, unchanged = importer.run("orders", orders, "--tenant", tenant)
    assert (created + unchanged, created > 0, unchanged > 0) == (count, True, True), (created, unchanged)
    assert importer.run("orders", orders, "--tenant", tenant) == (0, count)
    return shop


def _is_there(caller: Caller, path: str) -> Callable[[], bool]:
    return lambda: caller.call("GET", path).status_code == 200


def _invoices(member: Caller) -> Sequence[Any]:
    """All invoices of the office, page after page."""
    found, answer = [], member.call("GET", "/api/invoices?limit=500&tags=immigration")
    while True:
        assert answer.status_code == 200, answer.text
        found += answer.json()
        link = answer.headers.get("Link")
        if not link:
            return found
        url = link.partition("<")[2].partition(">")[0]
        answer = requests.get(url, headers={"Authorization": f"Bearer {member.token}"}, timeout=40)
