"""Benchmarks measure in pairs, and continue if a figure cannot be measured."""

import sys

import pytest

from benchmarks.measuring import NotMeasured, paired, run


def test_ratios_compare_neighbours_so_a_slower_machine_does_not_matter() -> None:
    calls: list[str] = []
    slowness = iter(range(1, 100))

    def ours() -> float:
        calls.append("ours")
        return 2.0 * (next(slowness) // 2)

    def theirs() -> float:
        calls.append("theirs")
        return 4.0 * (next(slowness) // 2)

    pairs = paired(ours, theirs, 4)

    assert calls == ["ours", "theirs"] * 5
    assert pairs.pairs == ((2, 8), (4, 12), (6, 16), (8, 20))
    assert (pairs.ours, pairs.theirs) == (5, 14)
    assert pairs.ratio == "0.35 x (0.31 to 0.38)"


@pytest.mark.parametrize(
    ("reason", "status", "message"),
    [
        (NotMeasured("it is slow"), 0, "first: not measured, because it is slow\nsecond\n"),
        (KeyError("pagination"), 1, "first: broken\nsecond\n"),
    ],
    ids=["not measured", "broken"],
)
def test_a_missing_figure_has_a_reason_and_the_next_is_printed(
    capsys: pytest.CaptureFixture[str], reason: Exception, status: int, message: str
) -> None:
    """Regression: a find at its time limit ended `make bench` with a KeyError."""

    def first() -> None:
        raise reason

    def second() -> None:
        sys.stdout.write("second\n")

    with pytest.raises(SystemExit) as ended:
        run({"first": first, "second": second})

    assert (ended.value.code, capsys.readouterr().out) == (status, message)
