"""Traffic of invoice jobs: orders, overlapping jobs, by request and by schedule, and credit notes of one shop."""

from collections import Counter, defaultdict
from decimal import Decimal
from typing import Any

from faktura.audit.errors import Broken
from faktura.jobs.schedule_service import OVERDUE_AFTER
from tests.support.builders import sales_order
from tests.support.endurance.background import await_quietly
from tests.support.endurance.items import objects
from tests.support.endurance.journals import issued, pages, verified
from tests.support.endurance.world import World
from tests.support.jobs import SCOPES

_INVOICES, _CREDITS = "INV-", "CRN-"
_PATIENCE = OVERDUE_AFTER.total_seconds() + 120
"""The sweep starts the execution of a job whose call died between the two."""


class ShopTraffic:
    """One tenant. `orders` are those that were put, `credited` the invoices that were credited in full."""

    def __init__(self, world: World, name: str) -> None:
        self._world, self.tenant = world, name
        self._calls = world.client("jobs", f"shop-{name}", SCOPES, tenant=name)
        self.orders: list[str] = []
        self.credited: set[str] = set()
        self._asked: set[str] = set()
        self._configure("invoiceNumbering", {"preText": _INVOICES, "numberOfDigits": 5})
        self._configure("creditNoteNumbering", {"preText": _CREDITS, "numberOfDigits": 5})
        self._configure("invoiceSettings", {"threshold": "24", "status": "CREATED", "extendedOrderStatus": "70"})

    def step(self) -> None:
        """Put an order, start a job, or credit an invoice."""
        [act] = self._calls.chance.choices([self._put, self._start, self._credit], [6, 2, 1])
        act()

    def settle(self) -> None:
        """Leave the schedule, start a job for every order that no job was asked for, wait for all, and read all notes.

        A credit note whose call died before it was drawn is drawn when it is read.
        """
        self._configure("invoiceSettings", None)
        missing = [order for order in self.orders if order not in self._asked]
        for first in range(0, len(missing), 100):
            self._begin(missing[first : first + 100])
        jobs = f"/invoice/{self.tenant}/jobs/invoices"
        await_quietly(lambda: all(one["jobStatus"] == "DONE" for one in self._calls.listed(jobs)), _PATIENCE)
        for note in [one["invoiceId"] for one in self._documents() if one["kind"] == "CREDIT_NOTE"]:
            self._calls.read(f"/invoice/{self.tenant}/invoices/{note}")

    def findings(self) -> list[str]:
        """Where the shop's invoices, numbers, journals, credit notes and files are wrong."""
        documents = self._documents()
        found = self._orders_findings(documents)
        for kind, text in (("INVOICE", _INVOICES), ("CREDIT_NOTE", _CREDITS)):
            numbers = sorted(one["number"] for one in documents if one["kind"] == kind)
            if numbers != [f"{text}{n:05d}" for n in range(1, len(numbers) + 1)]:
                found.append(f"{self.tenant}: the numbers {text}* have gaps or repeat: {numbers}")
            found += self._journal_findings(text, [one for one in documents if one["kind"] == kind])
        expected = Counter(f"invoices/{self.tenant}/{one['number']}.pdf" for one in documents)
        stored = Counter(key for key in objects(self._world.stack, "JobBucket") if f"/{self.tenant}/" in key)
        found += [f"{key}: there is no such file" for key in sorted(expected - stored)]
        found += [f"{key}: the file has no document" for key in sorted(stored - expected)]
        return found

    def _expect(self, status: int, method: str, path: str, **terms: Any) -> None:
        answer = self._calls.call(method, path, **terms)
        if answer.status != status:
            self._calls.tally.report(f"{self.tenant}: {method} {path} was answered {answer.status}, not {status}")

    def _configure(self, key: str, value: Any) -> None:
        path = f"/configuration/{self.tenant}/configurations/{key}"
        self._expect(200, "PUT", path, json={"key": key, "value": value})

    def _put(self) -> None:
        order = f"{self.tenant} {len(self.orders)}"
        self._expect(200, "PUT", f"/order-v2/{self.tenant}/salesorders/{order}", json=sales_order(order))
        self.orders.append(order)

    def _start(self) -> None:
        if self.orders:
            newest = self.orders[-30:]
            self._begin(self._calls.chance.sample(newest, self._calls.chance.randint(1, len(newest))))

    def _begin(self, orders: list[str]) -> None:
        body = {"jobType": "MANUAL", "orderIds": orders}
        answer = self._calls.create("POST", f"/invoice/{self.tenant}/jobs/invoices", json=body)
        if answer.status != 201:
            self._calls.tally.report(f"{self.tenant}: a job was answered {answer.status} {answer.response.text}")
            return
        self._asked.update(orders)

    def _credit(self) -> None:
        """Credit an invoice that is listed, now and then one that is credited already."""
        listed = self._calls.read(f"/invoice/{self.tenant}/invoices", kind="INVOICE", pageSize=20).json()
        if not listed:
            return
        invoice = self._calls.chance.choice(listed)
        path = f"/invoice/{self.tenant}/invoices/{invoice['invoiceId']}/credit-note"
        answer = self._calls.create("POST", path, json={})
        expected = 409 if invoice["number"] in self.credited else 201
        if answer.status != expected:
            told = f"{invoice['number']}: its credit note was answered {answer.status}, not {expected}"
            self._calls.tally.report(f"{self.tenant}: {told}: {answer.response.text[:200]}")
        self.credited.add(invoice["number"])

    def _documents(self) -> list[dict[str, Any]]:
        """All invoices and credit notes; amounts are exact."""
        return list(self._calls.listed(f"/invoice/{self.tenant}/invoices"))

    def _orders_findings(self, documents: list[dict[str, Any]]) -> list[str]:
        """An order has one invoice that is not credited in full, or none once one was."""
        invoices, found = defaultdict[str, list[str]](list), list[str]()
        for one in documents:
            if one["kind"] == "INVOICE":
                invoices[one["orderId"]].append(one["number"])
        for order in self.orders:
            standing = [number for number in invoices[order] if number not in self.credited]
            was_credited = len(standing) < len(invoices[order])
            if len(standing) > 1 or (not standing and not was_credited):
                found.append(f"{order}: its invoices are {invoices[order]}, of which {standing} are not credited")
        found += [f"{order}: the invoice of an order that nobody put" for order in invoices.keys() - set(self.orders)]
        credits = sum(one["kind"] == "CREDIT_NOTE" for one in documents)
        if credits != len(self.credited):
            found.append(f"{self.tenant}: {credits} credit notes for {len(self.credited)} credited invoices")
        return found

    def _journal_findings(self, text: str, documents: list[dict[str, Any]]) -> list[str]:
        """The journal of a range against the documents with its numbers."""
        if not documents:
            return []
        name = f"jobs/{self.tenant}/{text}*"
        try:
            journal = pages(self._calls, f"/invoice/{self.tenant}/numbering/audit", range=name)
            report = verified(journal)
        except Broken as broken:
            return [f"{name}: {broken}"]
        entered = {one["number"]: Decimal(one["gross"]) for one in issued(journal)}
        listed = {one["number"]: Decimal(one["payable"]) for one in documents}
        found = [f"{name}: {report.withheld} commitments were not disclosed"] * bool(report.withheld)
        differing = {number for number, _ in entered.items() ^ listed.items()}
        return found + [f"{number}: the journal and the list differ" for number in sorted(differing)]
