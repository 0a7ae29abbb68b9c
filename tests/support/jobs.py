"""Helpers for tests of invoice jobs: tenants with their orders, jobs, and the executions of jobs."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import boto3
from pypdf import PdfReader

from tests.support.builders import http_event, sales_order
from tests.support.deployment import REGION, Deployment, Reply
from tests.support.workflow import (
    Execution,
    Invoke,
    TaskCall,
    carry_out,
)

WORKFLOW = Path(__file__).parents[2] / "workflows" / "invoice_job.asl.yaml"
SCOPES = ("invoice.invoice_manage", "order.order_manage", "configuration.configuration_manage")
NUMBERING = {"preText": "R-", "postText": "", "startValue": 0, "maxValue": 999_999, "numberOfDigits": 4}
JOBS = "/invoice/{tenant}/jobs/invoices"
INVOICES = "/invoice/{tenant}/invoices"
SELLER = {
    "name": "Acme GmbH",
    "street": "Hafenstr. 3",
    "zipCode": "20457",
    "city": "Hamburg",
    "country": "DE",
    "vatId": "DE123456789",
    "contact": {"name": "Buchhaltung", "phone": "+49 40 123456", "email": "rechnung@acme.example"},
    "iban": "DE02120300000000202051",
    "paymentTerms": {"days": 14},
    "electronicAddress": {"scheme": "9930", "id": "DE123456789"},
}
"""A `sellerAddress` with all that every form of e-invoice requires."""


@dataclass
class Shop:
    """A client of one tenant."""

    faktura: Deployment
    tenant: str = "acme"
    scopes: Sequence[str] = SCOPES
    _token: str = field(default="", repr=False)

    def request(self, function: str, method: str, path: str, body: Any = b"", **terms: Any) -> Reply:
        """Call an endpoint; `{tenant}` and the other variables of the path are filled in."""
        query, headers = terms.pop("query", {}), terms.pop("headers", None)
        variables = {"tenant": self.tenant, **terms}
        event = http_event(method, path.format(**variables), body, self.token, headers=headers, **variables)
        event["multiValueQueryStringParameters"] = {name: [str(value)] for name, value in query.items()} or None
        return self.faktura.request(function, event)

    @property
    def token(self) -> str:
        if not self._token:
            self._token = self.faktura.token(f"shop-{self.tenant}", self.scopes, tenant=self.tenant)
        return self._token

    def put_order(self, order: Mapping[str, Any]) -> Reply:
        path = "/order-v2/{tenant}/salesorders/{orderId}"
        return self.request("jobs.put_order", "PUT", path, order, orderId=order["id"])

    def get_order(self, order_id: str) -> Reply:
        path = "/order-v2/{tenant}/salesorders/{orderId}"
        return self.request("jobs.get_order", "GET", path, orderId=order_id)

    def configure(self, key: str, value: Any) -> Reply:
        path = "/configuration/{tenant}/configurations/{key}"
        return self.request("jobs.put_configuration", "PUT", path, {"key": key, "value": value}, key=key)

    def numbering(self, **changes: Any) -> None:
        assert self.configure("invoiceNumbering", {**NUMBERING, **changes}).status == 200

    def has(self, *orders: str | Mapping[str, Any]) -> None:
        """Store orders; an id stands for an ordinary order with this id."""
        for order in orders:
            assert self.put_order(sales_order(order) if isinstance(order, str) else order).status == 200

    def start(self, *order_ids: str, **terms: Any) -> Reply:
        """Start a MANUAL job for these orders, or an AUTOMATIC job without any."""
        body = {"jobType": "MANUAL", "orderIds": order_ids} if order_ids else {"jobType": "AUTOMATIC"}
        return self.request("jobs.create_job", "POST", JOBS, body, **terms)

    def job(self, job_id: str, **query: Any) -> Reply:
        return self.request("jobs.get_job", "GET", JOBS + "/{jobId}", jobId=job_id, query=query)

    def jobs(self, **query: Any) -> Reply:
        return self.request("jobs.list_jobs", "GET", JOBS, query=query)

    def invoice(self, *order_ids: str) -> dict[str, Any]:
        """Run a job for these orders, or an AUTOMATIC job, to its end; the response of the finished job."""
        started = self.start(*order_ids)
        assert started.status == 201, started.text
        carry_out(executions(self.faktura), invoking(self.faktura), Random(0))
        answer: dict[str, Any] = self.job(started.json["jobId"]).json
        return answer

    def numbers_credit_notes(self, **changes: Any) -> None:
        value = {"preText": "C-", "numberOfDigits": 4, **changes}
        assert self.configure("creditNoteNumbering", value).status == 200

    def issued(self, *order_ids: str) -> list[str]:
        """Invoice these orders, which are stored if they are not; the ids of their invoices."""
        stored = [order_id for order_id in order_ids if self.get_order(order_id).status == 404]
        self.has(*stored)
        return [one["invoiceId"] for one in self.invoice(*order_ids)["orders"]]

    def invoices(self, **query: Any) -> Reply:
        return self.request("jobs.list_invoices", "GET", INVOICES, query=query)

    def document(self, invoice_id: str) -> Reply:
        return self.request("jobs.get_invoice", "GET", INVOICES + "/{invoiceId}", invoiceId=invoice_id)

    def e_invoice(self, invoice_id: str, **query: Any) -> Reply:
        path = INVOICES + "/{invoiceId}/e-invoice"
        return self.request("jobs.get_e_invoice", "GET", path, invoiceId=invoice_id, query=query)

    def credit(self, invoice_id: str, *lines: Mapping[str, Any], **terms: Any) -> Reply:
        """Credit these lines of an invoice, or without any all that is left of it."""
        body = {"lines": list(lines)} if lines else {}
        path = INVOICES + "/{invoiceId}/credit-note"
        return self.request("jobs.credit_invoice", "POST", path, terms.pop("body", body), invoiceId=invoice_id, **terms)

    def outcomes(self, job_id: str) -> dict[str, tuple[str, str]]:
        """Each order's status with its number, or with its message if it has none, from all pages."""
        found, page = {}, 1
        while True:
            answer = self.job(job_id, pageNumber=page)
            assert answer.status == 200, answer.text
            for one in answer.json["orders"]:
                found[one["orderId"]] = (one["orderStatus"], one.get("invoiceNumber", one.get("message", "")))
            if "Link" not in answer.headers:
                return found
            page += 1


