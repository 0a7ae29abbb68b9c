"""What the operator asks of a restore, and what it reports."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from faktura.operations.restore.plan import Outcome, Plan
from faktura.operations.restore.scope import Scope

_MAX_LISTED = 50
"""Of refusals and problems in a report."""


@dataclass(frozen=True)
class RestoreRequest:
    """Which table, by its name here, to which moment, and what of it. Without `apply` nothing is written."""

    table: str
    moment: datetime
    scope: Scope
    apply: bool = False
    while_running: bool = False
    keep_side_table: bool = False


@dataclass
class Report:
    """What was found, and written. `counts` are by kind and outcome; `problems` remain in the books."""

    table: str
    side_table: str
    tenants: int = 0
    changes: int = 0
    applied: bool = False
    counts: Counter[tuple[str, Outcome]] = field(default_factory=Counter)
    refusals: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    new_problems: list[str] = field(default_factory=list)

    def add(self, plan: Plan) -> None:
        """Add the plan of one more tenant."""
        self.tenants += 1
        self.changes += len(plan.changes)
        self.counts += plan.counts
        self.refusals += plan.refusals
        self.problems += plan.problems
        self.new_problems += plan.new_problems

    def as_json(self) -> dict[str, Any]:
        """The report as it is printed."""
        counts: dict[str, dict[str, int]] = {}
        for (kind, outcome), count in sorted(self.counts.items()):
            counts.setdefault(kind, {})[outcome] = count
        return {
            "table": self.table,
            "sideTable": self.side_table,
            "tenants": self.tenants,
            "changes": self.changes,
            "applied": self.applied,
            "counts": counts,
            "refused": self.refusals[:_MAX_LISTED],
            "problems": self.problems[:_MAX_LISTED],
            "newProblems": self.new_problems[:_MAX_LISTED],
        }
