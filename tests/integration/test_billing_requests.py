"""What all billing endpoints have in common: errors, idempotency, costs and logs (docs/apis/README.md)."""

import json
import time
from io import StringIO
from typing import Any

import pytest
import time_machine
from jsonschema_rs import Draft202012Validator

from faktura.service.__main__ import DESCRIPTION
from tests.support.builders import http_event
from tests.support.deployment import Deployment, Reply, forget
from tests.support.faults.injected import Fault, Faults
from tests.support.faults.recording import capacity, recorded
from tests.support.faults.state import snapshot
from tests.support.offices import (
    CLARA,
    DACA,
    EVERYTHING,
    READING,
    ROUTES,
    SHIGERU,
    OfficeDesk,
    calls_without_token_check,
    created,
    done,
    faults_of,
    ids,
    payment_of,
    refused,
)

WRITES = [name for name, route in ROUTES.items() if route.writes]
WITH_BODY = [name for name, route in ROUTES.items() if route.body]
WITH_ID = [name for name, route in ROUTES.items() if route.variables]
BY_ID = [name for name in WITH_ID if "clientId" not in ROUTES[name].variables]
BELOW = (Fault.NO_CONNECTION, Fault.THROTTLED, Fault.FAILED)


@pytest.fixture
def desk(faktura: Deployment) -> OfficeDesk:
    """A desk whose office has one invoice of client 1 with a payment, both with id 1."""
    faktura.prepare(_paid_in_part)
    return OfficeDesk(faktura)


def _paid_in_part(faktura: Deployment) -> None:
    desk = OfficeDesk(faktura)
    desk.priced(30, clients=[1])
    desk.paid(20, {1: 10}, payerClientIds=[1])


@pytest.mark.parametrize("function", ROUTES)
class TestWhoMayCall:
    """401 without a valid token, 403 without permission; nothing is stored."""

    @pytest.mark.parametrize("token", [None, "garbage", "a.b.c", ""])
    def test_a_request_without_a_valid_token_is_401(self, desk: OfficeDesk, function: str, token: str | None) -> None:
        before = snapshot()
        event = desk.event(
            function, ROUTES[function].body or b"", token=token or None, **dict.fromkeys(ROUTES[function].variables, 1)
        )
        if token is not None:
            event["headers"]["Authorization"] = f"Bearer {token}"

        reply = desk.faktura.request(f"billing.{function}", event)

        assert (reply.status, reply.json) == (401, {"error": "Unauthorized"})
        assert snapshot() == before

    def test_an_expired_token_is_401(self, desk: OfficeDesk, function: str) -> None:
        before = snapshot()

        with time_machine.travel(time.time() + 86_400 + 31, tick=False):
            reply = desk.call_example(function)

        assert (reply.status, reply.json) == (401, {"error": "Unauthorized"})
        assert snapshot() == before

    def test_a_token_without_the_scope_is_403(self, desk: OfficeDesk, function: str) -> None:
        others = [scope for scope in EVERYTHING if scope != ROUTES[function].scope]
        before = snapshot()

        refused(OfficeDesk(desk.faktura, scopes=[*others, "pims:write"]).call_example(function), 403)

        assert snapshot() == before

    def test_the_endpoints_scope_is_sufficient(self, desk: OfficeDesk, function: str) -> None:
        reply = OfficeDesk(desk.faktura, scopes=[ROUTES[function].scope]).call_example(function)

        assert reply.status in (200, 201, 204)

    @pytest.mark.parametrize("office", [None, ""])
    def test_a_token_without_an_office_is_403(self, desk: OfficeDesk, function: str, office: Any) -> None:
        before = snapshot()

        refused(OfficeDesk(desk.faktura, office=office).call_example(function), 403)

        assert snapshot() == before

    def test_a_token_without_a_user_may_only_read(self, desk: OfficeDesk, function: str) -> None:
        before = snapshot()

        reply = OfficeDesk(desk.faktura, user=None).call_example(function)

        if ROUTES[function].writes:
            refused(reply, 403)
        else:
            assert reply.status == 200
        assert snapshot() == before

    def test_another_office_finds_nothing(self, desk: OfficeDesk, function: str) -> None:
        secret = {"clientNote": "canary", "billTo": "canary", "lineItems": [{**DACA, "name": "canary"}]}
        done(desk.change_invoice(1, secret))
        desk.paid(7, payerName="canary")
        second = OfficeDesk(desk.faktura, office="second").call_example(function)
        before = snapshot()
        desk.faktura.empty()

        nowhere = OfficeDesk(desk.faktura, office="second").call_example(function)

        assert (second.status, without_time(second)) == (nowhere.status, without_time(nowhere))
        assert "canary" not in second.text
        assert any("canary" in repr(stored) for stored in before)


