"""Sleeping without waiting, for the product and botocore only."""

import time
from types import FunctionType

import pytest

from tests.support.faults.virtual_time import virtual_sleep


def nap_in(module: str) -> FunctionType:
    """A function of `module` that sleeps for 90 seconds."""

    def nap() -> None:
        time.sleep(90)

    return FunctionType(nap.__code__, {"__name__": module, "time": time})


def test_only_the_named_packages_sleep_virtually(monkeypatch: pytest.MonkeyPatch) -> None:
    real_sleeps: list[float] = []
    monkeypatch.setattr("time.sleep", real_sleeps.append)

    with virtual_sleep() as slept:
        nap_in("faktura.core.dynamo")()
        nap_in("botocore.endpoint")()
        nap_in("moto.core")()

    assert slept.seconds == 180
    assert real_sleeps == [90]
