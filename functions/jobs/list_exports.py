from faktura.core.errors import InvalidRequest
from faktura.core.response import Listed
from faktura.exports.export_store import ExportStore
from faktura.exports.page import ExportsPage
from faktura.exports.schemas import ExportBody
from faktura.jobs.api import api
from faktura.jobs.exports.owner import owner_of


@api.get(
    "/invoice/{tenant}/exports",
    scope="invoice.invoice_view",
    implied_by=["invoice.invoice_manage"],
    raises=[InvalidRequest],
)
def handler(tenant: str, page: ExportsPage, exports: ExportStore) -> Listed[ExportBody]:
    """List the exports, the newest first and without links to files; the header `Link` leads to the next page."""
    owner = owner_of(tenant)
    found = list(exports.newest(owner, page.size + 1, page.before))
    return Listed([ExportBody.of(export) for export in found[: page.size]], page.next_page(found))