def without_time(reply: Reply) -> Any:
    """The body without its authors, which have the time; an error or an empty list as it is."""
    body = json.loads(reply.text or "null")
    if isinstance(body, dict):
        return {name: value for name, value in body.items() if name not in ("createdBy", "lastUpdatedBy")}
    return body


@pytest.mark.parametrize("function", BY_ID)
def test_an_absent_id_is_named_in_the_404(desk: OfficeDesk, function: str) -> None:
    [variable] = ROUTES[function].variables
    before = snapshot()

    reply = desk.call_example(function, **{variable: 9})

    kind = variable.removesuffix("Id")
    assert (reply.status, reply.json) == (404, {"error": f"No such {kind} with id 9"})
    assert snapshot() == before


@pytest.mark.parametrize("function", ["list_client_invoices", "list_client_payments"])
def test_an_unknown_client_has_an_empty_list(desk: OfficeDesk, function: str) -> None:
    assert done(desk.call_example(function, clientId=9)).json == []


@pytest.mark.parametrize("function", WITH_ID)
@pytest.mark.parametrize(
    "text", ["0", "-1", "x", "1.5", "1e0", " 1", "9" * 30, "9" * 5_000, "\u0661", "1#2", "null", "%"]
)
def test_an_impossible_id_is_refused(desk: OfficeDesk, function: str, text: str) -> None:
    [variable] = ROUTES[function].variables
    before = snapshot()

    [fault] = faults_of(desk.call_example(function, **{variable: text}))

    assert variable in fault
    assert snapshot() == before


@pytest.mark.parametrize("function", WITH_BODY)
class TestBodies:
    """415 for another content type, 400 for anything but a JSON object, 413 over 4.5 MB; nothing is stored."""

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"{",
            b"[" * 100_000,
            b'{"payerName": NaN}',
            b'{"payerName": "a", "payerName": "b"}',
            b'{"clientNote": "\\ud800", "payerName": "\\ud800"}',
            b"\xff\xfe",
            b"1" * 5_000,
            b"[]",
            b"null",
            b'"text"',
            b"7",
        ],
    )
    def test_a_body_that_is_not_a_json_object_is_400(self, desk: OfficeDesk, function: str, body: bytes) -> None:
        before = snapshot()

        reply = desk.call_example(function, body=body, headers={"Content-Type": "application/json"})

        assert (reply.status, list(reply.json)) == (400, ["error"])
        assert isinstance(reply.json["error"], str | list)
        assert snapshot() == before

    @pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "application/xml", ""])
    def test_another_content_type_is_415(self, desk: OfficeDesk, function: str, content_type: str) -> None:
        body = json.dumps(ROUTES[function].body).encode()
        before = snapshot()

        refused(desk.call_example(function, body=body, headers={"Content-Type": content_type}), 415)

        assert snapshot() == before

    def test_json_may_have_a_charset(self, desk: OfficeDesk, function: str) -> None:
        body = json.dumps(ROUTES[function].body).encode()

        reply = desk.call_example(function, body=body, headers={"Content-Type": "application/json; charset=utf-8"})

        assert reply.status in (200, 201)

    def test_a_body_over_4_5_mb_is_413(self, desk: OfficeDesk, function: str) -> None:
        before = snapshot()

        body = b" " * 4_500_001
        refused(desk.call_example(function, body=body, headers={"Content-Type": "application/json"}), 413)

        assert snapshot() == before


def test_a_new_invoice_needs_no_body_and_no_content_type(desk: OfficeDesk) -> None:
    assert created(desk.call("create_invoice", b"")) == 2


