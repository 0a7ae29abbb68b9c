"""EventBridge Scheduler on this machine: one thread per schedule. A rate is first due one period after the start."""

import json
import logging
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from croniter import CroniterBadDateError, croniter

from local.environment import Answer
from local.stack import Schedule

_RATE = re.compile(r"rate\((\d+) (minute|hour|day)s?\)")
_CRON = re.compile(r"cron\((\S+) (\S+) (\S+) (\S+) (\S+) (\S+)\)")
_AT = re.compile(r"at\((\S+)\)")
_WEEKDAY_NUMBER = re.compile(r"(?<![\w#])[1-7](?!\w)")
_DUE_AT = "<aws.scheduler.scheduled-time>"
"""Scheduler replaces this in a target's input by the time at which the schedule was due."""

_LOG = logging.getLogger(__name__)

Invoke = Callable[[str, bytes], Answer]


def tick(
    schedules: Iterable[Schedule],
    client: Callable[[str], Any],
    invoke: Invoke,
    is_enabled: Callable[[str], bool] = lambda _schedule: True,
) -> None:
    """Fire every schedule when it is due and enabled, in the background. `invoke` takes an ARN."""
    for schedule in schedules:
        threading.Thread(target=_run, args=(schedule, client, invoke, is_enabled), daemon=True).start()


def due(expression: str, zone: str, start: datetime) -> Iterator[datetime]:
    """The times after `start` at which `expression` (rate, cron or at) fires. Raises ValueError for any other."""
    if rate := _RATE.fullmatch(expression):
        period = timedelta(**{f"{rate[2]}s": int(rate[1])})
        return (start + period * count for count in _counted())
    if cron := _CRON.fullmatch(expression):
        return _cron(cron.groups(), start.astimezone(ZoneInfo(zone)))
    if at := _AT.fullmatch(expression):
        moment = datetime.fromisoformat(at[1]).replace(tzinfo=ZoneInfo(zone))
        return iter([moment] if moment > start else [])
    raise ValueError(f"unknown schedule expression {expression!r}")


def fire(schedule: Schedule, moment: datetime, client: Callable[[str], Any], invoke: Invoke) -> None:
    """Invoke the schedule's target once: start a state machine, send a message or call a function."""
    due_at = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    arn, given = schedule.target["Arn"], schedule.target.get("Input")
    text = _event(schedule, arn, due_at) if given is None else given.replace(_DUE_AT, due_at)
    match arn.split(":")[2]:
        case "states":
            client("stepfunctions").start_execution(stateMachineArn=arn, input=text)
        case "sqs":
            sqs = client("sqs")
            url = sqs.get_queue_url(QueueName=arn.rpartition(":")[2])["QueueUrl"]
            sqs.send_message(QueueUrl=url, MessageBody=text)
        case "lambda":
            answer = invoke(arn, text.encode())
            if answer.failed:
                _LOG.warning("Schedule %s: %s", schedule.logical_id, json.loads(answer.payload))
        case service:
            raise ValueError(f"schedules for {service} are not supported")


def _event(schedule: Schedule, target: str, due_at: str) -> str:
    """The event that Scheduler sends if the target has no input. Its `detail` is a string."""
    region, account = target.split(":")[3:5]
    name = f"arn:aws:scheduler:{region}:{account}:schedule/default/{schedule.logical_id}"
    event = {"version": "0", "id": str(uuid4()), "detail-type": "Scheduled Event", "source": "aws.scheduler"}
    event |= {"account": account, "time": due_at, "region": region}
    return json.dumps({**event, "resources": [name], "detail": "{}"})


def _run(schedule: Schedule, client: Callable[[str], Any], invoke: Invoke, is_enabled: Callable[[str], bool]) -> None:
    waiting = threading.Event()
    for moment in due(schedule.expression, schedule.zone, datetime.now(UTC)):
        waiting.wait(max(0.0, (moment - datetime.now(UTC)).total_seconds()))
        if not is_enabled(schedule.logical_id):
            continue
        try:
            fire(schedule, moment, client, invoke)
        except Exception:
            _LOG.exception("Schedule %s did not fire", schedule.logical_id)


def _cron(fields: tuple[str, ...], start: datetime) -> Iterator[datetime]:
    """AWS counts weekdays from 1 (Sunday) and puts the year last. croniter counts from 0 and has seconds before it."""
    minute, hour, day, month, weekday, year = fields
    weekday = _WEEKDAY_NUMBER.sub(lambda number: str(int(number[0]) - 1), weekday)
    moments = croniter(
        " ".join([minute, hour, day, month, weekday, "0", year]).replace("?", "*"), start, ret_type=datetime
    )
    with suppress(CroniterBadDateError):  # after the last year
        while True:
            yield moments.get_next()


def _counted() -> Iterator[int]:
    count = 0
    while True:
        count += 1
        yield count
