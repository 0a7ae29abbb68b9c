"""Each API declares the claims of its tokens; together they are those that a client can be registered with."""

from importlib import import_module

from faktura.access.client import CONTEXT_CLAIMS
from faktura.core.endpoint import Api

APIS = [import_module(f"faktura.{name}.api").api for name in ("pims", "billing", "capture", "jobs", "cases")]


def test_a_client_is_registered_with_any_claim_that_an_api_declares() -> None:
    assert all(isinstance(api, Api) for api in APIS)
    assert {claim for api in APIS for claim in api.claims} == set(CONTEXT_CLAIMS)


def test_the_claim_that_an_api_requires_is_one_it_declares() -> None:
    assert [api.title for api in APIS if api.required_claim and api.required_claim not in api.claims] == []
