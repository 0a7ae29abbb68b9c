from typing import Any

from faktura.cases.api import api
from faktura.cases.case_service import CaseService
from faktura.cases.errors import NotYourCase
from faktura.cases.field import Guid
from faktura.cases.role import Provider
from faktura.cases.schemas import CaseBody, CaseRequest
from faktura.core.errors import InvalidRequest, MalformedBody
from faktura.core.observability import log


@api.put(
    "/api/v2/cases/{guid}",
    scope="cases:write",
    raises=[MalformedBody, InvalidRequest, NotYourCase],
    response=CaseBody,
)
def handler(provider: Provider, guid: Guid, case: CaseRequest, cases: CaseService) -> dict[str, Any]:
    """Store a case: the partner who may see its invoices from now on, and any other fields you choose."""
    stored = cases.put(provider.id, guid, case)
    log.info("case stored", provider=provider.id, guid=guid, partner=case.partner_id)
    return stored.body()
