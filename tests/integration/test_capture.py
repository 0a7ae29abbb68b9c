"""Invoice capture: handlers on moto and the local Textract (docs/apis/capture.md)."""

import json
from base64 import encodebytes
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
import time_machine

from faktura.core.aws import client
from tests.support.builders import http_event, pims_invoice, sweep_round
from tests.support.capture.requests import (
    ANA,
    BOUNDARY,
    MULTIPART,
    SCOPES,
    bind,
    form,
    look_up,
    mga,
    process,
    processing,
    push,
    requests,
)
from tests.support.deployment import Deployment
from tests.support.faults.crashes import crash_points
from tests.support.faults.injected import Fault, Faults
from tests.support.faults.recording import recorded
from tests.support.faults.state import snapshot
from tests.support.paper import page

pytestmark = pytest.mark.usefixtures("_textract")


def test_a_customer_is_stored_and_returned(faktura: Deployment) -> None:
    stored = bind(faktura)

    event = http_event("GET", "/api/v1/customers/C1", b"", mga(faktura), customerId="C1")
    found = faktura.request("capture.get_customer", event)

    assert (stored.status, found.status) == (200, 200)
    assert stored.json == found.json == {"customerId": "C1", **ANA}


def test_customers_of_two_mgas_are_separate(faktura: Deployment) -> None:
    bind(faktura)

    event = http_event("GET", "/api/v1/customers/C1", b"", mga(faktura, "beta"), customerId="C1")
    found = faktura.request("capture.get_customer", event)

    assert (found.status, found.json["error"]["code"]) == (404, "CUSTOMER_NOT_FOUND")
    assert set(found.json) == {"requestId", "status", "completedAt", "error"}


def test_the_practices_data_is_returned_by_the_mapping(faktura: Deployment) -> None:
    bind(faktura)
    payment = {"description": "Visa", "isPayment": True, "amountCharged": -100, "lossDate": "2023-09-04T10:00:00"}
    plain = {"codeName": "MISC", "amountCharged": 10, "quantity": 3}
    discount = {"codeName": "DISC", "amountCharged": -1.5, "quantity": 0}
    push(faktura, pims_invoice(total=..., invoiceItems=[plain, discount, payment]))

    data = json.loads(look_up(faktura, " 1234567 ").text, parse_float=Decimal)["data"]

    assert data["totalAmount"] == Decimal("8.5")
    assert data["balanceDue"] == Decimal("-91.5")
    assert data["currency"] == "USD"
    assert data["invoiceDate"] == "2023-09-03"
    assert data["lineItems"] == [
        {
            "description": "MISC",
            "quantity": 3,
            "unitPrice": Decimal("3.3333"),
            "totalPrice": 10,
            "category": "MISC",
        },
        {"description": "DISC", "quantity": 0, "totalPrice": Decimal("-1.5"), "category": "DISC"},
    ]
    assert [(payment["amount"], payment["paymentDate"]) for payment in data["payments"]] == [(100, "2023-09-04")]


def test_an_mga_sees_only_the_practices_its_client_may(faktura: Deployment) -> None:
    token = mga(faktura, practices=["another"])
    bind(faktura, token=token)
    push(faktura, pims_invoice())

    assert look_up(faktura, "1234567", token=token).status == 404


@pytest.mark.parametrize("total", ["1E+125", "1e40", "1" * 38, "0.1234567890123456789012345678", "-0.01"])
def test_an_amount_that_was_accepted_is_returned_unchanged(faktura: Deployment, total: str) -> None:
    bind(faktura)
    body = json.dumps({"invoices": [pims_invoice()]}).replace("732.39", total).encode()
    headers = {"Content-Type": "application/json"}
    event = http_event("POST", "/api/data-on-demand/invoices", body, faktura.token(practices="*"), headers)
    assert faktura.request("pims.upsert_invoices", event).status == 202
    faktura.deliver("PimsQueue", "pims.store_invoices")

    found = look_up(faktura, "1234567")

    assert json.loads(found.text, parse_float=Decimal)["data"]["totalAmount"] == Decimal(total)
    assert "e+" not in found.text.lower()


