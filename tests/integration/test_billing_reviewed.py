"""What reviewers of client billing found, each once wrong: races between two reads, sizes at a limit, forged input."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from faktura.core import json as exact
from faktura.service.__main__ import DESCRIPTION
from tests.support.bookkeeping import SCOPES, Desk
from tests.support.builders import http_event
from tests.support.deployment import Deployment
from tests.support.faults.calls import (
    Answer,
    Call,
    Carry,
    intercepted,
)
from tests.support.faults.injected import refusal
from tests.support.faults.virtual_time import virtual_sleep
from tests.support.offices import (
    DACA,
    SHIGERU,
    OfficeDesk,
    payment_of,
)

ANSWER = 6 * 1024 * 1024
"""Bytes that Lambda carries."""


@pytest.fixture
def desk(faktura: Deployment) -> OfficeDesk:
    desk = OfficeDesk(faktura)
    desk.call("create_invoice")
    return desk


@contextmanager
def between(operation: str, do: Callable[[], object]) -> Iterator[None]:
    """Do something right after the first call of an operation."""
    waiting = [do]

    def around(call: Call, carry_out: Carry) -> Answer:
        answer = carry_out()
        if call.operation == operation and waiting:
            waiting.pop()()
        return answer

    with intercepted(around):
        yield


def test_a_transaction_still_in_progress_is_not_carried_out_again_beside_itself(desk: OfficeDesk) -> None:
    made: list[Call] = []

    def around(call: Call, carry_out: Carry) -> Answer:
        if call.operation != "TransactWriteItems":
            return carry_out()
        made.append(call)
        answer = carry_out()
        return refusal(call, 400, "TransactionInProgressException") if len(made) <= 5 else answer

    with virtual_sleep(), intercepted(around):
        reply = desk.call("create_payment", payment_of(20), headers={"Idempotency-Key": "once"})

    assert (reply.status, reply.json["id"]) == (201, 1)
    assert [item["record"] for item in desk.faktura.items("BillingTable") if item["record"].startswith("payment")] == [
        "payment#000000000001"
    ]


def test_a_page_is_small_enough_as_json_within_json(desk: OfficeDesk) -> None:
    lines = [{**DACA, "description": '"' * 2_000} for _ in range(150)]
    for invoice in range(1, 7):
        if invoice > 1:
            desk.call("create_invoice")
        change = {"lineItems": lines, "clients": [7]}
        assert desk.call("update_invoice", change, invoiceId=invoice).status == 200

    page = desk.call("list_client_invoices", clientId=7)

    assert len(exact.dumps({"body": page.text})) < ANSWER
    assert 1 <= len(page.json) < 6
    assert "Link" in page.headers


@pytest.mark.parametrize("text", ["0" * 19 + "1" + "9" * 1_200, "1" + "0" * 12, "0" * 41])
@pytest.mark.parametrize("function", ["get_invoice", "get_payment", "list_invoice_payments", "download_receipt"])
def test_a_path_id_is_judged_whole(desk: OfficeDesk, function: str, text: str) -> None:
    name = "paymentId" if function in ("get_payment", "download_receipt") else "invoiceId"

    reply = desk.call(function, **{name: text})

    assert (reply.status, reply.json) == (400, {"error": [f"{name} must be a whole number from 1 to 999999999999"]})


@pytest.mark.parametrize("after", ["1" + "0" * 1_200, "-5", "true", '"1"', "null"])
def test_a_forged_cursor_is_no_cursor(desk: OfficeDesk, after: str) -> None:
    desk.call("update_invoice", {"totalCharged": 5}, invoiceId=1)
    desk.call("create_invoice")
    desk.call("update_invoice", {"totalCharged": 5}, invoiceId=2)
    link = desk.call("list_detached_invoices", query={"limit": "1"}).headers["Link"]
    seal = exact.loads(_decoded(link.partition("cursor=")[2].partition(">")[0]))[0]

    forged = urlsafe_b64encode(f'["{seal}",{{"after":{after}}}]'.encode()).decode().rstrip("=")
    reply = desk.call("list_detached_invoices", query={"cursor": forged})

    assert (reply.status, reply.json) == (400, {"error": ["cursor is not a cursor of this list"]})


def test_a_link_carries_what_the_list_knows_and_nothing_else(desk: OfficeDesk) -> None:
    desk.call("update_invoice", {"totalCharged": 5}, invoiceId=1)
    desk.call("create_invoice")
    desk.call("update_invoice", {"totalCharged": 5}, invoiceId=2)

    query = {"limit": "1", "tags": "immigration", "x": "/" * 4_000}
    link = desk.call("list_detached_invoices", query=query).headers["Link"]

    assert len(link) < 500
    assert "tags=immigration&limit=1&cursor=" in link


def test_an_offices_answer_is_not_given_to_another_under_the_same_key(faktura: Deployment) -> None:
    first, second = (OfficeDesk(faktura, office=office, client_id="shared") for office in ("main", "second"))
    for _ in range(3):
        first.call("create_invoice")

    replies = [one.call("create_invoice", headers={"Idempotency-Key": "same"}) for one in (first, second)]

    assert [reply.json["id"] for reply in replies] == [4, 1]


def test_an_invoice_tagged_while_its_receipt_is_drawn_is_not_on_it(desk: OfficeDesk) -> None:
    desk.call("create_payment", payment_of(20, {1: 20}))
    tag = {"query": {"tags": "immigration"}, "invoiceId": 1}

    with between("GetItem", lambda: desk.call("update_invoice", {"totalCharged": 5555}, **tag)):
        reply = desk.call("download_receipt", paymentId=1)

    assert reply.status == 403


def test_a_payment_deleted_while_its_invoice_is_changed_is_missed(desk: OfficeDesk) -> None:
    desk.call("create_payment", payment_of(20, {1: 5}))

    with between("Query", lambda: desk.call("delete_payment", paymentId=1)):
        reply = desk.call("update_invoice", {"payments": [{"id": 1, "amount": 7}]}, invoiceId=1)

    assert (reply.status, reply.json) == (400, {"error": ["payments[0].id No such payment with id 1"]})


@pytest.mark.parametrize(
    ("office", "user", "status"),
    [
        ("main", {**SHIGERU, "userId": True}, 403),
        ("main", {**SHIGERU, "firstName": "\ud800"}, 401),
        ("\ud800", SHIGERU, 401),
    ],
)
def test_claims_that_cannot_be_kept_are_refused(
    faktura: Deployment, office: str, user: dict[str, Any], status: int
) -> None:
    token = faktura.token("outsider", SCOPES, office=office, user=user)

    replies = [
        faktura.request("billing.create_invoice", http_event("POST", "/api/invoices", b"", token)),
        faktura.request("billing.list_detached_invoices", http_event("GET", "/api/detached-invoices", b"", token)),
    ]

    assert [reply.status for reply in replies] == [status, 200 if status == 403 else status]


@pytest.mark.parametrize("change", [{"total_charged": 5}, {"invoice_number": "9"}, {"line_items": []}])
def test_a_name_is_spelt_as_the_seed_spells_it(desk: OfficeDesk, change: dict[str, Any]) -> None:
    reply = desk.call("update_invoice", change, invoiceId=1)

    assert (reply.status, reply.json) == (400, {"error": ["At least one property must be given"]})


@pytest.mark.parametrize("number", ["00\u202801", "0001\u200b", "0001\u202e", "00\u00ad01"])
def test_no_two_numbers_look_the_same(desk: OfficeDesk, number: str) -> None:
    assert desk.call("update_invoice", {"invoiceNumber": number}, invoiceId=1).status == 400


def test_a_number_is_the_same_however_it_is_composed(desk: OfficeDesk) -> None:
    desk.call("create_invoice")
    desk.call("update_invoice", {"invoiceNumber": "\u00c5-1"}, invoiceId=1)

    reply = desk.call("update_invoice", {"invoiceNumber": "A\u030a-1"}, invoiceId=2)

    assert (reply.status, reply.json["error"]["invoiceNumberDuplicate"]) == (400, True)


@pytest.mark.parametrize(("field", "lines"), [("billTo", 20), ("clientNote", 200)])
def test_a_text_has_so_many_lines_and_no_more(desk: OfficeDesk, field: str, lines: int) -> None:
    assert desk.call("update_invoice", {field: "\n".join(["x"] * lines)}, invoiceId=1).status == 200
    assert desk.call("update_invoice", {field: "\n" * (lines + 1)}, invoiceId=1).json == {
        "error": [f"{field} must have at most {lines} lines"]
    }


def test_a_pdf_that_no_answer_can_carry_is_said(desk: OfficeDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("faktura.billing.pdf.MAX_PDF_BYTES", 1_000)

    reply = desk.call("download_invoice", invoiceId=1)

    assert (reply.status, reply.json) == (
        422,
        {"error": "The PDF would be larger than 1,000 bytes"},
    )


def test_a_change_twice_at_once_is_not_told_that_its_own_number_is_taken(faktura: Deployment) -> None:
    desk = Desk.of(faktura)
    desk.ask("create_invoice", "POST", "/api/invoices")
    change = {"invoiceNumber": "1003"}

    def patch() -> Any:
        return desk.ask("update_invoice", "PATCH", "/api/invoices/1", change)

    with between("Query", patch):
        reply = patch()

    assert (reply.status, reply.json["invoiceNumber"]) == (200, "1003")


@pytest.mark.parametrize(
    ("model", "document", "fits"),
    [
        ("InvoiceChange", {"totalCharged": 19.99}, True),
        ("InvoiceChange", {"payments": [{"id": 234, "amount": 10.6}]}, True),
        ("InvoiceChange", {"payments": [{"paymentId": 234, "amountTowardsInvoice": 0.29}]}, True),
        ("InvoiceChange", {"payments": [{"id": 234}]}, False),
        ("InvoiceChange", {"payments": [{"id": 234, "amount": 0}]}, False),
        ("InvoiceChange", {}, False),
        ("InvoiceChange", {"clients": list(range(1, 42))}, False),
        ("InvoiceChange", {"lineItems": [{"serviceId": 0, "name": "DACA", "quantity": 1, "rate": 40}]}, False),
        ("NewPayment", payment_of(20, {1: 19.99}), True),
    ],
)
def test_the_description_of_the_api_accepts_what_the_api_accepts(
    model: str, document: dict[str, Any], fits: bool
) -> None:
    """By a validator that counts in decimals: to one that counts in binary, 19.99 is no multiple of 0.01."""
    described = json.loads(DESCRIPTION.read_bytes())
    schema = {"$ref": f"#/components/schemas/{model}", "components": described["components"]}

    assert Draft202012Validator(schema).is_valid(document) is fits


def _decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
