from faktura.access.api import api
from faktura.access.client_service import ClientService
from faktura.access.errors import (
    GrantRefused,
    IdTokenRefused,
    InvalidClient,
    InvalidScope,
    InvalidTokenRequest,
    NoDesk,
    NoTokenExchange,
    TooManyFailedAttempts,
    UnsupportedGrantType,
)
from faktura.access.form import TokenForm
from faktura.access.people.person_service import PersonService
from faktura.access.schemas import ACCESS_TOKEN_TYPE, AccessToken
from faktura.access.sign_in.sign_in_service import SignInService
from faktura.access.token import Holder
from faktura.access.token_client import TokenClient
from faktura.core.response import Response


@api.post(
    "/oauth/token",
    scope=None,
    raises=[
        InvalidTokenRequest,
        InvalidClient,
        InvalidScope,
        IdTokenRefused,
        GrantRefused,
        UnsupportedGrantType,
        TooManyFailedAttempts,
    ],
    response=AccessToken,
)
def handler(
    form: TokenForm, clients: ClientService, people: PersonService, sign_in: SignInService, tokens: TokenClient
) -> Response:
    """Exchange a client's id and secret, or a person's ID token, for an access token.

    A client sends its credentials (OAuth 2.0, client credentials). For a person who has signed in, an application sends
    the ID token (RFC 8693, token exchange) and no credentials.
    """
    if form.is_exchange:
        holder, scopes = _person(form, people, sign_in)
        return _issued(tokens, holder, scopes, issued_token_type=ACCESS_TOKEN_TYPE)
    form.expect_client_credentials()
    client = clients.authenticate(form)
    if not client.enabled:
        raise InvalidClient
    return _issued(tokens, client, client.scopes_granted(form.parameters.get("scope", "")))


def _person(form: TokenForm, people: PersonService, sign_in: SignInService) -> tuple[Holder, tuple[str, ...]]:
    try:
        person = people.signed_in(sign_in.signed_in(form.id_token))
    except NoDesk as fault:
        raise NoTokenExchange from fault
    return person, person.scopes_granted(form.parameters.get("scope", ""))


def _issued(tokens: TokenClient, holder: Holder, scopes: tuple[str, ...], **terms: str) -> Response:
    if not scopes:
        raise InvalidScope
    token = AccessToken(
        access_token=tokens.issue(holder, scopes),
        token_type="Bearer",  # noqa: S106  # the type's name, not a secret
        expires_in=holder.token_lifetime_seconds,
        scope=" ".join(scopes),
        session_idle_time=120,
        refresh_token="",
        refresh_token_expires_in=0,
        **terms,
    )
    return Response(200, token, {"Cache-Control": "no-store", "Pragma": "no-cache"})
