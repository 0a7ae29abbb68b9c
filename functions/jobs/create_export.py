from faktura.core.errors import InvalidRequest, MalformedBody
from faktura.core.idempotency import Idempotency
from faktura.core.request import Request
from faktura.core.response import Accepted
from faktura.exports.errors import NotExportable
from faktura.exports.export import Export
from faktura.exports.schemas import ExportBody, ExportRequest
from faktura.exports.start_service import StartService
from faktura.jobs.api import api
from faktura.jobs.configurations.configuration_store import ConfigurationStore
from faktura.jobs.exports.accounts_service import accounts_for
from faktura.jobs.exports.owner import owner_of


@api.post(
    "/invoice/{tenant}/exports",
    scope="invoice.invoice_view",
    implied_by=["invoice.invoice_manage"],
    raises=[MalformedBody, InvalidRequest, NotExportable],
)
def handler(
    tenant: str,
    wanted: ExportRequest,
    request: Request,
    idempotency: Idempotency,
    configurations: ConfigurationStore,
    service: StartService,
) -> Accepted[ExportBody]:
    """Export the invoices and credit notes of a period as a file, made in the background.

    The file shows them as they are when it is made, and stays for seven days. It follows writes within seconds: an
    invoice that was just issued may be missing. `DATEV` needs the configuration `datev` and a period within one
    financial year.
    """
    export = Export.new(owner_of(tenant), wanted.format, wanted.date_from, wanted.date_to, request.id)
    if export.format == "DATEV":
        accounts_for(export, configurations)
    accepted = Accepted(ExportBody.of(export), at=f"/invoice/{tenant}/exports/{export.export_id}")
    service.start(export, idempotency.writes_recording(accepted), undoing=idempotency.writes_forgetting())
    return accepted
