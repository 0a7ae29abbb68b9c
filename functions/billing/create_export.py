from faktura.billing.api import api
from faktura.billing.exports.accounts import OfficeRequest
from faktura.billing.exports.exporter import Exporter
from faktura.billing.tags import Tags
from faktura.core.errors import Forbidden, InvalidRequest, MalformedBody
from faktura.core.idempotency import Idempotency
from faktura.core.request import Request
from faktura.core.response import Accepted
from faktura.exports.export import Export
from faktura.exports.schemas import ExportBody
from faktura.exports.start_service import StartService


@api.post("/api/exports", scope="invoices:read", raises=[MalformedBody, InvalidRequest])
def handler(
    wanted: OfficeRequest,
    exporter: Exporter,
    tags: Tags,
    request: Request,
    idempotency: Idempotency,
    service: StartService,
) -> Accepted[ExportBody]:
    """Export the invoices with a date in a period as a file, made in the background.

    The file shows them as they are when it is made, and stays for seven days. It follows writes within seconds. An
    invoice with a tag that the request does not name has no amounts in it. An export made with tags exists only for
    callers who may name them.

    `DATEV` books the open and completed invoices. If `datev` names a `paymentAccount`, it books the payments of the
    period as well, which needs the scope `payments:read`. Something with a tag that the request does not name fails it.
    """
    export = Export.new(
        *(exporter.owner, wanted.format, wanted.date_from, wanted.date_to, request.id),
        tags=tags.named,
        accounts=wanted.datev,
    )
    if not exporter.may_read(export):
        raise Forbidden
    accepted = Accepted(ExportBody.of(export), at=f"/api/exports/{export.export_id}")
    service.start(export, idempotency.writes_recording(accepted), undoing=idempotency.writes_forgetting())
    return accepted