@pytest.mark.parametrize("function", ROUTES)
@pytest.mark.parametrize("fault", BELOW)
def test_a_database_that_does_not_respond_is_503_and_nothing_is_stored(
    desk: OfficeDesk, function: str, fault: Fault
) -> None:
    before = snapshot()

    with Faults(seed=1, rate=1.0, kinds=(fault,), on=frozenset({"dynamodb"})):
        text = refused(desk.call_example(function), 503)

    assert "dynamodb" not in text.lower()
    assert snapshot() == before


@pytest.mark.parametrize("function", ROUTES)
def test_a_failure_after_the_check_of_the_token_is_503(desk: OfficeDesk, function: str) -> None:
    done(desk.invoice(1))  # the denylist has been read
    before = snapshot()

    with Faults(seed=1, rate=1.0, kinds=BELOW, on=frozenset({"dynamodb"})) as faults:
        refused(desk.call_example(function), 503)

    denylist = desk.faktura.stack.physical["DenylistTable"]
    assert not [call for _, call in faults.struck if denylist in str(call.parameters)]
    assert snapshot() == before


@pytest.mark.parametrize("function", ["get_invoice", "create_payment"])
def test_a_key_service_that_does_not_respond_is_503_and_not_an_invalid_token(desk: OfficeDesk, function: str) -> None:
    before = snapshot()
    forget()  # a new environment has to fetch the key

    with Faults(seed=1, rate=1.0, kinds=BELOW, on=frozenset({"kms"})) as faults:
        refused(desk.call_example(function), 503)
    forget()

    assert faults.struck
    assert snapshot() == before
    assert desk.call_example(function).status in (200, 201)


@pytest.mark.parametrize("function", ROUTES)
def test_every_response_has_a_request_id_and_its_content_type(desk: OfficeDesk, function: str) -> None:
    good = desk.call_example(function)
    bad = desk.call_example(function, token="garbage")

    assert good.headers["x-request-id"]
    assert bad.headers["x-request-id"] != good.headers["x-request-id"]
    assert bad.headers["Content-Type"] == "application/json"
    kind = {"delete_payment": None, "download_invoice": "application/pdf", "download_receipt": "application/pdf"}
    assert good.headers.get("Content-Type") == kind.get(function, "application/json")


