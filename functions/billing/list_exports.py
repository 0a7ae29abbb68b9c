from faktura.billing.api import api
from faktura.billing.exports.exporter import Exporter
from faktura.core.errors import InvalidRequest
from faktura.core.response import Listed
from faktura.exports.export_store import ExportStore
from faktura.exports.page import ExportsPage
from faktura.exports.schemas import ExportBody


@api.get("/api/exports", scope="invoices:read", raises=[InvalidRequest])
def handler(exporter: Exporter, page: ExportsPage, exports: ExportStore) -> Listed[ExportBody]:
    """List the exports, the newest first and without links to files; the header `Link` leads to the next page.

    Exports with tags that you may not name are left out, so a page may be shorter than `limit`.
    """
    found = list(exports.newest(exporter.owner, page.size + 1, page.before))
    shown = [ExportBody.of(export) for export in found[: page.size] if exporter.may_read(export)]
    return Listed(shown, page.next_page(found))
