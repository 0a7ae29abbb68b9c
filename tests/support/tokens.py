"""Registers clients for tests, and requests their access tokens."""

from typing import Any

from faktura.access.client import Client, digest
from faktura.access.client_store import ClientStore
from tests.support.builders import http_event
from tests.support.deployment import Deployment, Reply

FORM = "application/x-www-form-urlencoded"
SECRET = "s3cret"
TOKEN_REQUEST = f"grant_type=client_credentials&client_id=clinic&client_secret={SECRET}"
"""The form of the client `clinic`."""


def register(faktura: Deployment, client_id: str = "clinic", **terms: Any) -> None:
    """Register a client with the secret `SECRET`; `terms` replace its scopes and context."""
    with faktura.environment("access.issue_token"):
        terms = {"scopes": ("pims:write",), "context": {"practices": ["petwell"]}, **terms}
        ClientStore.from_settings().add(Client(client_id=client_id, secret_digests=(digest(SECRET),), **terms))


def request_token(faktura: Deployment, form: str, **headers: str) -> Reply:
    """Send a form to the token endpoint."""
    event = http_event("POST", "/oauth/token", form.encode(), headers={"Content-Type": FORM, **headers})
    return faktura.request("access.issue_token", event)
