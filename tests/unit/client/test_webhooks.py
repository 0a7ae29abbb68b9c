"""Webhooks as a receiver verifies them; the library of Standard Webhooks signs them here."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from standardwebhooks import Webhook

from faktura_client import InvalidWebhook, verified_webhook

SECRET = "whsec_bG9jYWwtd2ViaG9vay1zZWNyZXQ="
OTHER = "whsec_b3RoZXIgc2VjcmV0IG9mIGFub3RoZXI="
MOMENT = datetime(2026, 11, 28, 12, tzinfo=UTC)
BODY = (
    b'{"requestId":"r1","status":"completed","completedAt":"2026-11-28","data":{"invoiceNumber":"7","invoiceDate":null,'
    b'"totalAmount":1.10,"currency":null,"customer":{"customerId":"C1"},"lineItems":[],"payments":[]}}'
)


def headers(secret: str = SECRET, body: bytes = BODY) -> dict[str, str]:
    signature = Webhook(secret).sign("r1", MOMENT, body.decode())
    return {"Webhook-Id": "r1", "webhook-timestamp": str(int(MOMENT.timestamp())), "webhook-signature": signature}


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(MOMENT, tick=False):
        yield


def test_a_signed_webhook_is_read() -> None:
    state = verified_webhook(SECRET, headers(), BODY)

    assert (state.request_id, state.status) == ("r1", "completed")
    assert state.data is not None
    assert str(state.data.total_amount) == str(Decimal("1.10"))


def test_one_of_two_signatures_suffices() -> None:
    both = {**headers(), "webhook-signature": f"{headers(OTHER)['webhook-signature']} {headers()['webhook-signature']}"}

    assert verified_webhook(SECRET, both, BODY).request_id == "r1"


@pytest.mark.parametrize(
    ("given", "body"),
    [
        (headers(OTHER), BODY),
        (headers(), BODY.replace(b"1.10", b"1.1")),
        ({**headers(), "Webhook-Id": "r2"}, BODY),
        ({**headers(), "webhook-timestamp": "now"}, BODY),
        ({**headers(), "webhook-signature": "ü v1,"}, BODY),
        ({"Webhook-Id": "r1"}, BODY),
        (headers(body=b"[]"), b"[]"),
    ],
    ids=["secret", "body", "id", "time", "signature", "no signature", "not as described"],
)
def test_anything_else_is_refused(given: dict[str, str], body: bytes) -> None:
    with pytest.raises(InvalidWebhook):
        verified_webhook(SECRET, given, body)


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_webhook_of_another_time_is_refused(minutes: int) -> None:
    with (
        time_machine.travel(MOMENT + timedelta(minutes=minutes), tick=False),
        pytest.raises(InvalidWebhook, match="old"),
    ):
        verified_webhook(SECRET, headers(), BODY)


def test_a_malformed_secret_is_refused() -> None:
    with pytest.raises(InvalidWebhook, match="secret"):
        verified_webhook("whsec_ü", headers(), BODY)
