"""Imports a file in two runs over it: the first checks everything and writes nothing, the second writes.

What a record is and how it is stored is the API's: an `Importer`. It knows a record again by its own name (such as the
invoice's number) and its content, so a run that was broken off goes on where it ended, and one more run writes nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, Literal, Protocol, TextIO, TypeVar

from botocore.exceptions import BotoCoreError, ClientError

from faktura.core.errors import Refusal, Unavailable
from faktura.core.observability import reason_of
from faktura.core.parallel import in_batches
from faktura.imports.column import FileFormat
from faktura.imports.problem import FileRefused, Problem
from faktura.imports.record import Record, records_of
from faktura.imports.report import Report

MAX_PROBLEMS = 100
"""A run ends when it has found so many."""

BATCH = 100
"""Records that are checked or written together."""

_PROGRESS = 1_000

Outcome = Literal["created", "unchanged"] | Refusal
"""What becomes of one record; a refusal may be about its content or about what is stored."""


class Item(Protocol):
    """A record that follows the API's rules."""

    @property
    def name(self) -> str:
        """What the record is known by: a number or an id."""


I = TypeVar("I", bound=Item)  # noqa: E741 -- the name of a type


class Importer(Protocol[I]):
    """One kind of record of an API."""

    file_format: FileFormat

    def item(self, document: Any) -> I:
        """The record by the API's own rules; a `Refusal` if it breaks them."""

    def check(self, items: Sequence[I]) -> Sequence[Outcome]:
        """What `write` would make of these now. The next call assumes that these are written."""

    def write(self, items: Sequence[I]) -> Sequence[Outcome]:
        """Store those of these that are not stored yet."""


@dataclass(frozen=True)
class ImportService(Generic[I]):
    """Imports the records of one kind. `tell` is told of each thousand."""

    importer: Importer[I]
    tell: Callable[[str], None]

    def run(self, file: TextIO, is_check_only: bool) -> Report:
        """Check the whole file, and write it if nothing is wrong."""
        report = self._over(file, self.importer.check, Report(self.importer.file_format.records))
        if is_check_only or not report.is_success or not report.created:
            return report
        file.seek(0)
        return self._over(file, self.importer.write, replace(report, created=0, unchanged=0, is_written=True))

    def _over(self, file: TextIO, act: Callable[[Sequence[I]], Sequence[Outcome]], report: Report) -> Report:
        read = _Reader(self.importer)
        try:
            for pairs in in_batches(read.items(file), BATCH):
                outcomes = act([item for _, item in pairs])
                for (record, _), outcome in zip(pairs, outcomes, strict=True):
                    report = _with(report, outcome)
                    read.problems += record.problems_of(outcome) if isinstance(outcome, Refusal) else ()
                self._tell_of(report)
                if len(read.problems) >= MAX_PROBLEMS:
                    break
        except FileRefused as refused:
            read.problems += refused.problems
        except (BotoCoreError, ClientError, Unavailable) as error:
            report = replace(report, reason=reason_of(error))
        problems = sorted(read.problems, key=lambda problem: problem.row)
        return replace(report, problems=problems[:MAX_PROBLEMS])

    def _tell_of(self, report: Report) -> None:
        done = report.created + report.unchanged
        if done and done % _PROGRESS == 0:
            self.tell(f"{done:,} {report.records} {'imported' if report.is_written else 'checked'}")


class _Reader(Generic[I]):
    """Reads items from a file; `problems` collects what is wrong with its records."""

    def __init__(self, importer: Importer[I]) -> None:
        self._importer = importer
        self._rows: dict[str, int] = {}
        self.problems: list[Problem] = []

    def items(self, file: TextIO) -> Iterator[tuple[Record, I]]:
        """The records that can be stored, as far as the file tells."""
        for record in records_of(file, self._importer.file_format):
            if len(self.problems) >= MAX_PROBLEMS:
                return
            if (item := self._item(record)) is not None:
                yield record, item

    def _item(self, record: Record) -> I | None:
        if record.problems:
            self.problems += record.problems
            return None
        try:
            item = self._importer.item(record.document)
        except Refusal as refusal:
            self.problems += record.problems_of(refusal)
            return None
        first = self._rows.setdefault(item.name, record.row)
        if first != record.row:
            again = f"is in row {first} already; the rows of one record follow each other"
            self.problems.append(record.problem_of_key(again))
            return None
        return item


def _with(report: Report, outcome: Outcome) -> Report:
    match outcome:
        case "created":
            return replace(report, created=report.created + 1)
        case "unchanged":
            return replace(report, unchanged=report.unchanged + 1)
    return report
