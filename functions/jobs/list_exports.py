from faktura.core.response import Listed
from faktura.exports.export_store import MAX_PAGE, ExportStore
from faktura.exports.schemas import ExportBody
from faktura.jobs.api import api
from faktura.jobs.exports.owner import owner_of


@api.get("/invoice/{tenant}/exports", scope="invoice.invoice_view", implied_by=["invoice.invoice_manage"])
def handler(tenant: str, exports: ExportStore) -> Listed[ExportBody]:
    """List the newest exports, at most a hundred, without links."""
    return Listed([ExportBody.of(export) for export in exports.newest(owner_of(tenant), MAX_PAGE)])
