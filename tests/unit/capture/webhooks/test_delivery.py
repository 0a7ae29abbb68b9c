"""The delivery of a webhook: what each attempt makes of it, and how it is stored."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from faktura.capture.webhooks.delivery import (
    MAX_ATTEMPTS,
    Delivery,
    DeliveryReference,
    Webhook,
    attempted,
    first_delivery,
    webhook_of,
)
from faktura.capture.webhooks.delivery_workflow import execution_name
from faktura.capture.webhooks.schedule import DELAYS

AT = datetime(2026, 11, 26, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LATER = Decimal(int((AT + timedelta(days=30)).timestamp()))
STAMP = "2026-11-26T01:00:00.000Z"


def tried(*statuses: int) -> Delivery:
    delivery = Delivery()
    for status in statuses:
        delivery = delivery.claimed(AT).after(delivery.number, attempted(AT, status=status), AT)
    return delivery


def test_a_request_that_ends_owes_its_first_delivery() -> None:
    assert first_delivery(AT, LATER) == {
        ":webhook": {"state": "pending", "delivery": 1, "failures": 0},
        ":webhookAttempts": [],
        ":unfinished": "webhook",
        ":deadline": Decimal(int(AT.timestamp()) + 3_600),
        ":expiresAt": LATER,
    }
    assert first_delivery(AT, Decimal(0))[":expiresAt"] == int((AT + timedelta(days=5)).timestamp())


@pytest.mark.parametrize("status", [200, 201, 204, 299])
def test_any_2xx_delivers_it(status: int) -> None:
    assert tried(status) == Delivery(1, "delivered", 0, None, (attempted(AT, status=status),))


@pytest.mark.parametrize("status", [103, 199, 300, 302, 308, 400, 401, 404, 429, 500, 503, 999])
def test_any_other_status_is_tried_again(status: int) -> None:
    delivery = tried(status)

    assert (delivery.state, delivery.failures) == ("pending", 1)
    assert 10 <= delivery.seconds_to_wait(AT) <= 12


def test_it_fails_after_the_last_delay_or_with_410() -> None:
    last = len(DELAYS)

    assert [tried(*[500] * failures).state for failures in (last, last + 1)] == ["pending", "failed"]
    assert tried(500, 410) == Delivery(1, "failed", 2, None, (attempted(AT, status=500), attempted(AT, status=410)))


def test_the_next_delivery_starts_over_and_keeps_the_attempts() -> None:
    failed = tried(500, 410)

    assert failed.next() == Delivery(2, "pending", 0, None, failed.attempts)


def test_only_the_newest_attempts_are_kept() -> None:
    delivery = Delivery()
    for n in range(MAX_ATTEMPTS + 5):
        delivery = Delivery(attempts=delivery.attempts).claimed(AT).after(1, attempted(AT, status=300 + n), AT)

    assert [attempt.status for attempt in delivery.attempts] == [305 + n for n in range(MAX_ATTEMPTS)]


def test_a_delivery_is_read_as_it_was_stored() -> None:
    delivery = tried(500).claimed(AT).after(1, attempted(AT, error="The server took too long."), AT, retry_after=90)

    update, values = delivery.update(AT, LATER)
    item = {"webhookUrl": "u", "webhook": values[":webhook"], "webhookAttempts": values[":webhookAttempts"]}

    assert Delivery.of(item) == delivery
    assert values[":webhookAttempts"] == [
        {"at": STAMP, "status": 500},
        {"at": STAMP, "error": "The server took too long."},
    ]
    assert values[":deadline"] == int((AT + timedelta(seconds=3_690)).timestamp())
    assert webhook_of(item) == Webhook(state="pending", attempts=delivery.attempts)
    assert "REMOVE" not in update


def test_a_delivered_webhook_leaves_the_index() -> None:
    update, values = tried(200).update(AT, LATER)

    assert update.endswith("REMOVE unfinished, deadline")
    assert set(values) == {":webhook", ":webhookAttempts"}


def test_a_webhook_is_pending_before_its_request_ends_and_there_is_none_without_a_url() -> None:
    assert webhook_of({"webhookUrl": "u"}) == Webhook(state="pending", attempts=())
    assert webhook_of({}) is None


def test_an_executions_name_is_unique_to_its_delivery_and_valid_for_step_functions() -> None:
    request = "5d0f3a52-6a1b-4c8e-9f7d-2b3c4d5e6f01"
    ways = [
        ("alpha", request, 1),
        ("beta", request, 1),
        ("alpha", request, 2),
        ("alpha", "ж/#" * 42, 1),
        ("a", "b", 999),
    ]

    names = [
        execution_name(DeliveryReference(mga=mga, request_id=request_id, delivery=delivery), resumption)
        for mga, request_id, delivery in ways
        for resumption in ("", "1795655100")
    ]

    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[A-Za-z0-9-]{1,80}", name) for name in names)
    assert names[0].startswith(request)


@pytest.mark.parametrize(
    ("earlier", "at", "late"),
    [((), 5, False), ((), 6, True), ((0, 1), 5, False), ((0, 1), 6, True), ((0, 6), 36, False), ((0, 5), 5.1, True)],
)
def test_a_webhook_becomes_late_once_with_the_first_attempt_after_five_minutes(
    earlier: tuple[float, ...], at: float, late: bool
) -> None:
    attempts = tuple(attempted(AT + minutes * MINUTE, status=500) for minutes in earlier)

    assert Delivery(attempts=attempts).becomes_late(AT, AT + at * MINUTE) is late


def test_after_a_late_attempt_that_was_broken_off_the_next_one_counts_as_late() -> None:
    """The one that was broken off was not counted."""
    broken_off = Delivery().claimed(AT).claimed(AT + 7 * MINUTE)
    counted = broken_off.after(1, attempted(AT + 7 * MINUTE, status=500), AT + 7 * MINUTE)

    assert broken_off.becomes_late(AT, AT + 20 * MINUTE) is True
    assert counted.becomes_late(AT, AT + 20 * MINUTE) is False


def test_a_webhook_that_is_sent_again_is_not_late() -> None:
    again = tried(200).next()

    assert again.becomes_late(AT, AT + 60 * MINUTE) is False
