"""Restores what is asked for: a side table of the moment, a plan for every tenant, then the writes, then a proof.

Nothing is written before all plans are made and no book would be worse than it is. A second run finds the side table
and plans only what is left, so a run that ended anywhere may be repeated.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from faktura.core.clock import now
from faktura.operations.errors import BooksDiffer, NotStopped, StillRunning
from faktura.operations.pausing.record import Record
from faktura.operations.pausing.record_store import RecordStore
from faktura.operations.restore.books import Books
from faktura.operations.restore.item_store import ItemStore
from faktura.operations.restore.plan import Plan, planned
from faktura.operations.restore.request import Report, RestoreRequest
from faktura.operations.restore.side_table_store import SideTableStore
from faktura.operations.restore.table import table_called
from faktura.operations.stack_store import StackStore


class RestoreService:
    """Restores the tables of one stack. `say` tells the operator what is going on."""

    def __init__(self, stack: StackStore, records: RecordStore, say: Callable[[str], None]) -> None:
        self._stack, self._records, self._say = stack, records, say

    def restore(self, request: RestoreRequest) -> Report:
        """Restore, or say what a restore would do; `BooksDiffer` before anything is written."""
        table = table_called(request.table)
        if request.apply and not request.while_running and not (self._records.read() or Record()).is_stopped:
            raise NotStopped("the stack is not stopped: stop it, until stop succeeds, or say --while-running")
        physical = self._stack.physical(table.logical_id)
        sides = SideTableStore(physical)
        self._say(f"restoring {physical} beside it; this takes minutes to hours")
        side = sides.restored(request.moment)
        run = _Run(request, table.books, ItemStore(side, table.books), ItemStore(physical, table.books))
        report = run.report(side)
        if not request.apply:
            return report
        if report.new_problems:
            raise BooksDiffer("nothing is written, because the books would differ: " + "; ".join(report.new_problems))
        self._say(f"writing {report.changes} changes")
        run.write()
        report.problems = run.proof(side).problems
        report.applied = True
        if not request.keep_side_table:
            sides.drop(side)
        return report


class _Run:
    def __init__(self, request: RestoreRequest, books: Books, then: ItemStore, live: ItemStore) -> None:
        self._request, self._books, self._then, self._live = request, books, then, live
        self._partitions = self._find_partitions()

    def report(self, side: str) -> Report:
        report = Report(self._request.table, side)
        for plan in self._plans():
            report.add(plan)
        return report

    def write(self) -> None:
        for plan in self._plans():
            if plan.new_problems:
                raise StillRunning("the books have changed since they were judged; run the command again")
            self._live.write(plan)

    def proof(self, side: str) -> Report:
        """The same plan once more: it has nothing left to do. What was derived may lie in partitions of its own."""
        self._partitions = self._find_partitions()
        report = self.report(side)
        if report.changes:
            raise StillRunning(
                f"{report.changes} items have changed again; is the stack stopped? Run the command again"
            )
        return report

    def _plans(self) -> Iterator[Plan]:
        present = now().timestamp()
        for tenant, partitions in sorted(self._partitions.items()):
            then, live = (store.items(tenant, sorted(partitions)) for store in (self._then, self._live))
            yield planned(self._books, self._request.scope, then, live, present)

    def _find_partitions(self) -> Mapping[str, set[str]]:
        """The partitions of each tenant that is asked for, then and now."""
        found: dict[str, set[str]] = defaultdict(set)
        for store in (self._then, self._live):
            for tenant, partitions in store.partitions().items():
                if self._books.IS_WHOLE or self._request.scope.tenant in (None, tenant):
                    found[tenant] |= partitions
        return found
