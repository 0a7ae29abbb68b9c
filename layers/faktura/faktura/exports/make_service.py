"""Makes the file of an export. A second run with the same export replaces the file, or finds that it is done."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from faktura.core.aws import until
from faktura.core.clock import Deadline, DeadlinePassed
from faktura.core.observability import log
from faktura.exports.errors import ExportRefused, NoSuchExport
from faktura.exports.export import NOT_MADE, TOO_SLOW, Export, ExportReference
from faktura.exports.export_store import ExportStore
from faktura.exports.file_store import FileStore

Maker = Callable[[Export, Path], int]
"""Writes the file of an export to a path and returns how many documents it has; `ExportRefused` if it cannot."""


def make(
    reference: ExportReference,
    make_file: Maker,
    exports: ExportStore,
    files: FileStore,
    deadline: Deadline | None = None,
) -> None:
    """Make the file and end the export. An export that has ended or is withdrawn stays as it is.

    One that is not made by the `deadline` fails: another try would take as long.
    """
    if reference.given_up:
        exports.fail(reference, NOT_MADE)
        return
    try:
        with until(None):
            export = exports.get(reference.owner, reference.export_id)
    except NoSuchExport:
        log.info("export withdrawn", export_id=reference.export_id)
        return
    if export.stored_status != "IN_PROGRESS":
        return
    try:
        with until(deadline):
            records = _make_file(export, make_file, files)
    except (ExportRefused, DeadlinePassed) as reason:
        with until(None):  # the reserve after the deadline is for this
            exports.fail(reference, reason.message if isinstance(reason, ExportRefused) else TOO_SLOW)
        log.info("export refused", export_id=export.export_id, reason=type(reason).__name__)
        return
    exports.finish(export, records)
    log.info("export made", export_id=export.export_id, records=records)


def _make_file(export: Export, make_file: Maker, files: FileStore) -> int:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        records = make_file(export, path)
        files.put(export, path)
    return records
