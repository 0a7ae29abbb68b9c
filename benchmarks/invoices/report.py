"""The tables of the verdicts, against the goals."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from benchmarks.invoices.verdict import FIELDS, Judgement, Verdict

MIN_PASSED = 60
"""Percent of the documents with all fields right and a sufficient resolution."""

MAX_PASSED_WRONG = {"total": 0, "date": 0, "number": 0, "currency": 2, "practice": 2}
"""Percent of the documents that pass."""

_MIN_COVERAGE, _MIN_PRECISION = 80, 99
"""Percent, for totals and dates."""

T = TypeVar("T")

_HELD_TO_GOALS = ("total", "date")
_WORST = 10


def table(verdicts: Sequence[Verdict], goal_of_total: int) -> None:
    """Print accuracy, coverage and precision of each field, then what `validationResults.passed` is worth."""
    for name in FIELDS:
        found = [verdict.fields[name] for verdict in verdicts if name in verdict.fields]
        if found:
            _line(name, found, goal_of_total)
    _passed(verdicts)


def worst(verdicts: Sequence[Verdict]) -> None:
    """Print the documents with the most wrong fields. Wrong fields that are vouched for are marked with a `!`."""
    ranked = sorted((one for one in verdicts if one.wrong), key=lambda verdict: verdict.badness, reverse=True)
    for verdict in ranked[:_WORST]:
        print(f"  {verdict.name}: {'; '.join(_wrong(name, verdict.fields[name]) for name in verdict.wrong)}")


def cost(verdicts: Sequence[Verdict], goals: dict[str, float]) -> None:
    """Print CPU seconds of a page by kind of page, and the peak memory of a process that reads."""
    for kind, goal in goals.items():
        pages = sum(verdict.pages for verdict in verdicts if verdict.kind == kind)
        if pages:
            seconds = sum(verdict.cpu for verdict in verdicts if verdict.kind == kind)
            print(f"{kind:22} {seconds / pages:.2f} CPU seconds a page of {pages} (goal {goal:.2f})")
    print(f"{'peak memory':22} {max(verdict.memory for verdict in verdicts):.0f} MB (goal 1200)")


def _line(name: str, found: Sequence[Judgement], goal_of_total: int) -> None:
    read = [one for one in found if one.read is not None]
    vouched = [one for one in read if one.is_vouched]
    right, sure = _share(found, lambda one: one.is_right), _share(vouched, lambda one: one.is_right)
    coverage = _share(read, lambda one: one.is_vouched)
    goal = f" (goal {goal_of_total})" if name == "total" else ""
    goals = (f" (goal {_MIN_COVERAGE})", f" (goal {_MIN_PRECISION})") if name in _HELD_TO_GOALS else ("", "")
    print(
        f"{name:9} right {right}{goal}; vouched for {coverage}{goals[0]} of those read, "
        f"{_percent(len(vouched), len(found))} of all; of these right {sure}{goals[1]}"
    )


def _passed(verdicts: Sequence[Verdict]) -> None:
    passed = [verdict for verdict in verdicts if verdict.is_passed]
    able = [verdict for verdict in verdicts if verdict.is_right and verdict.is_legible]
    print(f"passed    {len(passed)} of {len(verdicts)} documents")
    for name in FIELDS:
        judged = [verdict for verdict in passed if name in verdict.fields]
        if judged:
            wrong = sum(name in verdict.wrong for verdict in judged)
            print(f"          wrong {name}: {wrong}, {_percent(wrong, len(judged))} (goal {MAX_PASSED_WRONG[name]})")
    share = _share(able, lambda verdict: verdict.is_passed)
    print(f"          of those that are right and have a sufficient resolution: {share} (goal {MIN_PASSED})")


def _wrong(name: str, field: Judgement) -> str:
    return f"{name}{'!' if field.is_vouched else ''} {field.read!r}, not {field.truth!r}"


def _share(of: Sequence[T], counts: Callable[[T], bool]) -> str:
    number = sum(map(counts, of))
    return f"{number}/{len(of)} {_percent(number, len(of))}"


def _percent(number: int, of: int) -> str:
    return f"{100 * number / of:.1f} %" if of else "-"
