from typing import Any

from faktura.cases.api import api
from faktura.cases.case import Case, CaseKey
from faktura.cases.case_store import CaseStore
from faktura.cases.errors import NotYourCase
from faktura.cases.role import Provider
from faktura.cases.schemas import CaseAnswer
from faktura.core.errors import InvalidRequest, MalformedBody
from faktura.core.observability import log


@api.put(
    "/api/v2/cases/{guid}",
    scope="cases:write",
    raises=[MalformedBody, InvalidRequest, NotYourCase],
    response=CaseAnswer,
)
def handler(provider: Provider, key: CaseKey, case: Case, cases: CaseStore) -> dict[str, Any]:
    """Store a case: any JSON, and the partner who may see its invoices from now on."""
    stored = cases.put(provider.id, key.guid, case)
    log.info("case stored", provider=provider.id, guid=key.guid, partner=case.partner_id)
    return stored.answer()
