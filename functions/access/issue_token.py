from faktura.access.api import (
    InvalidClient,
    InvalidScope,
    InvalidTokenRequest,
    TooManyWrongSecrets,
    UnsupportedGrantType,
    api,
)
from faktura.access.client_service import ClientService
from faktura.access.forms import GRANT_TYPE, TokenForm
from faktura.access.schemas import AccessToken
from faktura.access.token import issue
from faktura.core.response import Response


@api.post(
    "/oauth/token",
    scope=None,
    raises=[InvalidTokenRequest, InvalidClient, InvalidScope, UnsupportedGrantType, TooManyWrongSecrets],
    response=AccessToken,
)
def handler(form: TokenForm, clients: ClientService) -> Response:
    """Exchange a client's id and secret for an access token (RFC 6749, client credentials)."""
    client = clients.authenticated(form)
    if not client.enabled:
        raise InvalidClient
    if (grant := form.parameters.get("grant_type")) != GRANT_TYPE:
        raise UnsupportedGrantType if grant else InvalidTokenRequest("The parameter grant_type is missing.")
    scopes = client.granted(form.parameters.get("scope", ""))
    if not scopes:
        raise InvalidScope
    token = {
        "access_token": issue(client, scopes),
        "token_type": "Bearer",
        "expires_in": client.token_lifetime,
        "scope": " ".join(scopes),
        "session_idle_time": 120,
        "refresh_token": "",
        "refresh_token_expires_in": 0,
    }
    return Response(200, token, {"Cache-Control": "no-store", "Pragma": "no-cache"})
