from typing import Any

from faktura.cases.api import api
from faktura.cases.case import CaseKey
from faktura.cases.case_store import CaseStore
from faktura.cases.errors import NoSuchCase
from faktura.cases.role import Provider
from faktura.cases.schemas import CaseAnswer
from faktura.core.errors import InvalidRequest


@api.get("/api/v2/cases/{guid}", scope="cases:read", raises=[InvalidRequest, NoSuchCase], response=CaseAnswer)
def handler(provider: Provider, key: CaseKey, cases: CaseStore) -> dict[str, Any]:
    """One of the caller's cases, as it was stored."""
    return cases.get(provider.id, key.guid).answer()
