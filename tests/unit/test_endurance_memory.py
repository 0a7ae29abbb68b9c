"""The watch over memory sees a leak of 1 MB a minute, and takes neither a warm-up nor noise for one."""

from random import Random

import pytest

from tests.support.endurance.memory import Growth, growth, leaks, mean


def samples(rate: float, warm_up: float = 0, seconds: int = 300) -> list[tuple[float, float]]:
    """80 MB with noise of half a MB, which grow by `rate` a minute, after `warm_up` MB in the first 40 seconds."""
    noise = Random(1)
    return [
        (1_000.0 + at, 80 + warm_up * min(at, 40) / 40 + rate * at / 60 + noise.uniform(-0.5, 0.5))
        for at in range(0, seconds, 2)
    ]


def test_a_leak_of_a_megabyte_a_minute_is_named() -> None:
    found = leaks({"leaking": growth(samples(rate=1)), "sound": growth(samples(rate=0))})

    assert [finding.partition(":")[0] for finding in found] == ["leaking"]


def test_a_process_that_fills_its_caches_in_the_first_minute_is_no_leak() -> None:
    assert leaks({"warming": growth(samples(rate=0, warm_up=30))}) == []


def test_a_process_of_a_minute_says_nothing() -> None:
    assert growth(samples(rate=5, seconds=60)) == Growth(0, 0)


def test_killed_processes_count_by_the_time_they_were_seen() -> None:
    short, long = Growth(rate=9, minutes=0.5), Growth(rate=0.6, minutes=4)

    assert mean([short, long]).rate == pytest.approx((9 * 0.5 + 0.6 * 4) / 4.5)
    assert leaks({"either": mean([Growth(3, 1), Growth(0, 0)])}) == []
