"""A client's form: its parameters, and the credentials it came with, in the body or as HTTP Basic (RFC 6749, 2.3.1)."""

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import parse_qs, unquote_plus

from faktura.access.api import InvalidClient, InvalidTokenRequest
from faktura.access.clients import NOBODY, Client
from faktura.access.store import ClientStore
from faktura.core.request import Request

_MOST_PARAMETERS = 20


@dataclass(frozen=True)
class ClientForm:
    """The form of `/oauth/token` and `/oauth/revoke`."""

    CONTENT: ClassVar = {
        "application/x-www-form-urlencoded": {
            "schema": {
                "type": "object",
                "properties": {
                    name: {"type": "string"}
                    for name in ("grant_type", "client_id", "client_secret", "scope", "token", "token_type_hint")
                },
            }
        }
    }

    client_id: str
    secret: str
    parameters: Mapping[str, str]

    @classmethod
    def from_request(cls, request: Request) -> "ClientForm":
        """The form in a request; a repeated parameter, or credentials in two places, is an `InvalidTokenRequest`."""
        request.expect("application/x-www-form-urlencoded")
        parameters = _parameters(request.body)
        if "authorization" not in request.headers:
            return cls(parameters.get("client_id", ""), parameters.get("client_secret", ""), parameters)
        client_id, secret = _basic(request.headers["authorization"])
        if "client_secret" in parameters or parameters.get("client_id", client_id) != client_id:
            raise InvalidTokenRequest("Client credentials must be sent in one way only.")
        return cls(client_id, secret, parameters)

    def client(self, clients: ClientStore) -> Client:
        """The client that proved to be itself; `InvalidClient` else."""
        client = clients.get(self.client_id) or NOBODY
        if not client.knows(self.secret):
            raise InvalidClient
        return client


def _parameters(body: bytes) -> dict[str, str]:
    try:
        found = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=_MOST_PARAMETERS, errors="strict")
    except ValueError as fault:
        raise InvalidTokenRequest("The form could not be read.") from fault
    if repeated := [name for name, values in found.items() if len(values) > 1]:
        raise InvalidTokenRequest(f"The parameter {repeated[0]} is repeated.")
    return {name: value for name, [value] in found.items()}


def _basic(authorization: str) -> tuple[str, str]:
    scheme, _, encoded = authorization.partition(" ")
    try:
        name, colon, secret = b64decode(encoded.strip(), validate=True).decode().partition(":")
    except ValueError as fault:
        raise InvalidClient from fault
    if scheme.lower() != "basic" or not colon:
        raise InvalidClient
    return unquote_plus(name), unquote_plus(secret)
