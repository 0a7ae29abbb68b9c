"""Invoice capture: a photo is read while its sender waits, and an upload in the background, followed by a webhook."""

import time
from typing import Any

from local.demo.caller import Caller, Service, TourError, upload
from local.demo.receiver import Attempt, Receiver
from local.demo.samples import PICTURE
from local.demo.terminal import fact, part, say, waiting

_OWNER = {"firstName": "Ana", "lastName": "Ortiz", "phone": "305-555-0100"}
_SHOWN = ("X-Request-Signature", "webhook-id", "webhook-timestamp", "webhook-signature")


def show(stack: Service) -> None:
    """Register a customer, and send her photo directly and by an upload."""
    part("Invoice capture", "Insurers send a photo or PDF of an invoice and get checked data.")
    say("The insurer registers its customer with her phone number.")
    insurer = stack.caller("mga")
    customer = introduced(insurer)
    at_once(insurer, customer)
    with Receiver(500, 200) as receiver:
        request = request_of(uploaded(insurer, customer, receiver.url))
        _delivered(insurer, request, receiver)


def introduced(insurer: Caller) -> str:
    """Register a new customer of the insurer. Returns its id."""
    customer = f"demo-{int(time.time())}"
    insurer.call("PUT", f"/api/v1/customers/{customer}", _OWNER)
    return customer


def at_once(insurer: Caller, customer: str) -> Any:
    """Have a photo read while the insurer waits. Returns the result."""
    say("OCR reads her photo of the invoice while the insurer waits. The answer has the practice's own data.")
    with waiting("reading …"):
        answer = insurer.call("POST", f"/api/v1/invoice/{customer}/process", fields={"invoice": PICTURE})
    document = answer.json()
    if answer.status == 202:
        say("202: this takes longer than a caller should wait, so it continues in the background.")
        with waiting("reading …"):
            document = insurer.until(request_of(document), _has_ended)
    _show_result(document)
    return document


def uploaded(insurer: Caller, customer: str, webhook_url: str) -> Any:
    """Upload the photo and follow the request until it ends. Returns the result."""
    say("A large file is uploaded to S3 with a form, and a webhook delivers the result. Here is the same photo:")
    wanted = {"contentType": PICTURE[2], "mode": "process", "webhookUrl": webhook_url}
    form = insurer.call("POST", f"/api/v1/invoice/{customer}/uploads", wanted).json()
    begun, seen = time.monotonic(), insurer.call("GET", request_of(form)).json()["status"]
    fact("state", seen)
    upload(form, PICTURE)
    with waiting("reading …"):
        for document in insurer.polled(request_of(form)):
            if document["status"] != seen:
                seen = document["status"]
                fact("state", seen, f"after {time.monotonic() - begun:.1f} s")
            if _has_ended(document):
                break
    _show_result(document)
    return document


def request_of(document: Any) -> str:
    """The path of a document's request."""
    return f"/api/v1/requests/{document['requestId']}"


def _delivered(insurer: Caller, request: str, receiver: Receiver) -> None:
    """Show the webhook. Its receiver accepts the second attempt."""
    with waiting("waiting for the webhook …"):
        first = receiver.next()
    begun = time.monotonic()
    say(f"The webhook arrives at {receiver.url}. The receiver is down and answers {first.answered}:")
    _verify(first)
    say("The next attempt follows after 10 to 12 s, with the same id and a new signature. Waiting …")
    with waiting("10 to 12 s"):
        second = receiver.next()
    say(f"It arrives after {time.monotonic() - begun:.1f} s, and the receiver answers {second.answered}:")
    _verify(second)
    say("The request lists both attempts.")
    webhook = insurer.until(request, lambda document: document["webhook"]["state"] != "pending")["webhook"]
    fact("webhook", webhook["state"])
    for attempt in webhook["attempts"]:
        fact("attempt", f"{attempt['attemptedAt']}  {attempt['status']}")


def _verify(attempt: Attempt) -> None:
    """Show an attempt's headers and check both signatures. Raises TourError if one is wrong."""
    if not (attempt.is_signed and attempt.is_standard):
        raise TourError(f"The webhook's signature is wrong: {attempt.headers}")
    remarks = ("✓ HMAC-SHA256 of the body", "", "", "✓ by the Standard Webhooks library")
    for name, remark in zip(_SHOWN, remarks, strict=True):
        value = attempt.headers[name]
        fact(name, value if len(value) < 50 else f"{value[:16]}…", remark)


def _show_result(document: Any) -> None:
    """Show the result of a document. Raises TourError if it could not be read."""
    if document["status"] == "failed":
        raise TourError(f"The document could not be read: {document['error']}")
    data, checks = document["data"], document["validationResults"]["checks"]
    fact("source", document["source"])
    fact("invoice", f"{data['invoiceNumber']} of {data['practice']['practiceName']}, {data['totalAmount']:.2f}")
    counted = {status: sum(check["status"] == status for check in checks) for status in ("passed", "skipped", "failed")}
    fact("checks", ", ".join(f"{count} {status}" for status, count in counted.items() if count))
    for check in checks:
        if check["status"] == "failed":
            fact(f"✗ {check['field']}", check["message"])


def _has_ended(document: Any) -> bool:
    return document["status"] in ("completed", "failed")
