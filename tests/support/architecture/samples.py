"""The sample events: each function's own, run after those of the functions that make its world.

A sample is a real event except for its token and the desk's version: `ACCESS_TOKEN` stands for that of the API's demo
client, `VERSION` for the version that is packed. All samples succeed; those that read a document need a `SmallestFile`
that lets their small picture pass.
"""

import gzip
import json
import socket
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, Literal
from unittest.mock import patch

import boto3
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from moto.core.botocore_stubber import MockRawResponse

from faktura.capture.requests.list_entry import entry_of
from faktura.capture.requests.shown import summary_of
from faktura.capture.review.review import Review
from faktura.capture.webhooks import delivery_service
from faktura.capture.webhooks.delivery import first_delivery
from faktura.core import json as exact
from faktura.core.aws import client
from faktura.core.clock import now
from faktura.core.dynamo import Table
from local import demo_clients
from local.dynamodb.capacity import Consumed, metered
from tests.support.architecture.iam import Needs, noted
from tests.support.architecture.template import ROOT
from tests.support.builders import http_event, pims_invoice
from tests.support.deployment import REGION, Deployment, forget
from tests.support.desk import desk_version
from tests.support.faults.calls import (
    Answer,
    Call,
    Carry,
    intercepted,
)
from tests.support.paper import page
from tests.support.people import Provider

PLACEHOLDER = "ACCESS_TOKEN"
VERSION_OF_DESK = "VERSION"
"""In the path of an asset of the desk: it changes with any of the desk's files."""

TRACED = {"_X_AMZN_TRACE_ID": "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"}
"""What Lambda tells a function of an invocation that X-Ray samples, as it does the first of each second."""

DAY = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
"""When the samples' batch was accepted: the key of its object says so."""


@dataclass(frozen=True)
class Variation:
    """A function's sample with other variables in its path and another body."""

    function: str
    variables: Mapping[str, str]
    body: Any

    def of(self, event: Mapping[str, Any]) -> dict[str, Any]:
        body = b64encode(json.dumps(self.body).encode()).decode()
        return {**event, "pathParameters": {**event["pathParameters"], **self.variables}, "body": body}


@dataclass(frozen=True)
class EndedRequest:
    """A request of the MGA alpha that has ended and owes its webhook, with its item, its document and its words."""

    request_id: str

    def put_into(self, faktura: Deployment) -> None:
        values = first_delivery(now(), Decimal(0))
        item = {name.removeprefix(":"): value for name, value in values.items()} | {
            "mga": "alpha",
            "record": f"request#{self.request_id}",
            "requestId": self.request_id,
            "customerId": "customer-1",
            "mode": "process",
            "practices": ["*"],
            "state": "completed",
            "beganAt": "2026-11-21T09:29:58.000000+00:00",
            "response": zlib.compress(json.dumps(_READ).encode()),
            "pages": 1,
            "webhookUrl": "https://hooks.example.com/faktura",
        }
        item["summary"] = summary_of(exact.loads(json.dumps(_READ).encode()), Review())
        table = Table(faktura.stack.physical["CaptureTable"])
        table.put(item)
        table.put(entry_of(item))
        self._put_document(faktura)

    def _put_document(self, faktura: Deployment) -> None:
        place = {"left": 0.8511, "top": 0.3883, "width": 0.0727, "height": 0.0191}
        pages = [{"page": 1, "words": [{"text": "$732.39", "box": place, "confidence": 99}]}]
        words = gzip.compress(json.dumps({"pages": pages}).encode())
        for prefix, content in (("originals", page(pims_invoice())), ("words", words)):
            key = f"{prefix}/alpha/{self.request_id}"
            client("s3").put_object(Bucket=faktura.stack.physical["CaptureBucket"], Key=key, Body=content)


@dataclass(frozen=True)
class UploadedFile:
    """The file that a request of the MGA alpha waits for."""

    request_id: str

    def put_into(self, faktura: Deployment) -> None:
        bucket = faktura.stack.physical["CaptureBucket"]
        key = f"uploads/alpha/{self.request_id}"
        client("s3").put_object(Bucket=bucket, Key=key, Body=page(pims_invoice()))


