"""When a failed webhook is sent again."""

import pytest

from faktura.capture.webhooks.schedule import DELAYS, MAX_RETRY_AFTER_SECONDS, seconds_until_next


def waits(retry_after: int = 0) -> list[int]:
    found = [seconds_until_next(failures, retry_after) for failures in range(1, len(DELAYS) + 1)]
    return [seconds for seconds in found if seconds is not None]


def test_the_second_attempt_comes_within_15_s_the_third_within_60_and_the_last_after_3_days() -> None:
    for _ in range(1_000):
        first, second, *others = waits()

        assert 10 <= first <= 15
        assert first + second <= 60
        assert first + second + sum(others) >= 3 * 86_400


def test_each_delay_has_its_jitter_and_is_a_whole_number() -> None:
    for failures, delay in enumerate(DELAYS, start=1):
        found = [seconds_until_next(failures) for _ in range(300)]

        assert all(isinstance(seconds, int) and delay <= seconds <= 1.2 * delay + 1 for seconds in found)
        assert len(set(found)) > 1


def test_after_the_last_attempt_there_is_no_other() -> None:
    assert seconds_until_next(len(DELAYS) + 1) is None
    assert seconds_until_next(len(DELAYS) + 1, retry_after=5) is None


@pytest.mark.parametrize(("asked", "waited"), [(3_600, 3_600), (86_400, 86_400), (10**9, MAX_RETRY_AFTER_SECONDS)])
def test_the_delay_is_at_least_what_the_receiver_asks_for(asked: int, waited: int) -> None:
    assert seconds_until_next(1, retry_after=asked) == waited


def test_a_retry_after_shorter_than_our_delay_changes_nothing() -> None:
    assert all(seconds >= 10 for seconds in waits(retry_after=1))


def test_the_pace_scales_our_delays_and_not_the_receivers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEBHOOK_PACE", "0.001")

    assert waits()[:3] == [1, 1, 1]
    assert 272 <= sum(waits()) <= 340
    assert seconds_until_next(1, retry_after=7) == 7
