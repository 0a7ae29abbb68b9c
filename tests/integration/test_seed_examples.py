"""The seeds' own examples, as printed. Seed 002's responses have no example beyond its authentication errors."""

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from tests.integration.test_tokens import ask, register
from tests.support.builders import http_event, provider_invoice
from tests.support.cases import Client
from tests.support.deployment import Deployment
from tests.support.offices import OfficeDesk, created, done

AUTHENTICATION_ERRORS = {
    "AUTH_TOKEN_MISSING": "Authentication token is required",
    "AUTH_TOKEN_INVALID": "Invalid or malformed authentication token",
    "AUTH_TOKEN_EXPIRED": "Authentication token has expired",
}
SEED_000_BAD_REQUEST = {
    "error": {
        "code": "BadRequest",
        "message": "The server cannot or will not process the request due to something that is perceived to be a"
        " client error.",
    }
}


def test_seed_000s_bad_request(faktura: Deployment) -> None:
    """The details beside it are the schema's; the example leaves the optional field out."""
    event = http_event("POST", "/api/data-on-demand/invoices", {"invoices": [{}]}, faktura.token(practices="*"))

    reply = faktura.request("pims.upsert_invoices", event)

    without_details = {"error": {name: value for name, value in reply.json["error"].items() if name != "details"}}
    assert (reply.status, without_details) == (400, SEED_000_BAD_REQUEST)
    assert {tuple(detail) for detail in reply.json["error"]["details"]} == {("target", "message")}


@pytest.mark.parametrize("code", AUTHENTICATION_ERRORS)
def test_seed_002s_authentication_errors(faktura: Deployment, code: str) -> None:
    good = faktura.token("mga", ["customer:write"], mga_id="alpha")
    tokens = {"AUTH_TOKEN_MISSING": None, "AUTH_TOKEN_INVALID": "garbage", "AUTH_TOKEN_EXPIRED": good}
    event = http_event("GET", "/api/v1/customers/C1", b"", tokens[code], customerId="C1")

    with time_machine.travel(time.time() + 86_400 + 31, tick=False):
        reply = faktura.request("capture.get_customer", event)

    assert (reply.status, reply.json) == (401, {"error": {"code": code, "message": AUTHENTICATION_ERRORS[code]}})


SEED_004_INVOICES = [
    provider_invoice(),
    provider_invoice(customData={"result": 42, "test": True}, externalId="100002", priceNet=30000),
]
SEED_004_FIND = {"filters": {"createdAt": {"$gt": "2019-01-01"}}, "pagination": {"offset": 0, "limit": 10}}
SEED_004_FOUND = {
    "case", "createdAt", "currency", "customData", "details", "dueDate", "externalId", "guid", "id", "isActive",
    "isPaid", "isSent", "linkedInvoice", "priceNet", "status", "type", "updatedAt",
}  # fmt: skip


def test_seed_004s_two_invoices_get_two_ids_and_keep_them(faktura: Deployment) -> None:
    """The output printed beside it is another endpoint's, pasted: what is answered is what find answers."""
    north = Client(faktura, provider_id="north")
    north.put_case("734b0739-7dfe-4f6e-a2a7-6a2871458309")

    first = north.report(*SEED_004_INVOICES).json
    again = north.report(*({**one, "priceNet": 1} for one in SEED_004_INVOICES)).json

    assert len({one["id"] for one in first}) == 2
    assert [one["id"] for one in again] == [one["id"] for one in first]
    assert [one["createdAt"] for one in again] == [one["createdAt"] for one in first]
    assert all(after["updatedAt"] > before["updatedAt"] for after, before in zip(again, first, strict=True))
    for sent, answered in zip(SEED_004_INVOICES, first, strict=True):
        assert {name: answered[name] for name in sent} == {**sent, "dueDate": "2019-01-01T00:00:00.000Z"}


def test_seed_004s_find_answers_its_fields(faktura: Deployment) -> None:
    """Its values are examples; `case` is a comment there, and `// ...` stands for further invoices."""
    north = Client(faktura, provider_id="north")
    north.put_case("734b0739-7dfe-4f6e-a2a7-6a2871458309")
    north.report(*SEED_004_INVOICES)

    reply = north.send("find_invoices", "POST", "/api/v2/invoices/find", SEED_004_FIND)

    assert reply.json["pagination"] == {"count": 2, "offset": 0}
    assert [set(one) for one in reply.json["data"]] == [SEED_004_FOUND] * 2
    assert [one["dueDate"] for one in reply.json["data"]] == ["2019-01-01T00:00:00.000Z"] * 2


