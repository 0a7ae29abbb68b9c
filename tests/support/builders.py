"""Events as AWS makes them, and the bodies of requests."""

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote
from uuid import uuid4


def http_event(
    method: str,
    path: str,
    body: Any = b"",
    token: str | None = None,
    headers: Mapping[str, str] | None = None,
    request_id: str | None = None,
    **variables: str,
) -> dict[str, Any]:
    """An API Gateway proxy event; a body that is not bytes is sent as JSON, `variables` are the path's."""
    sent = {"Host": "api.example.com", **(headers or {})}
    if not isinstance(body, bytes):
        body = json.dumps(body).encode()
        sent.setdefault("Content-Type", "application/json")
    if token is not None:
        sent["Authorization"] = f"Bearer {token}"
    return {
        "httpMethod": method,
        "path": path,
        "headers": sent,
        "multiValueHeaders": {name: [value] for name, value in sent.items()},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": {name: quote(value, safe="") for name, value in variables.items()} or None,
        "requestContext": {"requestId": request_id or str(uuid4()), "stage": "live", "domainName": "api.example.com"},
        "body": b64encode(body).decode() if body else None,
        "isBase64Encoded": bool(body),
    }


def sqs_event(bodies: Sequence[str]) -> dict[str, Any]:
    """A batch of messages as Lambda hands it to a queue's worker."""
    return {
        "Records": [
            {
                "messageId": f"message-{position}",
                "receiptHandle": "handle",
                "body": body,
                "attributes": {"ApproximateReceiveCount": "1"},
                "messageAttributes": {},
                "eventSource": "aws:sqs",
                "eventSourceARN": "arn:aws:sqs:us-east-1:123456789012:queue",
                "awsRegion": "us-east-1",
            }
            for position, body in enumerate(bodies)
        ]
    }


@dataclass(frozen=True)
class LambdaContext:
    """The Lambda context of a call, with the remaining time."""

    seconds: float = 30
    began: datetime = field(default_factory=lambda: datetime.now(UTC))

    def get_remaining_time_in_millis(self) -> int:
        """The remaining time of the call."""
        return int((self.seconds - (datetime.now(UTC) - self.began).total_seconds()) * 1000)


def pims_invoice(**changes: Any) -> dict[str, Any]:
    """An invoice of PetWell Clinic, four lines and 732.39 in total; a keyword replaces a field, `...` removes it."""
    invoice = {
        "id": "57b367cd",
        "date": "2023-09-03T00:00:00",
        "invoiceNumber": "1234567",
        "total": 732.39,
        "invoiceItems": [
            _line("Emergency Exam", 1, 222.8, "EMER01"),
            _line("Comprehensive Diagnostic Profile + CBC", 1, 353.4, "VSCN"),
            _line("Fluids Subcutaneous", 1, 54.6, "FL04"),
            _line("Maropitant 10mg/mL/mL", 0.19, 101.59, "DFG02"),
        ],
        "vetPractice": {
            "practiceId": "petwell",
            "name": "PetWellClinic",
            "address": "14944 Pines Blvd, Pembroke Pines",
            "city": "Miami",
            "state": "Florida",
            "zipCode": "33027",
            "country": "USA",
        },
        "petOwner": {"firstName": "Ana", "lastName": "Ortiz", "email": "ana@example.com", "phone": "+1 305 555 0100"},
    }
    return {name: value for name, value in {**invoice, **changes}.items() if value is not ...}


def provider_invoice(**changes: Any) -> dict[str, Any]:
    """An invoice of one line; a keyword replaces a field, and `...` removes it."""
    invoice = {
        "currency": "SEK",
        "customData": {"test": True},
        "details": [
            {
                "count": 1,
                "name": "test",
                "priceExclVat": 1000,
                "priceInclVat": 1200,
                "totalAmountExclVat": 1000,
                "totalAmountInclVat": 1200,
                "vatAmount": 200,
                "vatRate": 0.2,
            }
        ],
        "dueDate": "2019-01-01",
        "externalId": "100001",
        "guid": "734b0739-7dfe-4f6e-a2a7-6a2871458309",
        "priceNet": 10000,
        "type": "invoice",
    }
    return {name: value for name, value in {**invoice, **changes}.items() if value is not ...}


def _line(description: str, quantity: float, amount: float, code: str) -> dict[str, Any]:
    return {
        "description": description,
        "lossDate": "2023-09-03T00:00:00",
        "quantity": quantity,
        "amountCharged": amount,
        "codeName": code,
        "pet": {"name": "Barksalot", "species": "dog", "age": 4, "weight": 12.5},
    }


def sales_order(order_id: str = "EON2076", **changes: Any) -> dict[str, Any]:
    """An order of Berlin: goods 300.00 at 19 %, payment fee 33.50 and shipping 35.00 at 12 %; net 368.50, gross 433.72.

    A keyword replaces a field, and `...` removes it.
    """
    goods, fee, shipping = _price("300", "57", 19), _price("33.5", "4.02", 12), _price("35", "4.2", 12)
    order = {
        "id": order_id,
        "status": "CREATED",
        "currency": "EUR",
        "countryCode": "DE",
        "created": "2025-01-30T13:45:34.406Z",
        "entries": [
            {
                "id": "BC10033-43",
                "orderedAmount": 3,
                "unitPrice": 100,
                "calculatedUnitPrice": _price("100", "19", 19),
                "calculatedPrice": {"price": goods, "finalPrice": goods},
                "product": {
                    "id": "BC10033-43",
                    "sku": "8033546091234",
                    "name": "Safety shoes high",
                    "localizedName": {"de": "Hohe Sicherheitsschuhe", "en": "Safety shoes high"},
                },
            }
        ],
        "billingAddress": {
            "companyName": "Templatecompany",
            "contactName": "Templatecompany",
            "street": "Strasse",
            "streetNumber": "1",
            "zipCode": "12221",
            "city": "Berlin",
            "country": "DE",
        },
        "totalPrice": 333.92,
        "calculatedPrice": {
            "price": goods,
            "paymentFees": [{"name": {"de": "Zahlungsgebühr", "en": "Payment fee"}, "price": fee}],
            "totalFee": fee,
            "totalShipping": shipping,
            "finalPrice": {
                "netValue": 368.5,
                "taxValue": 65.22,
                "grossValue": 433.72,
                "taxAggregate": {"lines": [fee, goods, shipping]},
            },
        },
        "mixins": {
            "generalAttributes": {"extendedOrderStatus": "70"},
            "deliveryTime": {"deliveryDate": "2025-02-07T11:00:00.000Z"},
        },
    }
    return {name: value for name, value in {**order, **changes}.items() if value is not ...}


def _price(net: str, tax: str, rate: int) -> dict[str, Any]:
    gross = Decimal(net) + Decimal(tax)
    return {"netValue": float(net), "taxValue": float(tax), "grossValue": float(gross), "taxRate": rate}


def hanging_request(number: int, **changes: Any) -> dict[str, Any]:
    """The item of a capture request whose function died; a keyword replaces an attribute. Lower numbers hang longer."""
    item = {"mga": "alpha", "record": f"request#r{number}", "requestId": f"r{number}", "customerId": "C1"}
    item |= {"mode": "process", "state": "processing", "practices": ["*"], "beganAt": "2026-01-01T00:00:00+00:00"}
    item |= {"unfinished": "request", "deadline": number + 1, "expiresAt": 4_000_000_000, **changes}
    return {name: value for name, value in item.items() if value is not ...}


def sweep_round(after: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The input of one round of the sweep of capture requests: the first round, or the one after `after`."""
    return {"round": dict(after or {}), "correlationId": "a-sweep"}
