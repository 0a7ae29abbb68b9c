from faktura.billing.api import api
from faktura.billing.exports.exporter import Exporter
from faktura.core.response import Listed
from faktura.exports.export_store import MAX_PAGE, ExportStore
from faktura.exports.schemas import ExportBody


@api.get("/api/exports", scope="invoices:read")
def handler(exporter: Exporter, exports: ExportStore) -> Listed[ExportBody]:
    """List those of the newest hundred exports that you may read, without links."""
    found = exports.newest(exporter.owner, MAX_PAGE)
    return Listed([ExportBody.of(export) for export in found if exporter.may_read(export)])