@pytest.mark.parametrize("number", ["Ж" * 255, "ß" * 255, " 12 "])
def test_a_number_of_any_accepted_length_is_found(faktura: Deployment, number: str) -> None:
    bind(faktura)
    push(faktura, pims_invoice(invoiceNumber=number))

    assert look_up(faktura, number.upper().replace("SS", "ß")).status == 200


@pytest.mark.parametrize("phone", ["000-000-0000", "555-0100", "1234567890", "(555) 555-5555", "0", "n/a", " "])
def test_a_placeholder_phone_number_matches_no_invoice(faktura: Deployment, phone: str) -> None:
    bind(faktura, firstName="Ben", lastName="Stone", phone=phone)
    push(faktura, pims_invoice(petOwner={"firstName": "Ana", "lastName": "Ortiz", "phone": phone}))

    assert look_up(faktura, "1234567").status == 404


@pytest.mark.parametrize("phone", ["305-555-0100", "+1 305 555 0100", "(305) 555 0100", "1 305 555 0100"])
def test_a_phone_number_is_the_same_in_every_notation(faktura: Deployment, phone: str) -> None:
    bind(faktura, firstName="Ana", lastName="Ortiz", phone=phone)
    push(faktura, pims_invoice(petOwner={"firstName": "A.", "phone": "+13055550100"}))

    assert look_up(faktura, "1234567").status == 200


def test_another_customers_invoice_is_never_returned(faktura: Deployment) -> None:
    bind(faktura, email="ben@example.com", firstName="Ana", lastName="Ortiz")
    push(faktura, pims_invoice())

    found, read = look_up(faktura, "1234567"), process(faktura, page(pims_invoice()))

    assert found.status == 404
    assert (read.status, read.json["source"]) == (200, "OCR")


def test_an_invoice_that_is_read_returns_the_practices_data_and_its_checks(faktura: Deployment) -> None:
    bind(faktura)
    push(faktura, pims_invoice())

    reply = process(faktura, page(pims_invoice()))

    assert (reply.status, reply.json["source"], reply.json["status"]) == (200, "PIMS", "completed")
    assert reply.json["validationResults"]["passed"] is True
    assert reply.json["requestId"] == reply.headers["x-request-id"]
    [request] = requests(faktura)
    assert request["state"] == "completed"
    assert "unfinished" not in request
    original, _words = [stored for stored in snapshot() if stored.place == faktura.stack.physical["CaptureBucket"]]
    assert original.value == page(pims_invoice())


def test_an_unknown_customer_is_404_and_stores_nothing(faktura: Deployment) -> None:
    reply = process(faktura, page(pims_invoice()))

    assert (reply.status, reply.json["error"]["code"]) == (404, "CUSTOMER_NOT_FOUND")
    assert snapshot() == []


@pytest.mark.parametrize(("token", "code"), [(None, "AUTH_TOKEN_MISSING"), ("garbage", "AUTH_TOKEN_INVALID")])
def test_a_missing_or_invalid_token_has_its_own_code_and_body(
    faktura: Deployment, token: str | None, code: str
) -> None:
    event = http_event("GET", "/api/v1/customers/C1", b"", token, customerId="C1")

    reply = faktura.request("capture.get_customer", event)

    assert (reply.status, reply.json["error"]["code"], set(reply.json)) == (401, code, {"error"})


def test_an_expired_token_has_its_own_code(faktura: Deployment) -> None:
    with time_machine.travel("2026-01-01T00:00:00Z", tick=False) as clock:
        token = mga(faktura)
        clock.shift(86_400 + 31)
        event = http_event("GET", "/api/v1/customers/C1", b"", token, customerId="C1")
        reply = faktura.request("capture.get_customer", event)

    assert (reply.status, reply.json) == (
        401,
        {"error": {"code": "AUTH_TOKEN_EXPIRED", "message": "Authentication token has expired"}},
    )


