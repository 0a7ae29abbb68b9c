from faktura.cases.api import api
from faktura.cases.exports.owner import owner_of
from faktura.cases.role import Viewer
from faktura.core.response import Listed
from faktura.exports.export_store import MAX_PAGE, ExportStore
from faktura.exports.schemas import ExportBody


@api.get("/api/v2/exports", scope="cases:read")
def handler(viewer: Viewer, exports: ExportStore) -> Listed[ExportBody]:
    """List the newest exports, at most a hundred, without links."""
    return Listed([ExportBody.of(export) for export in exports.newest(owner_of(viewer), MAX_PAGE)])