def test_seed_003s_token(faktura: Deployment) -> None:
    """Its placeholders `{TOKEN}` and `{SCOPES}` stand for any."""
    token: dict[str, Any] = {
        "refresh_token": "",
        "refresh_token_expires_in": 0,
        "session_idle_time": 120,
        "token_type": "Bearer",
        "expires_in": 14399,
        "scope": "order.order_manage",
    }
    register(faktura, scopes=("order.order_manage",), context={"tenant": "acme"})

    reply = ask(faktura, "grant_type=client_credentials&client_id=clinic&client_secret=s3cret").json

    assert re.fullmatch(r"[\w-]+\.[\w-]+\.[\w-]+", reply.pop("access_token"))
    assert reply == token


SEED_001_MOMENT = "2019-05-06T06:00:00.000Z"
SEED_001_CREATOR = {"userId": 123, "firstName": "Shigeru", "lastName": "Miyamoto"}
SEED_001_CHANGER = {"userId": 1, "firstName": "Joel", "lastName": "Denning"}
SEED_001_SIGNATURES = {
    "createdBy": {**SEED_001_CREATOR, "fullName": "Shigeru Miyamoto", "timestamp": SEED_001_MOMENT},
    "lastUpdatedBy": {**SEED_001_CHANGER, "fullName": "Joel Denning", "timestamp": SEED_001_MOMENT},
}
SEED_001_LINE = {
    "serviceId": 1,
    "name": "DACA",
    "description": "Prepared the documents",
    "quantity": 1,
    "rate": 40,
}
SEED_001_INVOICE = {
    "id": 123,
    "invoiceNumber": "1003",
    "invoiceDate": "2020-10-01",
    "lineItems": [SEED_001_LINE],
    "clientNote": "Client note",
    "totalCharged": 30,
    "totalPaid": 12.55,
    "billTo": "Other Name to Bill To",
    "status": "draft|open|completed|closed",
    "payments": [{"paymentId": 2434, "paymentAmount": 10, "amountTowardsInvoice": 8}],
    "clients": [45, 23],
    "redacted": False,
    **SEED_001_SIGNATURES,
}
SEED_001_DRAFT = {
    **SEED_001_INVOICE,
    "lineItems": [],
    "clientNote": "",
    "totalCharged": 0,
    "totalPaid": 0,
    "billTo": None,
    "status": "draft",
    "payments": [],
    "clients": [],
    "lastUpdatedBy": SEED_001_SIGNATURES["createdBy"],
}
SEED_001_CHANGE = {
    "invoiceNumber": "1003",
    "invoiceDate": "2020-10-01",
    "lineItems": [SEED_001_LINE],
    "clientNote": "",
    "totalCharged": 0,
    "billTo": "Other Bill To Name",
    "status": "draft",
    "payments": [{"id": 234, "amount": 10.6}],
    "clients": [1, 4],
}
SEED_001_PAYMENT = {
    "id": 1,
    "paymentDate": "2020-10-01T00:00:00Z",
    "invoices": [{"invoiceId": 1, "amount": 10}, {"invoiceId": 2, "amount": 10}],
    "paymentAmount": 20,
    "paymentType": "cash|credit|debit|check|other",
    "payerClientIds": [23, 76],
    "payerName": "Some payer name",
    "redacted": False,
    **SEED_001_SIGNATURES,
}
SEED_001_PAYMENT_OF_INVOICE = {
    **SEED_001_PAYMENT,
    "invoices": [{"invoiceId": 1, "amount": 20}],
    "donationId": 4543,
    "donationAmount": 21,
}
SEED_001_NEW_PAYMENT = {
    "paymentDate": "2020-10-01T00:00:00Z",
    "invoices": [{"invoiceId": 1, "amount": 20}],
    "paymentAmount": 20,
    "paymentType": "cash|credit|debit|check|other",
    "donationAmount": 10,
    "payerClientIds": [23, 76],
    "payerName": "Some payer name",
}

OF_A_NEW_OFFICE = {"id": 1}
"""An office counts its invoices, payments and donations from 1 (CONTRACT section 2), and here it has one of each."""
A_STATUS = {"status": "open"}
A_TYPE = {"paymentType": "check"}
"""The seed prints all there are."""


