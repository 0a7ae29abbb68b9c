from faktura.cases.api import api
from faktura.cases.errors import NoBookings
from faktura.cases.exports.owner import owner_of
from faktura.cases.role import Viewer
from faktura.core.errors import InvalidRequest, MalformedBody
from faktura.core.idempotency import Idempotency
from faktura.core.request import Request
from faktura.core.response import Accepted
from faktura.exports.export import Export
from faktura.exports.schemas import AccountedRequest, ExportBody
from faktura.exports.start_service import StartService


@api.post("/api/v2/exports", scope="cases:read", raises=[MalformedBody, InvalidRequest])
def handler(
    wanted: AccountedRequest, viewer: Viewer, request: Request, idempotency: Idempotency, service: StartService
) -> Accepted[ExportBody]:
    """Export the invoices first reported in a period as a file: a provider its own, a partner those of its cases.

    The file is made in the background, shows the invoices as they are then, and stays for seven days. It follows writes
    within seconds. A partner that loses a case finds none of its invoices in exports made from then on.

    `DATEV` is for providers. It books the active invoices by the rates of their lines.
    """
    if wanted.format == "DATEV" and viewer.role == "partner":
        raise NoBookings
    export = Export.new(
        *(owner_of(viewer), wanted.format, wanted.date_from, wanted.date_to, request.id), accounts=wanted.datev
    )
    accepted = Accepted(ExportBody.of(export), at=f"/api/v2/exports/{export.export_id}")
    service.start(export, idempotency.writes_recording(accepted), undoing=idempotency.writes_forgetting())
    return accepted
