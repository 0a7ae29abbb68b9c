"""What became of an import."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from faktura.imports.problem import Problem


@dataclass(frozen=True)
class Report:
    """How many records are new and how many were there already, and what was wrong.

    `is_written` says that records were or are being written; `reason` why an AWS service stopped the run.
    """

    records: str
    created: int = 0
    unchanged: int = 0
    problems: Sequence[Problem] = field(default_factory=list)
    is_written: bool = False
    reason: str = ""

    @property
    def is_success(self) -> bool:
        """Whether all records are stored, or can be."""
        return not (self.problems or self.reason)

    @property
    def summary(self) -> str:
        """The report in one line."""
        new = "created" if self.is_written else "new"
        found = f"{self.records}: {self.created:,} {new}, {self.unchanged:,} unchanged."
        if self.reason:
            return f"{found} The import stopped ({self.reason}). Run the same command again: it goes on."
        if self.problems and self.is_written:
            return f"{found} Problems: {len(self.problems)}. Correct them and run the command again: it goes on."
        if self.problems:
            return f"{self.records}: nothing was written. Problems: {len(self.problems)}."
        return found if self.is_written or not self.created else f"{found} Nothing was written."