class TestSeed001:
    """Each example under its heading; what is changed in one, and why, stands beside it."""

    @pytest.fixture
    def creator(self, faktura: Deployment) -> Iterator[OfficeDesk]:
        with time_machine.travel(SEED_001_MOMENT, tick=False):
            yield OfficeDesk(faktura, user=SEED_001_CREATOR)

    @pytest.fixture
    def changer(self, faktura: Deployment, creator: OfficeDesk) -> OfficeDesk:
        del creator  # whose clock stands still
        return OfficeDesk(faktura, user=SEED_001_CHANGER, client_id="changer")

    def given_the_invoice(self, creator: OfficeDesk, changer: OfficeDesk, clients: list[int]) -> None:
        sent = ("invoiceNumber", "invoiceDate", "lineItems", "clientNote", "totalCharged", "billTo")
        created(creator.create_invoice())
        creator.paid(10)
        payments = [{"paymentId": 1, "amountTowardsInvoice": 8}]
        change = {name: SEED_001_INVOICE[name] for name in sent}
        done(changer.change_invoice(1, {**change, "payments": payments, "clients": clients}))

    @pytest.mark.parametrize("heading", ["Get an invoice", "Get client invoices", "Get detached invoices"])
    def test_an_invoice(self, creator: OfficeDesk, changer: OfficeDesk, heading: str) -> None:
        deviations = {
            **OF_A_NEW_OFFICE,
            **A_STATUS,
            "payments": [{"paymentId": 1, "paymentAmount": 10, "amountTowardsInvoice": 8}],
            "totalPaid": 8,  # printed as 12.55 beside a single payment of 8
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

        assert found == [{**SEED_001_INVOICE, **deviations, "clients": clients}]

    def test_create_invoice(self, creator: OfficeDesk) -> None:
        deviations = {
            **OF_A_NEW_OFFICE,
            "invoiceNumber": "0001",  # the first of the office's sequence
            "invoiceDate": "2019-05-06",  # the day of its creation; the example's was created before its date
        }

        reply = creator.create_invoice()

        assert (reply.status, reply.json) == (201, {**SEED_001_DRAFT, **deviations})

    def test_updating_an_invoice(self, creator: OfficeDesk, changer: OfficeDesk) -> None:
        deviations = {"payments": [{"id": 1, "amount": 10.6}]}  # the office's only payment, not its 234th
        creator.create_invoice()
        creator.paid(20)

        reply = done(changer.change_invoice(1, {**SEED_001_CHANGE, **deviations}))

        assert reply.json == done(creator.invoice(1)).json
        assert reply.json == {
            **SEED_001_CHANGE,
            **OF_A_NEW_OFFICE,
            "payments": [{"paymentId": 1, "paymentAmount": 20, "amountTowardsInvoice": 10.6}],
            "totalPaid": 10.6,
            "redacted": False,
            **SEED_001_SIGNATURES,
        }

    @pytest.mark.parametrize("heading", ["Get client payments", "Get detached payments"])
    def test_a_payment_of_two_invoices(self, creator: OfficeDesk, changer: OfficeDesk, heading: str) -> None:
        payers = [23, 76]
        if heading == "Get detached payments":
            payers = []  # a payment of clients is not detached
        for _ in range(2):
            creator.create_invoice()
        creator.create_payment({**SEED_001_PAYMENT, **A_TYPE, "payerName": "Another", "payerClientIds": payers})
        done(changer.change_payment(1, {"payerName": SEED_001_PAYMENT["payerName"]}))

        found = creator.payments_of_client(76) if payers else creator.detached_payments()

        assert done(found).json == [{**SEED_001_PAYMENT, **A_TYPE, "payerClientIds": payers}]

    def test_get_invoice_payments(self, creator: OfficeDesk, changer: OfficeDesk) -> None:
        deviations = {
            **A_TYPE,
            "paymentAmount": 41,  # printed as 20, which is less than 20 and the donation of 21
            "donationId": 1,  # the office's first
        }
        creator.create_invoice()
        creator.create_payment({**SEED_001_PAYMENT_OF_INVOICE, **deviations, "payerName": "Another"})
        done(changer.change_payment(1, {"payerName": SEED_001_PAYMENT["payerName"]}))

        found = done(creator.payments_of_invoice(1)).json

        assert found == [{**SEED_001_PAYMENT_OF_INVOICE, **deviations}]

    @pytest.mark.parametrize("heading", ["Create payment", "Update payment"])
    def test_a_payment_as_it_is_sent(self, creator: OfficeDesk, heading: str) -> None:
        deviations = {
            **A_TYPE,
            "paymentAmount": 30,  # printed as 20, which is less than 20 and the donation of 10
        }
        sent = {**SEED_001_NEW_PAYMENT, **deviations}
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
            "redacted": False,
            **SEED_001_SIGNATURES,
            "lastUpdatedBy": SEED_001_SIGNATURES["createdBy"],
        }

    def test_as_printed_the_payment_exceeds_itself(self, creator: OfficeDesk) -> None:
        creator.create_invoice()

        reply = creator.create_payment({**SEED_001_NEW_PAYMENT, **A_TYPE})

        assert reply.status == 400
        assert reply.json["error"].startswith("Invoice and donation amount exceed the total payment amount.")

    def test_delete_payment(self, creator: OfficeDesk) -> None:
        creator.paid(20)

        reply = creator.delete_payment(1)

        assert (reply.status, reply.text) == (204, "")
