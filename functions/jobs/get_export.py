from faktura.core.errors import InvalidRequest
from faktura.exports.errors import NoSuchExport
from faktura.exports.export_store import ExportStore
from faktura.exports.file_store import FileStore
from faktura.exports.schemas import ExportBody, ExportId
from faktura.jobs.api import api
from faktura.jobs.exports.owner import owner_of


@api.get(
    "/invoice/{tenant}/exports/{exportId}",
    scope="invoice.invoice_view",
    implied_by=["invoice.invoice_manage"],
    raises=[InvalidRequest, NoSuchExport],
)
def handler(tenant: str, export_id: ExportId, exports: ExportStore, files: FileStore) -> ExportBody:
    """Return the status of an export and, when it is done, a link that downloads its file for 15 minutes."""
    return ExportBody.of(exports.get(owner_of(tenant), export_id), files)
