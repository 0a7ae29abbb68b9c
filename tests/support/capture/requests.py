"""Calls of the capture API, and the actions of its queue and bucket, for the integration tests of capture."""

from typing import Any

from faktura.core.aws import client
from local.demo_clients import WEBHOOK_SECRET
from tests.support.builders import http_event, pims_invoice
from tests.support.deployment import Deployment, Reply
from tests.support.paper import page
from tests.support.webhooks import Mga

SCOPES = ("invoice:process", "invoice:lookup", "customer:write")
ANA = {"firstName": "Ana", "lastName": "Ortiz", "email": "ana@example.com"}
BOUNDARY = "b0undary"
MULTIPART = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
HOOK = "https://hooks.example.com/invoices"
PDF = {"contentType": "application/pdf", "mode": "process"}
KEY = {"Idempotency-Key": "one"}


def mga(faktura: Deployment, name: str = "alpha", practices: object = "*") -> str:
    return faktura.token(f"mga-{name}", SCOPES, mga_id=name, practices=practices)


def bind(faktura: Deployment, customer: str = "C1", token: str | None = None, **owner: str) -> Reply:
    event = http_event("PUT", f"/api/v1/customers/{customer}", owner or ANA, token or mga(faktura), customerId=customer)
    return faktura.request("capture.put_customer", event)


def push(faktura: Deployment, *invoices: Any) -> None:
    token = faktura.token(practices="*")
    event = http_event("POST", "/api/data-on-demand/invoices", {"invoices": invoices}, token)
    assert faktura.request("pims.upsert_invoices", event).status == 202
    faktura.deliver("PimsQueue", "pims.store_invoices")


def look_up(faktura: Deployment, number: str, customer: str = "C1", token: str | None = None) -> Reply:
    path = f"/api/v1/invoice/{customer}/lookup/{number}"
    event = http_event("GET", path, b"", token or mga(faktura), customerId=customer, invoiceNumber=number)
    return faktura.request("capture.find_invoice", event)


def look_up_document(faktura: Deployment, file: bytes, customer: str = "C1", **headers: str) -> Reply:
    path = f"/api/v1/invoice/{customer}/lookup"
    event = http_event("POST", path, form(file), mga(faktura), {**MULTIPART, **headers}, customerId=customer)
    return faktura.request("capture.look_up_invoice", event)


def form(file: bytes, **fields: str) -> bytes:
    parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()]
    opening = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="invoice"; filename="i"\r\n\r\n'
    return "".join(parts).encode() + opening.encode() + file + f"\r\n--{BOUNDARY}--\r\n".encode()


def processing(faktura: Deployment, file: bytes, customer: str = "C1", **terms: Any) -> dict[str, Any]:
    headers = {**MULTIPART, **terms.pop("headers", {})}
    token = terms.pop("token", None) or mga(faktura)
    path = f"/api/v1/invoice/{customer}/process"
    return http_event("POST", path, form(file), token, headers, terms.get("request_id"), customerId=customer)


def process(faktura: Deployment, file: bytes, customer: str = "C1", **terms: Any) -> Reply:
    return faktura.request("capture.process_invoice", processing(faktura, file, customer, **terms))


def accept(faktura: Deployment, file: bytes | None = None, **terms: Any) -> Reply:
    """Process a document with a webhook."""
    headers = {**MULTIPART, **terms.pop("headers", {})}
    body = form(file or page(pims_invoice()), webhookUrl=terms.pop("url", HOOK))
    token, request_id = terms.pop("token", None) or mga(faktura), terms.pop("request_id", None)
    event = http_event("POST", "/api/v1/invoice/C1/process", body, token, headers, request_id, customerId="C1")
    return faktura.request("capture.process_invoice", event)


def state(faktura: Deployment, request_id: str, name: str = "alpha") -> Reply:
    path = f"/api/v1/requests/{request_id}"
    event = http_event("GET", path, b"", mga(faktura, name), requestId=request_id)
    return faktura.request("capture.get_request", event)


def start_upload(faktura: Deployment, body: Any, token: str | None = None, **headers: str) -> Reply:
    path = "/api/v1/invoice/C1/uploads"
    event = http_event("POST", path, body, token or mga(faktura), headers, customerId="C1")
    return faktura.request("capture.start_upload", event)


def put(faktura: Deployment, key: str, file: bytes, **metadata: str) -> None:
    """Put an object as an operator's program does."""
    named = {name.replace("_", "-"): value for name, value in metadata.items()}
    client("s3").put_object(Bucket=faktura.stack.physical["CaptureBucket"], Key=key, Body=file, Metadata=named)


def read(faktura: Deployment, times: int = 1) -> list[Any]:
    """Hand each message about an upload to the reader; the messages it reports as failed."""
    answers = faktura.deliver("CaptureUploadQueue", "capture.read_upload", times)
    return [answer["batchItemFailures"] for answer in answers]


def read_again(faktura: Deployment) -> list[Any]:
    """Hand over each message and keep it, as SQS does if its reader fails."""
    bodies = faktura.messages("CaptureUploadQueue")
    [failures] = read(faktura)
    faktura.send("CaptureUploadQueue", bodies)
    return list(failures)


def mga_with_webhooks(faktura: Deployment, clock: Any = None) -> Mga:
    """The MGA alpha with a customer and a webhook secret."""
    bind(faktura)
    alpha = Mga(faktura, clock=clock)
    alpha.has_secrets(WEBHOOK_SECRET)
    return alpha


def requests(faktura: Deployment) -> list[dict[str, Any]]:
    return [item for item in faktura.items("CaptureTable") if item["record"].startswith("request#")]