@pytest.mark.parametrize("context", [{"practices": "*"}, {"office": "main"}])
def test_a_token_without_an_mga_is_forbidden(faktura: Deployment, context: dict[str, Any]) -> None:
    event = http_event("GET", "/api/v1/customers/C1", b"", faktura.token("x", SCOPES, **context), customerId="C1")

    reply = faktura.request("capture.get_customer", event)

    assert (reply.status, reply.json["error"]["code"]) == (403, "AUTH_FORBIDDEN")


@pytest.mark.parametrize(("service", "code"), [("dynamodb.Query", "PIMS_LOOKUP_FAILED"), ("s3", "SYSTEM_ERROR")])
def test_a_service_that_does_not_answer_fails_the_request_with_the_code_of_its_step(
    faktura: Deployment, service: str, code: str
) -> None:
    bind(faktura)

    with Faults(seed=1, rate=1.0, kinds=(Fault.NO_CONNECTION,), on=frozenset({service})):
        reply = process(faktura, page(pims_invoice()))

    assert (reply.status, reply.json["error"]["code"]) == (500, code)
    [request] = requests(faktura)
    assert (request["state"], "unfinished" in request) == ("failed", False)


def test_a_document_is_read_once_per_key(faktura: Deployment) -> None:
    bind(faktura)
    key = {"headers": {"Idempotency-Key": "one"}}

    first = process(faktura, page(pims_invoice()), **key)
    with recorded() as calls:
        again = process(faktura, page(pims_invoice()), **key)
    other = process(faktura, page(pims_invoice(total=1)), **key)

    assert (first.status, again.status, other.status) == (200, 200, 422)
    assert again.json == first.json
    assert "textract.AnalyzeExpense" not in map(str, calls)


def test_another_boundary_or_file_name_is_the_same_request(faktura: Deployment) -> None:
    bind(faktura)
    token, key = mga(faktura), {"Idempotency-Key": "one"}
    event = processing(faktura, page(pims_invoice()), token=token, headers=key)
    body = form(page(pims_invoice())).replace(BOUNDARY.encode(), b"other").replace(b'filename="i"', b'filename="j"')
    headers = {**key, "Content-Type": "multipart/form-data; boundary=other"}
    again = http_event("POST", "/api/v1/invoice/C1/process", body, token, headers, customerId="C1")

    replies = [faktura.request("capture.process_invoice", one) for one in (event, again)]

    assert [reply.status for reply in replies] == [200, 200]
    assert replies[0].json == replies[1].json


def test_a_file_in_base64_is_the_same_file_and_is_stored_with_the_type_of_its_content(faktura: Deployment) -> None:
    """Its base64 text was hashed, so this was 422. The name and type its sender gives are stored nowhere."""
    bind(faktura)
    token, file, headers = mga(faktura), page(pims_invoice()), {**MULTIPART, "Idempotency-Key": "one"}
    lines = 'name="invoice"; filename="invoice.html"\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: '
    bodies = [
        form(content).replace(b'name="invoice"; filename="i"', f"{lines}{encoding}".encode())
        for content, encoding in ((file, "binary"), (encodebytes(file), "base64"))
    ]

    replies = [
        faktura.request(
            "capture.process_invoice",
            http_event("POST", "/api/v1/invoice/C1/process", body, token, headers, customerId="C1"),
        )
        for body in bodies
    ]

    with faktura.environment("capture.process_invoice"):
        bucket = faktura.stack.physical["CaptureBucket"]
        key = f"originals/alpha/{replies[0].json['requestId']}"
        stored = client("s3").get_object(Bucket=bucket, Key=key)
    assert [reply.status for reply in replies] == [200, 200]
    assert replies[0].json == replies[1].json
    assert (stored["ContentType"], stored["Body"].read()) == ("application/pdf", file)


