from faktura.cases.api import api
from faktura.cases.exports.owner import owner_of
from faktura.cases.role import Viewer
from faktura.core.errors import InvalidRequest
from faktura.core.response import Listed
from faktura.exports.export_store import ExportStore
from faktura.exports.page import ExportsPage
from faktura.exports.schemas import ExportBody


@api.get("/api/v2/exports", scope="cases:read", raises=[InvalidRequest])
def handler(viewer: Viewer, page: ExportsPage, exports: ExportStore) -> Listed[ExportBody]:
    """List the exports, the newest first and without links to files; the header `Link` leads to the next page."""
    found = list(exports.newest(owner_of(viewer), page.size + 1, page.before))
    return Listed([ExportBody.of(export) for export in found[: page.size]], page.next_page(found))