_EXAMPLE = json.loads((ROOT / "docs" / "api_page" / "examples" / "RequestState.json").read_text("utf-8"))
_NOT_STORED = {"requestId", "status", "beganAt", "pages", "review", "webhook"}
_READ = {name: value for name, value in _EXAMPLE.items() if name not in _NOT_STORED} | {"source": "OCR"}
"""The response of the ended request."""


@dataclass(frozen=True)
class StoredExport:
    """An export in this state, by default of the tenant acme."""

    status: Literal["IN_PROGRESS", "DONE"]
    owner: str = "jobs:acme"

    def put_into(self, faktura: Deployment) -> None:
        item = {
            "exporter": self.owner,
            "exportId": "01a1f82f1e800c5afcb8c8a346bd5d42",
            "format": "CSV",
            "date_from": now().date().isoformat(),
            "date_to": now().date().isoformat(),
            "created_at": now().isoformat(),
            "stored_status": self.status,
            "records": Decimal(1),
        }
        Table(faktura.stack.physical["ExportTable"]).put(item)


_ENDED_REQUEST = EndedRequest("5d0f3a52-6a1b-4c8e-9f7d-2b3c4d5e6f01")
_NUMBERING = Variation(
    "jobs.put_configuration",
    {"key": "invoiceNumbering"},
    {"key": "invoiceNumbering", "value": {"preText": "R-", "startValue": "0", "numberOfDigits": "4"}},
)
_CREDIT_NOTE_NUMBERING = Variation(
    "jobs.put_configuration",
    {"key": "creditNoteNumbering"},
    {"key": "creditNoteNumbering", "value": {"preText": "C-", "startValue": "0", "numberOfDigits": "4"}},
)
_SELLER = Variation(
    "jobs.put_configuration",
    {"key": "sellerAddress"},
    {
        "key": "sellerAddress",
        "value": {
            "name": "Acme GmbH",
            "street": "Hafenstr. 3",
            "zipCode": "20457",
            "city": "Hamburg",
            "country": "DE",
            "vatId": "DE123456789",
            "contact": {"name": "Buchhaltung", "phone": "+49 40 123456", "email": "rechnung@acme.example"},
            "iban": "DE02120300000000202051",
            "paymentTerms": {"days": 14},
            "electronicAddress": {"scheme": "EM", "id": "rechnung@acme.example"},
        },
    },
)
_SCHEDULED_JOB = ("jobs.put_configuration", _NUMBERING, "jobs.put_order", "jobs.start_scheduled_jobs")
_NUMBERED_CHUNK = (*_SCHEDULED_JOB, "jobs.select_orders", "jobs.number_chunk")
_ISSUED_INVOICE = (_SELLER, _CREDIT_NOTE_NUMBERING, *_NUMBERED_CHUNK)
_STORED_INVOICE = ("pims.upsert_invoices", "pims.store_invoices")
_PAID_INVOICE = ("billing.create_invoice", "billing.create_payment")
_BEFORE: Mapping[str, Sequence[str | Variation | EndedRequest | UploadedFile | StoredExport]] = {
    "audit.sign_heads": (
        *_ISSUED_INVOICE,
        "audit.sign_heads",
        "jobs.credit_invoice",
        "billing.create_invoice",
    ),
    "pims.store_invoices": ("pims.upsert_invoices",),
    "billing.get_invoice": ("billing.create_invoice",),
    "billing.update_invoice": _PAID_INVOICE,
    "billing.download_invoice": ("billing.create_invoice",),
    "billing.download_receipt": _PAID_INVOICE,
    "billing.list_client_invoices": (*_PAID_INVOICE, "billing.update_invoice"),
    "billing.search_invoices": (*_PAID_INVOICE, "billing.update_invoice"),
    "billing.report_outstanding_invoices": (*_PAID_INVOICE, "billing.update_invoice"),
    "billing.audit_numbering": (*_PAID_INVOICE, "billing.update_invoice"),
    "billing.create_payment": ("billing.create_invoice",),
    "billing.get_payment": _PAID_INVOICE,
    "billing.update_payment": _PAID_INVOICE,
    "billing.delete_payment": _PAID_INVOICE,
    "billing.list_detached_payments": (*_PAID_INVOICE, "billing.update_payment"),
    "billing.list_client_payments": _PAID_INVOICE,
    "billing.list_invoice_payments": _PAID_INVOICE,
    "capture.get_customer": ("capture.put_customer",),
    "capture.find_invoice": (*_STORED_INVOICE, "capture.put_customer"),
    "capture.process_invoice": (*_STORED_INVOICE, "capture.put_customer"),
    "capture.look_up_invoice": (*_STORED_INVOICE, "capture.put_customer"),
    "capture.start_upload": ("capture.put_customer",),
    "capture.get_request": ("capture.put_customer", "capture.start_upload"),
    "capture.read_upload": (
        *_STORED_INVOICE,
        "capture.put_customer",
        "capture.start_upload",
        UploadedFile("5d0f3a52-6a1b-4c8e-9f7d-2b3c4d5e6f26"),
    ),
    "capture.deliver_webhook": (_ENDED_REQUEST,),
    "capture.resend_webhook": (_ENDED_REQUEST,),
    "capture.list_requests": (_ENDED_REQUEST,),
    "capture.get_page": (_ENDED_REQUEST,),
    "capture.get_words": (_ENDED_REQUEST,),
    "capture.review_request": (_ENDED_REQUEST,),
    "capture.get_accuracy": (_ENDED_REQUEST, "capture.review_request"),
    "jobs.get_order": ("jobs.put_order",),
    "jobs.get_configuration": ("jobs.put_configuration",),
    "jobs.start_scheduled_jobs": ("jobs.put_configuration",),
    "jobs.select_orders": _SCHEDULED_JOB,
    "jobs.number_chunk": (*_SCHEDULED_JOB, "jobs.select_orders"),
    "jobs.render_chunk": _NUMBERED_CHUNK,
    "jobs.finish_job": _NUMBERED_CHUNK,
    "jobs.sweep_jobs": _NUMBERED_CHUNK,
    "jobs.get_job": (*_NUMBERED_CHUNK, "jobs.render_chunk"),
    "jobs.list_invoices": _ISSUED_INVOICE,
    "jobs.list_number_ranges": _ISSUED_INVOICE,
    "jobs.audit_numbering": _ISSUED_INVOICE,
    "jobs.get_invoice": (*_ISSUED_INVOICE, "jobs.render_chunk"),
    "jobs.get_e_invoice": _ISSUED_INVOICE,
    "jobs.credit_invoice": _ISSUED_INVOICE,
    "jobs.get_export": (StoredExport("DONE"),),
    "jobs.list_exports": (StoredExport("DONE"),),
    "jobs.make_export": (*_ISSUED_INVOICE, StoredExport("IN_PROGRESS")),
    "billing.get_export": (StoredExport("DONE", "billing:main"),),
    "billing.list_exports": (StoredExport("DONE", "billing:main"),),
    "billing.make_export": (*_PAID_INVOICE, StoredExport("IN_PROGRESS", "billing:main")),
    "cases.get_export": (StoredExport("DONE", "cases:provider:north"),),
    "cases.list_exports": (StoredExport("DONE", "cases:provider:north"),),
    "cases.make_export": (
        "cases.put_case",
        "cases.upsert_invoices",
        StoredExport("IN_PROGRESS", "cases:provider:north"),
    ),
    "cases.get_case": ("cases.put_case",),
    "cases.upsert_invoices": ("cases.put_case",),
    "cases.find_invoices": ("cases.put_case", "cases.upsert_invoices"),
}
_CLIENTS = {"capture": "mga-alpha", "billing": "office", "jobs": "shop-acme", "cases": "workshop-north"}
_ANY_CLIENT = "pims-demo"
_REVIEWER = {"mga_id": "alpha", "practices": "*", "user": {"userId": 7, "firstName": "Ida", "lastName": "Bell"}}
_REVIEWS = {f"capture.{name}" for name in ("list_requests", "get_page", "get_words", "review_request", "get_accuracy")}
"""Functions that people call: a client's token does not name a person."""