def test_fields_of_one_name_with_and_without_a_file_have_a_fingerprint_too(faktura: Deployment) -> None:
    bind(faktura)
    both = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="n"\r\n\r\nx\r\n'
    both += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="n"; filename="f"\r\n\r\nx\r\n'
    headers = {**MULTIPART, "Idempotency-Key": "one"}
    path = "/api/v1/invoice/C1/process"
    event = http_event("POST", path, both.encode() + form(page(pims_invoice())), mga(faktura), headers, customerId="C1")

    assert faktura.request("capture.process_invoice", event).status == 200


def test_a_failed_request_does_not_use_up_its_key(faktura: Deployment) -> None:
    bind(faktura)
    key = {"headers": {"Idempotency-Key": "one"}}

    with Faults(seed=1, rate=1.0, kinds=(Fault.FAILED,), on=frozenset({"s3"})):
        failed = process(faktura, page(pims_invoice()), **key)

    assert (failed.status, process(faktura, page(pims_invoice()), **key).status) == (500, 200)


@pytest.mark.parametrize("key", [None, "one"])
def test_a_crash_at_any_call_and_the_event_again_leave_the_state_of_no_crash(
    faktura: Deployment, key: str | None
) -> None:
    with time_machine.travel("2026-01-01T00:00:00Z", tick=False):
        bind(faktura)  # a process looks the signing key up once
        headers = {"Idempotency-Key": key} if key else {}
        event = processing(faktura, page(pims_invoice()), headers=headers, request_id="r1")

        def run() -> None:
            bind(faktura)
            assert faktura.request("capture.process_invoice", event).status == 200

        for point in crash_points(faktura.afresh, run):
            run()
            assert snapshot() == point.undisturbed, point


def killed_in_the_ocr(faktura: Deployment, event: dict[str, Any]) -> str:
    """Process the event until the process is killed as it calls Textract."""

    def run() -> None:
        bind(faktura)
        faktura.request("capture.process_invoice", event)

    points = crash_points(faktura.afresh, run)
    return next(str(point.call) for point in points if point.call.service == "textract")


def test_the_sweep_fails_a_request_whose_function_was_killed_and_not_before_it_is_overdue(faktura: Deployment) -> None:
    with time_machine.travel("2026-01-01T00:00:00Z", tick=False) as clock:
        bind(faktura)
        token = mga(faktura)
        event = processing(faktura, page(pims_invoice()), token=token, request_id="r1")
        died_at = killed_in_the_ocr(faktura, event)
        early = faktura.call("capture.select_overdue_requests", sweep_round())
        clock.shift(31)
        overdue = faktura.call("capture.select_overdue_requests", sweep_round())
        for request in overdue["requests"]:
            faktura.call("capture.end_overdue_request", request)
            faktura.call("capture.end_overdue_request", request)

    assert died_at == "textract.AnalyzeExpense"
    assert (early["requests"], len(overdue["requests"])) == ([], 1)
    [request] = requests(faktura)
    assert (request["state"], "unfinished" in request) == ("failed", False)


def test_no_personal_data_is_logged(faktura: Deployment, logged: StringIO) -> None:
    bind(faktura, firstName="Canary", lastName="Quetzal", email="canary@quetzal.example", phone="+1 305 555 0199")
    owner = {"firstName": "Canary", "lastName": "Quetzal", "email": "canary@quetzal.example"}
    push(faktura, pims_invoice(petOwner=owner))
    token = mga(faktura)

    process(faktura, page(pims_invoice(petOwner=owner)), token=token)
    look_up(faktura, "1234567", token=token)
    with Faults(seed=1, rate=0.5, kinds=(Fault.FAILED,)):
        process(faktura, page(pims_invoice(petOwner=owner)), token=token)

    written = logged.getvalue()
    assert "request completed" in written
    assert not [secret for secret in ("Canary", "Quetzal", "quetzal.example", "0199", token) if secret in written]
