"""The APIs declare the claims and scopes of their tokens; together they are what clients and people can be given."""

import json
from importlib import import_module
from importlib.resources import files

from faktura.access.context import CONTEXT_CLAIMS, TENANT_PATTERN
from faktura.access.people.role import ROLES
from faktura.access.scope import SCOPES
from faktura.billing.tags import KNOWN_TAGS
from faktura.core.endpoint import Api
from faktura.jobs.api import TENANT

APIS = [import_module(f"faktura.{name}.api").api for name in ("pims", "billing", "capture", "jobs", "cases")]


def test_a_client_is_registered_with_any_claim_that_an_api_declares() -> None:
    assert all(isinstance(api, Api) for api in APIS)
    assert {claim for api in APIS for claim in api.claims} == set(CONTEXT_CLAIMS)


def test_the_claim_that_an_api_requires_is_one_it_declares() -> None:
    assert [api.title for api in APIS if api.required_claim and api.required_claim not in api.claims] == []


def test_a_client_is_registered_with_any_scope_that_a_call_requires_or_a_tag_needs() -> None:
    paths = json.loads(files("faktura.service").joinpath("openapi.json").read_text("utf-8"))["paths"]
    operations = [operation for path in paths.values() for operation in path.values() if isinstance(operation, dict)]

    required = {operation["x-required-scope"] for operation in operations if "x-required-scope" in operation}

    assert set(SCOPES) == required | {f"tags:{tag}" for tag in KNOWN_TAGS}


def test_a_role_grants_scopes_that_exist_and_needs_the_claims_that_they_need() -> None:
    assert {scope for role in ROLES.values() for scope in role.scopes} <= set(SCOPES)
    for role in ROLES.values():
        assert all(set(SCOPES[scope].claims) & set(role.claims) for scope in role.scopes)


def test_what_a_role_or_scope_is_tied_to_exists() -> None:
    assert {other for role in ROLES.values() for other in role.beside + role.apart} <= set(ROLES)
    assert {other for scope in SCOPES.values() for other in scope.beside} <= set(SCOPES)


def test_a_tenant_that_can_be_given_is_one_that_invoice_jobs_accept() -> None:
    assert TENANT.schema["pattern"] == f"^(?:{TENANT_PATTERN})$"
