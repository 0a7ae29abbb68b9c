from faktura.billing.api import api
from faktura.billing.exports.exporter import Exporter
from faktura.exports.errors import NoSuchExport
from faktura.exports.export_store import ExportStore
from faktura.exports.file_store import FileStore
from faktura.exports.schemas import ExportBody, ExportId


@api.get("/api/exports/{exportId}", scope="invoices:read", raises=[NoSuchExport])
def handler(export_id: ExportId, exporter: Exporter, exports: ExportStore, files: FileStore) -> ExportBody:
    """Return the status of an export and, when it is done, a link that downloads its file for 15 minutes."""
    return ExportBody.of(exporter.readable(exports.get(exporter.owner, export_id)), files)
