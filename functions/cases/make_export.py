from faktura.cases.exports.period_service import PeriodService
from faktura.core.clock import Deadline
from faktura.core.task import task
from faktura.exports.export import ExportReference
from faktura.exports.export_store import ExportStore
from faktura.exports.file_store import FileStore
from faktura.exports.make_service import make


@task
def handler(
    export: ExportReference, periods: PeriodService, exports: ExportStore, files: FileStore, deadline: Deadline
) -> None:
    """Make the file of an export, or note that all tries have failed."""
    make(export, periods.make_file, exports, files, deadline)