class TestIdempotencyKey:
    """A key stands for one request of one client. A repeated request gets the first response, another body 422."""

    KEY = {"Idempotency-Key": "one"}  # noqa: RUF012  # read only

    @pytest.mark.parametrize("function", ["create_invoice", "create_payment"])
    def test_a_repeated_request_gets_the_first_response(self, desk: OfficeDesk, function: str) -> None:
        first = desk.call_example(function, headers=self.KEY)
        before = snapshot()

        again = [desk.call_example(function, headers=self.KEY) for _ in range(2)]

        assert first.status == 201
        assert [(reply.status, reply.text, reply.headers["Location"]) for reply in again] == [
            (201, first.text, first.headers["Location"])
        ] * 2
        assert snapshot() == before

    def test_the_first_response_is_repeated_even_after_later_changes(self, desk: OfficeDesk) -> None:
        payment = payment_of(20, {1: 5})
        first = desk.call("create_payment", payment, headers=self.KEY)
        done(desk.change_payment(first.json["id"], {"payerName": "changed"}))
        desk.delete_payment(first.json["id"])

        assert desk.call("create_payment", payment, headers=self.KEY).text == first.text
        assert desk.payment(first.json["id"]).status == 404

    def test_a_repeated_response_has_the_same_amounts(self, desk: OfficeDesk) -> None:
        payment = payment_of(19.99, donationAmount=0.29)

        first, again = [desk.call("create_payment", payment, headers=self.KEY) for _ in range(2)]

        assert '"paymentAmount":19.99' in first.text.replace(" ", "")
        assert again.text == first.text

    def test_another_body_is_422(self, desk: OfficeDesk) -> None:
        created(desk.call("create_payment", payment_of(20), headers=self.KEY))
        before = snapshot()

        refused(desk.call("create_payment", payment_of(21), headers=self.KEY), 422)

        assert snapshot() == before

    def test_another_client_path_or_query_may_use_the_same_key(self, desk: OfficeDesk) -> None:
        clerk = OfficeDesk(desk.faktura, client_id="clerk", user=CLARA)

        made = [
            desk.call("create_payment", payment_of(20), headers=self.KEY),
            clerk.call("create_payment", payment_of(21), headers=self.KEY),
            desk.call("create_payment", payment_of(22), headers=self.KEY, query={"tags": "immigration"}),
        ]

        assert [created(reply) for reply in made] == [2, 3, 4]
        assert created(desk.call("create_invoice", headers=self.KEY)) == 2

    def test_a_refused_request_does_not_use_its_key(self, desk: OfficeDesk) -> None:
        broken = desk.call("create_payment", payment_of("20"), headers=self.KEY)
        exceeding = desk.call("create_payment", payment_of(20, {1: 21}), headers=self.KEY)

        corrected = desk.call("create_payment", payment_of(20, {1: 20}), headers=self.KEY)

        assert (broken.status, exceeding.status, corrected.status) == (400, 400, 201)

    def test_a_failed_request_does_not_use_its_key(self, desk: OfficeDesk) -> None:
        with Faults(seed=1, rate=1.0, kinds=(Fault.FAILED,), on=frozenset({"dynamodb.TransactWriteItems"})):
            failed = desk.call("create_payment", payment_of(20), headers=self.KEY)

        assert (failed.status, desk.call("create_payment", payment_of(20), headers=self.KEY).status) == (503, 201)

    def test_a_client_that_may_no_longer_write_gets_no_earlier_response(self, desk: OfficeDesk) -> None:
        created(desk.call("create_payment", payment_of(20), headers=self.KEY))

        reader = OfficeDesk(desk.faktura, scopes=READING)

        refused(reader.call("create_payment", payment_of(20), headers=self.KEY), 403)

    @pytest.mark.parametrize("function", ["create_invoice", "create_payment"])
    @pytest.mark.parametrize("key", ["", " ", "x" * 256])
    def test_a_key_has_1_to_255_characters(self, desk: OfficeDesk, function: str, key: str) -> None:
        before = snapshot()

        faults_of(desk.call_example(function, headers={"Idempotency-Key": key}))

        assert snapshot() == before

    @pytest.mark.parametrize(
        ("function", "body"), [("create_invoice", b""), ("create_payment", payment_of(15, {1: 15}, donationAmount=0))]
    )
    def test_twenty_concurrent_requests_are_executed_once(self, desk: OfficeDesk, function: str, body: Any) -> None:
        replies = desk.at_once(function, [body] * 20, threads=20, headers=self.KEY)
        after = desk.call(function, body, headers=self.KEY)

        assert {reply.status for reply in replies} <= {201, 409}
        assert {reply.text for reply in replies if reply.status == 201} == {after.text}
        assert created(after) == 2
        assert ids(desk.invoices_of_client(1)) == [1]
        assert done(desk.invoice(1)).json["totalPaid"] == (10 if function == "create_invoice" else 25)


