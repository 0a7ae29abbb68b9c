"""The examples that specified the APIs (docs/apis/). A comment gives the reason for each deviation."""

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from tests.support.builders import http_event, provider_invoice
from tests.support.cases import Client
from tests.support.deployment import Deployment
from tests.support.offices import OfficeDesk, created, done
from tests.support.tokens import TOKEN_REQUEST, register, request_token

AUTHENTICATION_ERRORS = {
    "AUTH_TOKEN_MISSING": "Authentication token is required",
    "AUTH_TOKEN_INVALID": "Invalid or malformed authentication token",
    "AUTH_TOKEN_EXPIRED": "Authentication token has expired",
}
BAD_REQUEST = {
    "error": {
        "code": "BadRequest",
        "message": "The server cannot or will not process the request due to something that is perceived to be a"
        " client error.",
    }
}


def test_the_bad_request_of_pims(faktura: Deployment) -> None:
    """The response also has `details`, which the example leaves out."""
    event = http_event("POST", "/api/data-on-demand/invoices", {"invoices": [{}]}, faktura.token(practices="*"))

    reply = faktura.request("pims.upsert_invoices", event)

    without_details = {"error": {name: value for name, value in reply.json["error"].items() if name != "details"}}
    assert (reply.status, without_details) == (400, BAD_REQUEST)
    assert {tuple(detail) for detail in reply.json["error"]["details"]} == {("target", "message")}


@pytest.mark.parametrize("code", AUTHENTICATION_ERRORS)
def test_the_authentication_errors_of_capture(faktura: Deployment, code: str) -> None:
    good = faktura.token("mga", ["customer:write"], mga_id="alpha")
    tokens = {"AUTH_TOKEN_MISSING": None, "AUTH_TOKEN_INVALID": "garbage", "AUTH_TOKEN_EXPIRED": good}
    event = http_event("GET", "/api/v1/customers/C1", b"", tokens[code], customerId="C1")

    with time_machine.travel(time.time() + 86_400 + 31, tick=False):
        reply = faktura.request("capture.get_customer", event)

    assert (reply.status, reply.json) == (401, {"error": {"code": code, "message": AUTHENTICATION_ERRORS[code]}})


PROVIDER_INVOICES = [
    provider_invoice(),
    provider_invoice(customData={"result": 42, "test": True}, externalId="100002", priceNet=30000),
]
PROVIDER_FIND = {"filters": {"createdAt": {"$gt": "2019-01-01"}}, "pagination": {"offset": 0, "limit": 10}}
PROVIDER_FOUND = {
    "case", "createdAt", "currency", "customData", "details", "dueDate", "externalId", "guid", "id", "isActive",
    "isPaid", "isSent", "linkedInvoice", "priceNet", "status", "type", "updatedAt",
}  # fmt: skip


def test_two_provider_invoices_get_two_ids_and_keep_them(faktura: Deployment) -> None:
    """The example shows the output of another endpoint; the response has the fields that a find has."""
    north = Client(faktura, provider_id="north")
    north.put_case("734b0739-7dfe-4f6e-a2a7-6a2871458309")

    first = north.report(*PROVIDER_INVOICES).json
    again = north.report(*({**one, "priceNet": 1} for one in PROVIDER_INVOICES)).json

    assert len({one["id"] for one in first}) == 2
    assert [one["id"] for one in again] == [one["id"] for one in first]
    assert [one["createdAt"] for one in again] == [one["createdAt"] for one in first]
    assert all(after["updatedAt"] > before["updatedAt"] for after, before in zip(again, first, strict=True))
    for sent, received in zip(PROVIDER_INVOICES, first, strict=True):
        assert {name: received[name] for name in sent} == {**sent, "dueDate": "2019-01-01T00:00:00.000Z"}


def test_a_find_returns_the_fields_of_the_example(faktura: Deployment) -> None:
    """Only the names of the fields are compared: the example shows `case` as a comment and leaves invoices out."""
    north = Client(faktura, provider_id="north")
    north.put_case("734b0739-7dfe-4f6e-a2a7-6a2871458309")
    north.report(*PROVIDER_INVOICES)

    reply = north.send("find_invoices", "POST", "/api/v2/invoices/find", PROVIDER_FIND)

    assert reply.json["pagination"] == {"count": 2, "offset": 0}
    assert [set(one) for one in reply.json["data"]] == [PROVIDER_FOUND] * 2
    assert [one["dueDate"] for one in reply.json["data"]] == ["2019-01-01T00:00:00.000Z"] * 2


