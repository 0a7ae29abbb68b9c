"""Starts the export that a request asked for."""

from collections.abc import Sequence
from typing import Self

from botocore.exceptions import BotoCoreError, ClientError

from faktura.core.dynamo import Write
from faktura.core.errors import Unavailable
from faktura.core.observability import log, reason_of
from faktura.exports.export import Export
from faktura.exports.export_store import ExportStore
from faktura.exports.export_workflow import ExportWorkflow


class StartService:
    """Stores an export and starts its execution, or leaves neither."""

    def __init__(self, exports: ExportStore, workflow: ExportWorkflow) -> None:
        self._exports, self._workflow = exports, workflow

    @classmethod
    def from_settings(cls) -> Self:
        """With the table and the workflow that the template names."""
        return cls(ExportStore.from_settings(), ExportWorkflow.from_settings())

    def start(self, export: Export, writes: Sequence[Write], undoing: Sequence[Write]) -> None:
        """Start the export; `Unavailable` if its execution cannot be started.

        `writes` commit with the export; `undoing` undo them if it is withdrawn.
        """
        self._exports.create(export, writes)
        try:
            self._workflow.start(export.reference)
        except (ClientError, BotoCoreError) as fault:
            log.error("export not started", export_id=export.export_id, reason=reason_of(fault))
            self._exports.withdraw(export, undoing)
            raise Unavailable from None
        log.info("export created", export_id=export.export_id, export_format=export.format)