@dataclass(frozen=True)
class Run:
    """A function's response to its sample event, and its use of AWS: permissions, calls, capacity units."""

    answer: Any
    needs: Needs
    calls: Sequence[Call]
    consumed: Sequence[Consumed]


def sample(function: str) -> dict[str, Any]:
    """The function's sample event as it is in the file."""
    text = (ROOT / "events" / f"{function.replace('.', '/')}.json").read_text("utf-8")
    event: dict[str, Any] = json.loads(text.replace(VERSION_OF_DESK, desk_version()))
    return event


def run(faktura: Deployment, function: str) -> Run:
    """Run the sample event in a world where the samples before it ran, as the first call of a new environment.

    Only the clients stay, as making one calls nothing.
    """
    faktura.empty()
    demo_clients.register(_operators_client, faktura.stack.physical)
    with _on_the_day(), patch("socket.getaddrinfo", _nowhere):
        for earlier in _BEFORE.get(function, ()):
            _call(faktura, earlier)
        event = _with_token(faktura, function)
        forget(clients=False)
        calls: list[Call] = []
        consumed: list[Consumed] = []
        with (
            noted() as needs,
            _listed_in(calls),
            metered(consumed.append),
            intercepted(reading_the_stored_invoice),
            Provider().serving(),
            patch.dict(faktura.variables, TRACED),
        ):
            answer = faktura.call(function, event)
    return Run(answer, needs, calls, consumed)