def test_the_token(faktura: Deployment) -> None:
    """The example has the placeholders `{TOKEN}` and `{SCOPES}`."""
    token: dict[str, Any] = {
        "refresh_token": "",
        "refresh_token_expires_in": 0,
        "session_idle_time": 120,
        "token_type": "Bearer",
        "expires_in": 14399,
        "scope": "order.order_manage",
    }
    register(faktura, scopes=("order.order_manage",), context={"tenant": "acme"})

    reply = request_token(faktura, TOKEN_REQUEST).json

    assert re.fullmatch(r"[\w-]+\.[\w-]+\.[\w-]+", reply.pop("access_token"))
    assert reply == token


MOMENT = "2019-05-06T06:00:00.000Z"
CREATOR = {"userId": 123, "firstName": "Shigeru", "lastName": "Miyamoto"}
CHANGER = {"userId": 1, "firstName": "Joel", "lastName": "Denning"}
SIGNATURES = {
    "createdBy": {**CREATOR, "fullName": "Shigeru Miyamoto", "timestamp": MOMENT},
    "lastUpdatedBy": {**CHANGER, "fullName": "Joel Denning", "timestamp": MOMENT},
}
LINE = {
    "serviceId": 1,
    "name": "DACA",
    "description": "Prepared the documents",
    "quantity": 1,
    "rate": 40,
}
INVOICE = {
    "id": 123,
    "invoiceNumber": "1003",
    "invoiceDate": "2020-10-01",
    "lineItems": [LINE],
    "clientNote": "Client note",
    "totalCharged": 30,
    "totalPaid": 12.55,
    "billTo": "Other Name to Bill To",
    "status": "draft|open|completed|closed",
    "payments": [{"paymentId": 2434, "paymentAmount": 10, "amountTowardsInvoice": 8}],
    "clients": [45, 23],
    "redacted": False,
    **SIGNATURES,
}
DRAFT = {
    **INVOICE,
    "lineItems": [],
    "clientNote": "",
    "totalCharged": 0,
    "totalPaid": 0,
    "billTo": None,
    "status": "draft",
    "payments": [],
    "clients": [],
    "lastUpdatedBy": SIGNATURES["createdBy"],
}
CHANGE = {
    "invoiceNumber": "1003",
    "invoiceDate": "2020-10-01",
    "lineItems": [LINE],
    "clientNote": "",
    "totalCharged": 0,
    "billTo": "Other Bill To Name",
    "status": "draft",
    "payments": [{"id": 234, "amount": 10.6}],
    "clients": [1, 4],
}
PAYMENT = {
    "id": 1,
    "paymentDate": "2020-10-01T00:00:00Z",
    "invoices": [{"invoiceId": 1, "amount": 10}, {"invoiceId": 2, "amount": 10}],
    "paymentAmount": 20,
    "paymentType": "cash|credit|debit|check|other",
    "payerClientIds": [23, 76],
    "payerName": "Some payer name",
    "redacted": False,
    **SIGNATURES,
}
PAYMENT_OF_INVOICE = {
    **PAYMENT,
    "invoices": [{"invoiceId": 1, "amount": 20}],
    "donationId": 4543,
    "donationAmount": 21,
}
NEW_PAYMENT = {
    "paymentDate": "2020-10-01T00:00:00Z",
    "invoices": [{"invoiceId": 1, "amount": 20}],
    "paymentAmount": 20,
    "paymentType": "cash|credit|debit|check|other",
    "donationAmount": 10,
    "payerClientIds": [23, 76],
    "payerName": "Some payer name",
}

OF_A_NEW_OFFICE = {"id": 1}
"""An office counts its invoices, payments and donations from 1 (docs/apis/billing.md). Here it has one of each."""
ADDED = {"paymentDay": "2020-10-01"}
"""A member that the examples do not have."""
A_STATUS = {"status": "open"}
A_TYPE = {"paymentType": "check"}
"""The example lists all values."""


