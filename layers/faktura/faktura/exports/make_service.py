"""Makes the file of an export. A second run with the same export replaces the file, or finds that it is done."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from faktura.core.observability import log
from faktura.exports.errors import ExportRefused, NoSuchExport
from faktura.exports.export import NOT_MADE, Export, ExportReference
from faktura.exports.export_store import ExportStore
from faktura.exports.file_store import FileStore

Maker = Callable[[Export, Path], int]
"""Writes the file of an export to a path and returns how many documents it has; `ExportRefused` if it cannot."""


def make(reference: ExportReference, make_file: Maker, exports: ExportStore, files: FileStore) -> None:
    """Make the file and end the export. An export that has ended or is withdrawn stays as it is."""
    if reference.given_up:
        exports.fail(reference, NOT_MADE)
        return
    try:
        export = exports.get(reference.owner, reference.export_id)
    except NoSuchExport:
        log.info("export withdrawn", export_id=reference.export_id)
        return
    if export.stored_status != "IN_PROGRESS":
        return
    try:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "export"
            records = make_file(export, path)
            files.put(export, path)
    except ExportRefused as reason:
        exports.fail(reference, reason.message)
        log.info("export refused", export_id=export.export_id)
        return
    exports.finish(export, records)
    log.info("export made", export_id=export.export_id, records=records)
