"""Faults strike as they say, where they say, and again the same for the same seed."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError

from tests.support.faults.injected import Fault, Faults

CALLS: dict[str, Callable[[Any], object]] = {
    "dynamodb": lambda world: world.count_up(),
    "s3": lambda world: world.s3.put_object(Bucket="documents", Key="1.pdf", Body=b"%PDF"),
    "sqs": lambda world: world.sqs.send_message(QueueUrl=world.queue, MessageBody="1"),
    "kms": lambda world: world.kms.create_key(),
}


@pytest.mark.parametrize(
    ("fault", "error", "carried_out"),
    [
        (Fault.NO_CONNECTION, EndpointConnectionError, False),
        (Fault.THROTTLED, ClientError, False),
        (Fault.FAILED, ClientError, False),
        (Fault.TIMED_OUT, ReadTimeoutError, True),
        (Fault.ANSWER_LOST, ClientError, True),
    ],
)
def test_a_fault_strikes_before_or_after_the_call(
    world: Any, fault: Fault, error: type[Exception], carried_out: bool
) -> None:
    with Faults(seed=1, rate=1.0, kinds=(fault,)) as faults, pytest.raises(error):
        world.count_up()

    assert world.count == int(carried_out)
    assert [(kind, str(call)) for kind, call in faults.struck] == [(fault, "dynamodb.UpdateItem")]


@pytest.mark.parametrize(
    ("service", "status", "code"),
    [
        ("dynamodb", 400, "ProvisionedThroughputExceededException"),
        ("s3", 503, "SlowDown"),
        ("sqs", 400, "ThrottlingException"),
        ("kms", 400, "ThrottlingException"),
    ],
)
def test_a_service_throttles_in_its_own_words(world: Any, service: str, status: int, code: str) -> None:
    with Faults(seed=1, rate=1.0, kinds=(Fault.THROTTLED,)), pytest.raises(ClientError) as refused:
        CALLS[service](world)

    answer = refused.value.response
    assert (answer["ResponseMetadata"]["HTTPStatusCode"], answer["Error"]["Code"]) == (status, code)


@pytest.mark.parametrize("service", CALLS)
@pytest.mark.parametrize("fault", Fault)
def test_botocore_takes_every_fault_for_one_it_may_retry(retrying_world: Any, service: str, fault: Fault) -> None:
    faults = Faults(seed=1, rate=1.0, kinds=(fault,))

    with faults, pytest.raises((ClientError, EndpointConnectionError, ReadTimeoutError)):
        CALLS[service](retrying_world)

    assert [kind for kind, _ in faults.struck] == [fault] * 4


def test_only_what_is_named_is_struck(world: Any) -> None:
    with Faults(seed=1, rate=1.0, kinds=(Fault.FAILED,), on=frozenset({"s3", "dynamodb.UpdateItem"})):
        world.set_count(7)
        with pytest.raises(ClientError):
            world.count_up()
        with pytest.raises(ClientError):
            world.s3.list_buckets()

    assert world.count == 7


def test_the_same_seed_strikes_the_same_calls(retrying_world: Any) -> None:
    def struck(seed: int) -> list[tuple[int, Fault]]:
        with Faults(seed, rate=0.2) as faults:
            return [(number, fault) for number in range(30) for fault in strikes(number, faults)]

    def strikes(number: int, faults: Faults) -> list[Fault]:
        before = len(faults.struck)
        retrying_world.set_count(number)
        return [fault for fault, _ in faults.struck[before:]]

    assert struck(seed=3) == struck(seed=3) != struck(seed=4)


def test_back_off_takes_only_virtual_time(retrying_world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    real_sleeps: list[float] = []
    this, sleep = threading.get_ident(), time.sleep

    def noted(seconds: float) -> None:
        if threading.get_ident() == this:  # threads of other tests may sleep
            real_sleeps.append(seconds)
        else:
            sleep(seconds)

    monkeypatch.setattr("time.sleep", noted)

    with Faults(seed=1, rate=1.0, kinds=(Fault.FAILED,)) as faults, pytest.raises(ClientError):
        retrying_world.count_up()

    assert real_sleeps == []
    assert 0 < faults.slept.seconds <= 1 + 2 + 4  # botocore's longest back-off, by chance shorter


def test_a_retried_count_is_counted_again_for_each_lost_answer(retrying_world: Any) -> None:
    with Faults(seed=1, rate=0.5, kinds=(Fault.ANSWER_LOST,)) as faults:
        retrying_world.count_up()

    assert len(faults.struck) == 2
    assert retrying_world.count == 3