class TestWhatARequestCosts:
    """A GET is one call, a creation one transaction, a PATCH two calls. The check of the token is counted apart."""

    @pytest.fixture
    def desk(self, faktura: Deployment) -> OfficeDesk:
        """The same desk, served by a process that has written this office and remembers the head of its journal."""
        _paid_in_part(faktura)
        return OfficeDesk(faktura)

    def calls(self, desk: OfficeDesk, function: str, body: Any = b"", **terms: Any) -> list[str]:
        with recorded() as calls:
            reply = desk.call(function, body, **terms)
        assert reply.status in (200, 201, 204), reply.text
        return calls_without_token_check(calls, desk.faktura)

    def test_a_get_is_one_read(self, desk: OfficeDesk) -> None:
        done(desk.change_invoice(1, {"lineItems": [DACA] * 500}))

        assert len(self.calls(desk, "get_invoice", invoiceId=1)) == 1
        assert len(self.calls(desk, "get_payment", paymentId=1)) == 1

    @pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "one"}])
    def test_a_create_is_one_transaction(self, desk: OfficeDesk, headers: dict[str, str]) -> None:
        looks = ["dynamodb.GetItem"] if headers else []  # for an earlier response
        created(desk.create_invoice())

        invoice = self.calls(desk, "create_invoice", headers=headers)
        payment = self.calls(desk, "create_payment", payment_of(20), headers=headers)

        assert invoice == payment == [*looks, "dynamodb.TransactWriteItems"]

    def test_a_payment_of_invoices_reads_them_together(self, desk: OfficeDesk) -> None:
        for _ in range(3):
            desk.priced(30)

        calls = self.calls(desk, "create_payment", payment_of(20, {1: 1, 2: 2, 3: 3}))

        assert calls == ["dynamodb.BatchGetItem", "dynamodb.TransactWriteItems"]

    @pytest.mark.parametrize(
        "change",
        [
            {"clientNote": "x"},
            {"lineItems": [DACA, DACA]},
            {"totalCharged": 31},
            {"status": "closed"},
            {"billTo": "x"},
            {"invoiceNumber": "A"},
            {"clients": [1, 2]},
        ],
    )
    def test_a_change_of_an_invoice_alone_is_two_calls(self, desk: OfficeDesk, change: dict[str, Any]) -> None:
        assert len(self.calls(desk, "update_invoice", change, invoiceId=1)) <= 2

    @pytest.mark.parametrize(
        "change", [{"payerName": "x"}, {"paymentDate": "2021-01-01"}, {"paymentType": "other"}, {"donationAmount": 1}]
    )
    def test_a_change_of_a_payment_alone_is_two_calls(self, desk: OfficeDesk, change: dict[str, Any]) -> None:
        done(desk.change_payment(1, {"donationAmount": 2}))

        assert len(self.calls(desk, "update_payment", change, paymentId=1)) <= 2

    @pytest.mark.parametrize(
        "change",
        [
            {"clientNote": ""},
            {"lineItems": [DACA]},
            {"totalCharged": 30},
            {"status": "open"},
            {"billTo": None},
            {"invoiceNumber": "0001"},
            {"clients": [1]},
            {"payments": [{"id": 1, "amount": 10}]},
            {"totalCharged": 30.00, "payments": [{"paymentId": 1, "amountTowardsInvoice": 10.0}], "clients": [1]},
        ],
    )
    def test_a_change_of_an_invoice_that_changes_nothing_writes_nothing(
        self, desk: OfficeDesk, change: dict[str, Any]
    ) -> None:
        before, received = snapshot(), done(desk.invoice(1)).json

        with capacity() as used:
            reply = done(desk.change_invoice(1, change))

        assert used.write_units == 0
        assert reply.json == received
        assert snapshot() == before

    @pytest.mark.parametrize(
        "change",
        [
            {"paymentDate": "2020-10-01"},
            {"paymentAmount": 20.0},
            {"paymentType": "cash"},
            {"payerName": None},
            {"payerClientIds": [1]},
            {"invoices": [{"invoiceId": 1, "amount": 10}]},
            {"donationAmount": 0},
            {"donationAmount": None},
        ],
    )
    def test_a_change_of_a_payment_that_changes_nothing_writes_nothing(
        self, desk: OfficeDesk, change: dict[str, Any]
    ) -> None:
        before, received = snapshot(), done(desk.payment(1)).json

        with capacity() as used:
            reply = done(desk.change_payment(1, change))

        assert used.write_units == 0
        assert reply.json == received
        assert snapshot() == before

    def test_lists_do_not_scan(self, desk: OfficeDesk) -> None:
        with recorded() as calls:
            for function in ROUTES:
                if function.startswith("list_"):
                    done(desk.call_example(function))

        assert {str(call) for call in calls} <= {"dynamodb.Query", "dynamodb.BatchGetItem", "dynamodb.GetItem"}


