from faktura.cases.api import api
from faktura.cases.exports.owner import owner_of
from faktura.cases.role import Viewer
from faktura.exports.errors import NoSuchExport
from faktura.exports.export_store import ExportStore
from faktura.exports.file_store import FileStore
from faktura.exports.schemas import ExportBody, ExportId


@api.get("/api/v2/exports/{exportId}", scope="cases:read", raises=[NoSuchExport])
def handler(export_id: ExportId, viewer: Viewer, exports: ExportStore, files: FileStore) -> ExportBody:
    """Return the status of an export and, when it is done, a link that downloads its file for 15 minutes."""
    return ExportBody.of(exports.get(owner_of(viewer), export_id), files)
