"""The form that a client sends: its parameters, and its credentials in the body or as HTTP Basic (RFC 6749)."""

import re
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self
from urllib.parse import parse_qs, unquote_plus

from faktura.access.errors import GRANT_TYPE, TOKEN_EXCHANGE, InvalidClient, InvalidTokenRequest, UnsupportedGrantType
from faktura.access.schemas import ACCESS_TOKEN_TYPE
from faktura.core.request import Request

_MAX_PARAMETERS = 20
ID_TOKEN_TYPE = "urn:ietf:params:oauth:token-type:id_token"  # noqa: S105  # the type's name, not a secret
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")  # RFC 7636, section 4.1
_MAX_GRANT_LENGTH = 16_384


_CREDENTIALS = ("client_id", "client_secret")
"""Optional in a form, as HTTP Basic may carry them."""

_NOT_BASIC = "The header Authorization must be HTTP Basic with the client's id and secret."
_NOT_OFFERED = ("actor_token", "actor_token_type", "resource", "audience")
_DESCRIPTIONS = {
    "grant_type": "`client_credentials` for a client, or the token exchange (RFC 8693) for a person who has signed in.",
    "scope": "The scopes to grant, separated by spaces; by default all scopes of the client or the person.",
    "subject_token": "For the token exchange: the person's ID token.",
    "subject_token_type": f"For the token exchange: `{ID_TOKEN_TYPE}`.",
    "requested_token_type": f"For the token exchange, optional: `{ACCESS_TOKEN_TYPE}`.",
    "code": "The authorization code, with its `code_verifier`.",
    "code_verifier": "The verifier whose S256 challenge the browser sent (RFC 7636).",
    "refresh_token": "The refresh token, instead of a code.",
    "token": "The access token to revoke.",
    "token_type_hint": "Accepted for OAuth 2.0 clients that send it; it has no effect.",
    "client_id": "The client's id, unless it is sent as HTTP Basic.",
    "client_secret": "The client's secret, unless it is sent as HTTP Basic.",
}


def _described(required: Mapping[str, Any], *optional: str) -> dict[str, Any]:
    """The form in the OpenAPI description; `required` has terms by name."""
    names = (*required, *optional)
    properties: dict[str, Any] = {name: {"type": "string", "description": _DESCRIPTIONS[name]} for name in names}
    for name, terms in required.items():
        properties[name] |= terms
    schema = {
        "type": "object",
        **({"required": list(required)} if required else {}),
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
    has_credentials: bool

    @classmethod
    def from_request(cls, request: Request) -> Self:
        """The form of a request; `InvalidTokenRequest` for a repeated parameter, or credentials in two places."""
        request.expect("application/x-www-form-urlencoded")
        parameters = _parameters(request.body)
        if "authorization" not in request.headers:
            credentials = parameters.get("client_id", ""), parameters.get("client_secret", "")
            return cls(request.source_address, *credentials, parameters, credentials != ("", ""))
        client_id, secret = _basic(request.headers["authorization"])
        if "client_secret" in parameters or parameters.get("client_id", client_id) != client_id:
            raise InvalidTokenRequest("Send the client credentials either in the form or as HTTP Basic, not both.")
        return cls(request.source_address, client_id, secret, parameters, True)


class TokenForm(ClientForm):
    """The form of `/oauth/token`."""

    CONTENT: ClassVar = _described(
        {"grant_type": {"enum": [GRANT_TYPE, TOKEN_EXCHANGE]}},
        *_CREDENTIALS,
        "scope",
        "subject_token",
        "subject_token_type",
        "requested_token_type",
    )

    @property
    def is_exchange(self) -> bool:
        """Whether a person's ID token is to be exchanged."""
        return self.parameters.get("grant_type") == TOKEN_EXCHANGE

    def expect_client_credentials(self) -> None:
        """Refuse any other grant type; `InvalidTokenRequest` if there is none."""
        if not (grant_type := self.parameters.get("grant_type")):
            raise InvalidTokenRequest("The parameter grant_type is missing.")
        if grant_type != GRANT_TYPE:
            raise UnsupportedGrantType

    @property
    def id_token(self) -> str:
        """The ID token of an exchange; `InvalidTokenRequest` unless all that the form asks for is offered."""
        if self.has_credentials:
            raise InvalidTokenRequest("The token exchange takes no client credentials.")
        if self.parameters.get("subject_token_type") != ID_TOKEN_TYPE:
            raise InvalidTokenRequest(f"The parameter subject_token_type must be {ID_TOKEN_TYPE}.")
        if self.parameters.get("requested_token_type", ACCESS_TOKEN_TYPE) != ACCESS_TOKEN_TYPE:
            raise InvalidTokenRequest(f"The parameter requested_token_type must be {ACCESS_TOKEN_TYPE}.")
        if unknown := [name for name in _NOT_OFFERED if name in self.parameters]:
            raise InvalidTokenRequest(f"The parameter {unknown[0]} is not supported.")
        if not (token := self.parameters.get("subject_token")):
            raise InvalidTokenRequest("The parameter subject_token is missing.")
        return token


class RevocationForm(ClientForm):
    """The form of `/oauth/revoke`."""

    CONTENT: ClassVar = _described({"token": {"minLength": 1}}, *_CREDENTIALS, "token_type_hint")


@dataclass(frozen=True)
class SignInForm:
    """The form of `/oauth/sign-in`: a code with its verifier, or a refresh token. What is not sent is empty."""

    CONTENT: ClassVar = _described({}, "code", "code_verifier", "refresh_token")

    code: str = field(repr=False)
    code_verifier: str = field(repr=False)
    refresh_token: str = field(repr=False)

    @classmethod
    def from_request(cls, request: Request) -> Self:
        """The form of a request; `InvalidTokenRequest` unless it has one of the two, in a possible form."""
        request.expect("application/x-www-form-urlencoded")
        parameters = _parameters(request.body)
        form = cls(*(parameters.get(name, "") for name in ("code", "code_verifier", "refresh_token")))
        if bool(form.code) == bool(form.refresh_token):
            raise InvalidTokenRequest("Send either code and code_verifier, or refresh_token.")
        if form.code and not _VERIFIER.fullmatch(form.code_verifier):
            raise InvalidTokenRequest("The code_verifier must have 43 to 128 letters, digits or -._~ (RFC 7636).")
        if len(form.code) > _MAX_GRANT_LENGTH or len(form.refresh_token) > _MAX_GRANT_LENGTH:
            raise InvalidTokenRequest(f"The code or refresh_token has more than {_MAX_GRANT_LENGTH} characters.")
        return form


def _parameters(body: bytes) -> dict[str, str]:
    try:
        found = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=_MAX_PARAMETERS, errors="strict")
    except ValueError as fault:
        raise InvalidTokenRequest(f"The body must be a form in UTF-8 of at most {_MAX_PARAMETERS} fields.") from fault
    if repeated := [name for name, values in found.items() if len(values) > 1]:
        raise InvalidTokenRequest(f"The parameter {repeated[0]} is repeated.")
    return {name: value for name, [value] in found.items()}


def _basic(authorization: str) -> tuple[str, str]:
    scheme, _, encoded = authorization.partition(" ")
    try:
        name, colon, secret = b64decode(encoded.strip(), validate=True).decode().partition(":")
    except ValueError as fault:
        raise InvalidClient(_NOT_BASIC) from fault
    if scheme.lower() != "basic" or not colon:
        raise InvalidClient(_NOT_BASIC)
    return unquote_plus(name), unquote_plus(secret)
