from typing import Any

from faktura.cases.api import api
from faktura.cases.case_service import CaseService
from faktura.cases.errors import NoSuchCase
from faktura.cases.field import Guid
from faktura.cases.role import Provider
from faktura.cases.schemas import CaseBody
from faktura.core.errors import InvalidRequest


@api.get("/api/v2/cases/{guid}", scope="cases:read", raises=[InvalidRequest, NoSuchCase], response=CaseBody)
def handler(provider: Provider, guid: Guid, cases: CaseService) -> dict[str, Any]:
    """Return one of your cases, as you stored it."""
    return cases.get(provider.id, guid).body()