@cache
def _operators_client(service: str) -> Any:
    """Not the functions' own."""
    return boto3.client(service, region_name=REGION)


def _listed_in(calls: list[Call]) -> AbstractContextManager[None]:
    def note(made: Call, carry_out: Carry) -> Answer:
        calls.append(made)
        return carry_out()

    return intercepted(note)


def _call(faktura: Deployment, earlier: str | Variation | EndedRequest | UploadedFile | StoredExport) -> None:
    if isinstance(earlier, EndedRequest | UploadedFile | StoredExport):
        earlier.put_into(faktura)
    elif isinstance(earlier, Variation):
        faktura.call(earlier.function, earlier.of(_with_token(faktura, earlier.function)))
    else:
        faktura.call(earlier, _with_token(faktura, earlier))


def _with_token(faktura: Deployment, function: str) -> dict[str, Any]:
    event = sample(function)
    if context := event.get("requestContext"):
        context["requestTimeEpoch"] = int(now().timestamp() * 1000)  # the sender of that time no longer waits
    headers = event.get("headers", {})
    body = b64decode(event["body"]) if event.get("isBase64Encoded") else b""
    if PLACEHOLDER in headers.get("Authorization", "") or PLACEHOLDER.encode() in body:
        token = _token(faktura, function)
        event["headers"] = {name: value.replace(PLACEHOLDER, token) for name, value in headers.items()}
        event["body"] = b64encode(body.replace(PLACEHOLDER.encode(), token.encode())).decode()
    return event


def _token(faktura: Deployment, function: str) -> str:
    if function in _REVIEWS:
        return faktura.token("ida", ("invoice:process", "invoice:lookup", "invoice:review"), **_REVIEWER)
    client = _CLIENTS.get(function.split(".")[0], _ANY_CLIENT)
    form = f"grant_type=client_credentials&client_id={client}&client_secret=local-only".encode()
    event = http_event("POST", "/oauth/token", form, headers={"Content-Type": "application/x-www-form-urlencoded"})
    token: str = faktura.request("access.issue_token", event).json["access_token"]
    return token


def reading_the_stored_invoice(call: Call, carry_out: Carry) -> Answer:
    """Textract's response, which moto cannot give: the number and the total of the invoice that the practice pushed."""
    if call.service != "textract":
        return carry_out()
    read = {"INVOICE_RECEIPT_ID": "1234567", "TOTAL": "732.39"}
    fields = [{"Type": {"Text": kind}, "ValueDetection": {"Text": text}} for kind, text in read.items()]
    document = {"ExpenseIndex": 1, "SummaryFields": fields, "LineItemGroups": [], "Blocks": []}
    answer = json.dumps({"DocumentMetadata": {"Pages": 1}, "ExpenseDocuments": [document]})
    return AWSResponse(call.url, 200, HTTPHeaders(), MockRawResponse(answer))


def _nowhere(_host: str, *_terms: Any, **_rest: Any) -> Any:
    """Fail to connect: the samples' receivers of webhooks do not exist."""
    raise socket.gaierror(socket.EAI_NONAME, "no such host")


@contextmanager
def _on_the_day() -> Iterator[None]:
    """On the day of the samples. A delivery takes no time, as its index has seconds: one more is a write unit more."""
    moment = now() + timedelta(seconds=5)
    with patch("faktura.pims.batch.now", lambda: DAY), patch(f"{delivery_service.__name__}.now", lambda: moment):
        yield