class TestLogs:
    """A change of state is one line of at most 512 bytes, without personal data."""

    CANARY = "canary-7f3e"

    @pytest.mark.parametrize("function", ROUTES)
    @pytest.mark.parametrize("outcome", ["accepted", "refused", "failed"])
    def test_a_request_logs_little_and_nothing_personal(
        self, desk: OfficeDesk, logged: StringIO, function: str, outcome: str
    ) -> None:
        user = {"userId": 5, "firstName": self.CANARY, "lastName": self.CANARY}
        canary = OfficeDesk(desk.faktura, user=user)
        line = {**DACA, "name": self.CANARY, "description": self.CANARY}
        done(canary.change_invoice(1, {"billTo": self.CANARY, "clientNote": self.CANARY, "lineItems": [line]}))
        done(canary.change_payment(1, {"payerName": self.CANARY}))
        logged.truncate(0)
        body = ROUTES[function].body
        if body:
            spoilt = {"status": self.CANARY, "paymentType": self.CANARY} if outcome == "refused" else {}
            body = {**body, "clientNote": self.CANARY, "payerName": self.CANARY, "billTo": self.CANARY, **spoilt}
        lost = Faults(1, 1.0 if outcome == "failed" else 0.0, (Fault.FAILED,), frozenset({"dynamodb"}))

        with lost:
            reply = canary.call_example(function, body=body or b"")

        written = logged.getvalue().lstrip("\0")
        assert self.CANARY not in written
        assert canary.token not in written
        assert len(written.encode()) <= 512
        assert len(written.splitlines()) <= 1
        assert reply.status in {"accepted": (200, 201, 204), "refused": (200, 201, 204, 400), "failed": (503,)}[outcome]

    @pytest.mark.parametrize("function", WRITES)
    def test_each_change_of_state_is_one_line_with_its_ids(
        self, desk: OfficeDesk, logged: StringIO, function: str
    ) -> None:
        assert desk.call_example(function).status in (200, 201, 204)

        [line] = logged.getvalue().splitlines()
        fact = json.loads(line)
        assert fact["office"] == "main"
        assert fact["payment_id" if "payment" in function else "invoice_id"] == (2 if "create" in function else 1)

    def test_reading_logs_nothing(self, desk: OfficeDesk, logged: StringIO) -> None:
        for function, route in ROUTES.items():
            if not route.writes:
                done(desk.call_example(function))

        assert logged.getvalue() == ""


@pytest.mark.parametrize("text", ["0" * 19 + "1" + "9" * 1_200, "1" + "0" * 12, "0" * 41])
@pytest.mark.parametrize("function", ["get_invoice", "get_payment", "list_invoice_payments", "download_receipt"])
def test_an_id_of_any_length_in_a_path_is_checked(desk: OfficeDesk, function: str, text: str) -> None:
    name = "paymentId" if function in ("get_payment", "download_receipt") else "invoiceId"

    reply = desk.call(function, **{name: text})

    assert (reply.status, reply.json) == (400, {"error": [f"{name} must be a whole number from 1 to 999999999999"]})


@pytest.mark.parametrize(
    ("office", "user", "status"),
    [
        ("main", {**SHIGERU, "userId": True}, 403),
        ("main", {**SHIGERU, "firstName": "\ud800"}, 401),
        ("\ud800", SHIGERU, 401),
    ],
)
def test_claims_that_cannot_be_stored_are_refused(
    faktura: Deployment, office: str, user: dict[str, Any], status: int
) -> None:
    token = faktura.token("outsider", EVERYTHING, office=office, user=user)

    replies = [
        faktura.request("billing.create_invoice", http_event("POST", "/api/invoices", b"", token)),
        faktura.request("billing.list_detached_invoices", http_event("GET", "/api/detached-invoices", b"", token)),
    ]

    assert [reply.status for reply in replies] == [status, 200 if status == 403 else status]


def test_two_offices_may_use_the_same_idempotency_key(faktura: Deployment) -> None:
    first, second = (OfficeDesk(faktura, office=office, client_id="shared") for office in ("main", "second"))
    for _ in range(3):
        first.call("create_invoice")

    replies = [one.call("create_invoice", headers={"Idempotency-Key": "same"}) for one in (first, second)]

    assert [reply.json["id"] for reply in replies] == [4, 1]


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
def test_the_openapi_schema_accepts_what_the_api_accepts(model: str, document: dict[str, Any], fits: bool) -> None:
    """The validator calculates in decimals. In binary, 19.99 is not a multiple of 0.01."""
    described = json.loads(DESCRIPTION.read_bytes())
    schema = {"$ref": f"#/components/schemas/{model}", "components": described["components"]}

    assert Draft202012Validator(schema).is_valid(document) is fits
