"""The files that a tenant has exported. One that may show the customer is deleted: it can be made anew."""

from datetime import timedelta

from faktura.core.dynamo import Table
from faktura.exports.export import Export
from faktura.exports.export_store import ExportStore
from faktura.exports.file_store import FileStore
from faktura.operations.erasure.step import Days, Step, Steps, kept
from faktura.operations.stack_store import StackStore

_PAGE = 100
_SLACK = timedelta(days=1)
"""A day of an office may be another one in UTC."""


class ExportedFileService:
    """Finds and deletes exports."""

    def __init__(self, stack: StackStore) -> None:
        self._exports = ExportStore(Table(stack.physical("ExportTable")))
        self._files = FileStore(stack.physical("ExportBucket"))

    def steps(self, owner: str, days: Days) -> Steps:
        """A step for each export of the owner whose period has one of the days."""
        before = ""
        while found := list(self._exports.newest(owner, _PAGE, before)):
            before = found[-1].export_id
            for export in found:
                if any(export.date_from - _SLACK <= day <= export.date_to + _SLACK for day in days):
                    yield self._step(export)

    def _step(self, export: Export) -> Step:
        if export.status == "IN_PROGRESS":
            return kept("export", export.export_id, "it is being made; erase again when it is done")
        return Step("export", export.export_id, lambda: self._delete(export))

    def _delete(self, export: Export) -> None:
        self._files.delete(export)
        self._exports.withdraw(export, [])
