"""A client's form: its parameters, and the credentials it came with, in the body or as HTTP Basic (RFC 6749, 2.3.1)."""

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self
from urllib.parse import parse_qs, unquote_plus

from faktura.access.api import InvalidClient, InvalidTokenRequest
from faktura.core.request import Request

_MOST_PARAMETERS = 20
GRANT_TYPE = "client_credentials"


def _form(required: str, terms: Mapping[str, Any], *others: str) -> dict[str, Any]:
    """What the OpenAPI description says of a form; credentials in the form are one of two ways."""
    names = ("client_id", "client_secret", *others)
    schema = {
        "type": "object",
        "required": [required],
        "properties": {required: {"type": "string", **terms}, **{name: {"type": "string"} for name in names}},
        "maxProperties": _MOST_PARAMETERS,
        "additionalProperties": {"type": "string"},
    }
    return {"application/x-www-form-urlencoded": {"schema": schema}}


@dataclass(frozen=True)
class ClientForm:
    """A form that a client proves itself with, and the address that it came from."""

    address: str
    client_id: str
    secret: str
    parameters: Mapping[str, str]

    @classmethod
    def from_request(cls, request: Request) -> Self:
        """The form in a request; a repeated parameter, or credentials in two places, is an `InvalidTokenRequest`."""
        request.expect("application/x-www-form-urlencoded")
        parameters = _parameters(request.body)
        if "authorization" not in request.headers:
            named = parameters.get("client_id", ""), parameters.get("client_secret", "")
            return cls(request.source_address, *named, parameters)
        client_id, secret = _basic(request.headers["authorization"])
        if "client_secret" in parameters or parameters.get("client_id", client_id) != client_id:
            raise InvalidTokenRequest("Client credentials must be sent in one way only.")
        return cls(request.source_address, client_id, secret, parameters)


class TokenForm(ClientForm):
    """The form of `/oauth/token`."""

    CONTENT: ClassVar = _form("grant_type", {"enum": [GRANT_TYPE]}, "scope")


class RevocationForm(ClientForm):
    """The form of `/oauth/revoke`."""

    CONTENT: ClassVar = _form("token", {"minLength": 1}, "token_type_hint")


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
