from faktura.access.api import api
from faktura.access.client_service import ClientService
from faktura.access.errors import (
    InvalidClient,
    InvalidScope,
    InvalidTokenRequest,
    TooManyFailedAttempts,
    UnsupportedGrantType,
)
from faktura.access.form import GRANT_TYPE, TokenForm
from faktura.access.schemas import AccessToken
from faktura.access.token_client import TokenClient
from faktura.core.response import Response


@api.post(
    "/oauth/token",
    scope=None,
    raises=[InvalidTokenRequest, InvalidClient, InvalidScope, UnsupportedGrantType, TooManyFailedAttempts],
    response=AccessToken,
)
def handler(form: TokenForm, clients: ClientService, tokens: TokenClient) -> Response:
    """Exchange a client's id and secret for an access token (OAuth 2.0, client credentials)."""
    client = clients.authenticate(form)
    if not client.enabled:
        raise InvalidClient
    if (grant := form.parameters.get("grant_type")) != GRANT_TYPE:
        raise UnsupportedGrantType if grant else InvalidTokenRequest("The parameter grant_type is missing.")
    scopes = client.scopes_granted(form.parameters.get("scope", ""))
    if not scopes:
        raise InvalidScope
    token = AccessToken(
        access_token=tokens.issue(client, scopes),
        token_type="Bearer",  # noqa: S106  # the type's name, not a secret
        expires_in=client.token_lifetime_seconds,
        scope=" ".join(scopes),
        session_idle_time=120,
        refresh_token="",
        refresh_token_expires_in=0,
    )
    return Response(200, token, {"Cache-Control": "no-store", "Pragma": "no-cache"})