def executions(faktura: Deployment, chance: Random | None = None) -> list[Execution]:
    """The executions that were started since the last call."""
    machines = boto3.client("stepfunctions", region_name=REGION)
    machine = faktura.stack.physical["JobsInvoiceJob"]
    started = machines.list_executions(stateMachineArn=machine)["executions"]
    found = []
    for one in started:
        if one["executionArn"] not in _carried_out:
            _carried_out.add(one["executionArn"])
            described = machines.describe_execution(executionArn=one["executionArn"])
            found.append(Execution(WORKFLOW, json.loads(described["input"]), chance or Random(0)))
    return found


def invoking(faktura: Deployment) -> Invoke:
    """A call of a task's function."""
    return lambda call: faktura.call(function_of(call), call.document)


def function_of(call: TaskCall) -> str:
    """The function of a task call: `NumberChunk` calls `jobs.number_chunk`."""
    return "jobs." + re.sub(r"(?<!^)([A-Z])", r"_\1", call.function).lower()


def downloaded(link: str) -> tuple[dict[str, Any], str]:
    """The object at a link, and the text of its PDF."""
    answer = linked(link)
    return answer, text_of(answer["Body"].read())


def linked(link: str) -> dict[str, Any]:
    """The object at a link, in the version that the link names; read by its key: moto serves no HTTP in process."""
    parts = urlsplit(link)
    bucket, key = parts.netloc.partition(".")[0], unquote(parts.path.lstrip("/"))
    named = parse_qs(parts.query).get("versionId")
    version = {"VersionId": named[0]} if named else {}
    answer: dict[str, Any] = boto3.client("s3", region_name=REGION).get_object(Bucket=bucket, Key=key, **version)
    return answer


def text_of(pdf: bytes) -> str:
    """All of a PDF's text."""
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


_carried_out: set[str] = set()
