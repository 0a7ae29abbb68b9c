"""The form that a client sends: its parameters, and its credentials in the body or as HTTP Basic (RFC 6749)."""

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self
from urllib.parse import parse_qs, unquote_plus

from faktura.access.errors import InvalidClient, InvalidTokenRequest
from faktura.core.request import Request

_MAX_PARAMETERS = 20
GRANT_TYPE = "client_credentials"


_DESCRIPTIONS = {
    "grant_type": "The only grant type that is offered.",
    "scope": "The scopes to grant, separated by spaces; by default all scopes of the client.",
    "token": "The access token to revoke.",
    "token_type_hint": "Accepted for OAuth 2.0 clients that send it; it has no effect.",
    "client_id": "The client's id, unless it is sent as HTTP Basic.",
    "client_secret": "The client's secret, unless it is sent as HTTP Basic.",
}


def _described(required: str, terms: Mapping[str, Any], optional: str) -> dict[str, Any]:
    """The form in the OpenAPI description. The credentials are optional in it, as HTTP Basic may carry them."""
    names = (required, "client_id", "client_secret", optional)
    properties: dict[str, Any] = {name: {"type": "string", "description": _DESCRIPTIONS[name]} for name in names}
    properties[required] |= terms
    schema = {
        "type": "object",
        "required": [required],
        "properties": properties,
        "maxProperties": _MAX_PARAMETERS,
        "additionalProperties": {"type": "string"},
    }
    return {"application/x-www-form-urlencoded": {"schema": schema}}


@dataclass(frozen=True)
class ClientForm:
    """A form with a client's credentials, and the address that it came from."""

    address: str
    client_id: str
    secret: str
    parameters: Mapping[str, str]

    @classmethod
    def from_request(cls, request: Request) -> Self:
        """The form of a request; `InvalidTokenRequest` for a repeated parameter, or credentials in two places."""
        request.expect("application/x-www-form-urlencoded")
        parameters = _parameters(request.body)
        if "authorization" not in request.headers:
            credentials = parameters.get("client_id", ""), parameters.get("client_secret", "")
            return cls(request.source_address, *credentials, parameters)
        client_id, secret = _basic(request.headers["authorization"])
        if "client_secret" in parameters or parameters.get("client_id", client_id) != client_id:
            raise InvalidTokenRequest("Send the client credentials either in the form or as HTTP Basic, not both.")
        return cls(request.source_address, client_id, secret, parameters)


class TokenForm(ClientForm):
    """The form of `/oauth/token`."""

    CONTENT: ClassVar = _described("grant_type", {"enum": [GRANT_TYPE]}, "scope")


class RevocationForm(ClientForm):
    """The form of `/oauth/revoke`."""

    CONTENT: ClassVar = _described("token", {"minLength": 1}, "token_type_hint")


def _parameters(body: bytes) -> dict[str, str]:
    try:
        found = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=_MAX_PARAMETERS, errors="strict")
    except ValueError as fault:
        raise InvalidTokenRequest("The body is not a valid form.") from fault
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