class TestClientBilling:
    """The examples by their headings."""

    @pytest.fixture
    def creator(self, faktura: Deployment) -> Iterator[OfficeDesk]:
        with time_machine.travel(MOMENT, tick=False):
            yield OfficeDesk(faktura, user=CREATOR)

    @pytest.fixture
    def changer(self, faktura: Deployment, creator: OfficeDesk) -> OfficeDesk:
        del creator  # whose clock stands still
        return OfficeDesk(faktura, user=CHANGER, client_id="changer")

    def given_the_invoice(self, creator: OfficeDesk, changer: OfficeDesk, clients: list[int]) -> None:
        sent = ("invoiceNumber", "invoiceDate", "lineItems", "clientNote", "totalCharged", "billTo")
        created(creator.create_invoice())
        creator.paid(10)
        payments = [{"paymentId": 1, "amountTowardsInvoice": 8}]
        change = {name: INVOICE[name] for name in sent}
        done(changer.change_invoice(1, {**change, "payments": payments, "clients": clients}))

    @pytest.mark.parametrize("heading", ["Get an invoice", "Get client invoices", "Get detached invoices"])
    def test_an_invoice(self, creator: OfficeDesk, changer: OfficeDesk, heading: str) -> None:
        deviations = {
            **OF_A_NEW_OFFICE,
            **A_STATUS,
            "payments": [{"paymentId": 1, "paymentAmount": 10, "amountTowardsInvoice": 8}],
            "totalPaid": 8,  # the example has 12.55, but a single payment of 8
        }
        clients = [45, 23]
        if heading == "Get detached invoices":
            clients = []  # an invoice with clients is not detached
        self.given_the_invoice(creator, changer, clients)

        found = {
            "Get an invoice": lambda: [done(creator.invoice(1)).json],
            "Get client invoices": lambda: done(creator.invoices_of_client(45)).json,
            "Get detached invoices": lambda: done(creator.detached_invoices()).json,
        }[heading]()

        assert found == [{**INVOICE, **deviations, "clients": clients}]

    def test_create_invoice(self, creator: OfficeDesk) -> None:
        deviations = {
            **OF_A_NEW_OFFICE,
            "invoiceNumber": "0001",  # the first of the office's sequence
            "invoiceDate": "2019-05-06",  # the day of its creation; the example's was created before its date
        }

        reply = creator.create_invoice()

        assert (reply.status, reply.json) == (201, {**DRAFT, **deviations})

    def test_updating_an_invoice(self, creator: OfficeDesk, changer: OfficeDesk) -> None:
        deviations = {"payments": [{"id": 1, "amount": 10.6}]}  # the office's only payment, not its 234th
        creator.create_invoice()
        creator.paid(20)

        reply = done(changer.change_invoice(1, {**CHANGE, **deviations}))

        assert reply.json == done(creator.invoice(1)).json
        assert reply.json == {
            **CHANGE,
            **OF_A_NEW_OFFICE,
            "payments": [{"paymentId": 1, "paymentAmount": 20, "amountTowardsInvoice": 10.6}],
            "totalPaid": 10.6,
            "redacted": False,
            **SIGNATURES,
        }

    @pytest.mark.parametrize("heading", ["Get client payments", "Get detached payments"])
    def test_a_payment_of_two_invoices(self, creator: OfficeDesk, changer: OfficeDesk, heading: str) -> None:
        payers = [23, 76]
        if heading == "Get detached payments":
            payers = []  # a payment of clients is not detached
        for _ in range(2):
            creator.create_invoice()
        creator.create_payment({**PAYMENT, **A_TYPE, "payerName": "Another", "payerClientIds": payers})
        done(changer.change_payment(1, {"payerName": PAYMENT["payerName"]}))

        found = creator.payments_of_client(76) if payers else creator.detached_payments()

        assert done(found).json == [{**PAYMENT, **A_TYPE, **ADDED, "payerClientIds": payers}]

    def test_get_invoice_payments(self, creator: OfficeDesk, changer: OfficeDesk) -> None:
        deviations = {
            **A_TYPE,
            "paymentAmount": 41,  # the example has 20, which is less than 20 and the donation of 21
            "donationId": 1,  # the office's first
        }
        creator.create_invoice()
        creator.create_payment({**PAYMENT_OF_INVOICE, **deviations, "payerName": "Another"})
        done(changer.change_payment(1, {"payerName": PAYMENT["payerName"]}))

        found = done(creator.payments_of_invoice(1)).json

        assert found == [{**PAYMENT_OF_INVOICE, **deviations, **ADDED}]

    @pytest.mark.parametrize("heading", ["Create payment", "Update payment"])
    def test_a_payment_that_is_sent(self, creator: OfficeDesk, heading: str) -> None:
        deviations = {
            **A_TYPE,
            "paymentAmount": 30,  # the example has 20, which is less than 20 and the donation of 10
        }
        sent = {**NEW_PAYMENT, **deviations}
        creator.create_invoice()
        if heading == "Update payment":
            creator.paid(1)
            reply = done(creator.change_payment(1, sent))
        else:
            reply = creator.create_payment(sent)
            assert created(reply) == 1

        assert reply.json == done(creator.payment(1)).json
        assert reply.json == {
            **sent,
            **OF_A_NEW_OFFICE,
            "donationId": 1,
            **ADDED,
            "redacted": False,
            **SIGNATURES,
            "lastUpdatedBy": SIGNATURES["createdBy"],
        }

    def test_the_payment_of_the_example_exceeds_its_amount(self, creator: OfficeDesk) -> None:
        creator.create_invoice()

        reply = creator.create_payment({**NEW_PAYMENT, **A_TYPE})

        assert reply.status == 400
        assert reply.json["error"].startswith("Invoice and donation amount exceed the total payment amount.")

    def test_delete_payment(self, creator: OfficeDesk) -> None:
        creator.paid(20)

        reply = creator.delete_payment(1)

        assert (reply.status, reply.text) == (204, "")
