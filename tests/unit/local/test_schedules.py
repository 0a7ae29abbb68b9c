import json
import threading
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any
from unittest.mock import create_autospec

import pytest

from local.environment import Answer
from local.schedules import due, fire, tick
from local.stack import Schedule
from tests.support.local.stacks import eventually

FRIDAY = datetime(2026, 11, 20, 10, 30, 15, tzinfo=UTC)


def moments(expression: str, zone: str = "UTC", count: int = 3) -> list[str]:
    return [f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}" for moment in islice(due(expression, zone, FRIDAY), count)]


def test_a_rate_fires_first_after_one_period() -> None:
    rate = "rate(90 minutes)"

    fired = moments(rate)

    assert fired == ["2026-11-20 12:00:15", "2026-11-20 13:30:15", "2026-11-20 15:00:15"]


@pytest.mark.parametrize(
    ("expression", "fired"),
    [
        ("cron(0 * * * ? *)", ["2026-11-20 11:00:00", "2026-11-20 12:00:00", "2026-11-20 13:00:00"]),
        ("cron(0 8 ? * 2 *)", ["2026-11-23 08:00:00", "2026-11-30 08:00:00", "2026-12-07 08:00:00"]),
        ("cron(0 8 ? * MON-TUE *)", ["2026-11-23 08:00:00", "2026-11-24 08:00:00", "2026-11-30 08:00:00"]),
        ("cron(15 9 L * ? *)", ["2026-11-30 09:15:00", "2026-12-31 09:15:00", "2027-01-31 09:15:00"]),
        ("cron(0 0 1 1 ? 2028)", ["2028-01-01 00:00:00"]),
    ],
)
def test_cron_counts_weekdays_from_sunday_as_one(expression: str, fired: list[str]) -> None:
    assert moments(expression) == fired


def test_a_schedule_keeps_its_time_zone() -> None:
    fired = moments("cron(0 9 * * ? *)", "Europe/Berlin", 1)

    assert fired == ["2026-11-21 08:00:00"]


def test_a_time_fires_once_and_never_in_the_past() -> None:
    fired = (moments("at(2026-11-20T12:00:00)"), moments("at(2026-11-20T10:00:00)"))

    assert fired == (["2026-11-20 12:00:00"], [])


def test_an_unknown_schedule_expression_is_refused() -> None:
    expression = "every(5 minutes)"

    with pytest.raises(ValueError, match="every"):
        due(expression, "UTC", FRIDAY)


def test_a_schedule_may_call_a_function_with_its_input() -> None:
    called: list[tuple[str, bytes]] = []
    schedule = Schedule(
        "Nightly", "rate(1 day)", "UTC", {"Arn": "arn:aws:lambda:us-east-1:1:function:f", "Input": '{"a":1}'}
    )

    def invoke(name: str, event: bytes) -> Answer:
        called.append((name, event))
        return Answer(b"null")

    fire(schedule, datetime(2026, 11, 21, 9, 30, tzinfo=UTC), no_client, invoke)

    assert called == [("arn:aws:lambda:us-east-1:1:function:f", b'{"a":1}')]


def test_without_an_input_a_target_gets_schedulers_own_event() -> None:
    called: list[bytes] = []
    schedule = Schedule("Nightly", "rate(1 day)", "UTC", {"Arn": "arn:aws:lambda:us-east-1:1:function:f"})

    def invoke(_name: str, event: bytes) -> Answer:
        called.append(event)
        return Answer(b"null")

    fire(schedule, datetime(2026, 11, 21, 9, 30, tzinfo=UTC), no_client, invoke)

    [event] = map(json.loads, called)
    assert event == {
        "version": "0",
        "id": event["id"],
        "detail-type": "Scheduled Event",
        "source": "aws.scheduler",
        "account": "1",
        "time": "2026-11-21T09:30:00Z",
        "region": "us-east-1",
        "resources": ["arn:aws:scheduler:us-east-1:1:schedule/default/Nightly"],
        "detail": "{}",
    }


def no_client(service: str) -> Any:
    return create_autospec(object, name=service)


def test_a_disabled_schedule_does_not_fire() -> None:
    soon = (datetime.now(UTC) + timedelta(seconds=0.5)).replace(tzinfo=None).isoformat()
    schedules = [Schedule(name, f"at({soon})", "UTC", {"Arn": "arn:aws:lambda:::function:f"}) for name in ("on", "off")]
    fired: list[str] = []
    both_are_due = threading.Event()

    def invoke(_arn: str, event: bytes) -> Answer:
        fired.append(json.loads(event)["resources"][0].rpartition("/")[2])
        return Answer(b"{}", failed=False)

    def is_enabled(name: str) -> bool:
        asked.append(name)
        if len(asked) == 2:
            both_are_due.set()
        return name == "on"

    asked: list[str] = []
    tick(schedules, create_autospec(object), invoke, is_enabled)

    assert both_are_due.wait(20)
    assert eventually(lambda: fired) == ["on"]
