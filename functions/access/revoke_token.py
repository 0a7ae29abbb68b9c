from faktura.access.api import InvalidClient, InvalidTokenRequest, NotYourToken, TooManyWrongSecrets, api
from faktura.access.client_service import ClientService
from faktura.access.forms import RevocationForm
from faktura.core.auth import verified
from faktura.core.denylist import deny
from faktura.core.errors import Unauthenticated
from faktura.core.observability import log


@api.post("/oauth/revoke", scope=None, raises=[InvalidTokenRequest, InvalidClient, NotYourToken, TooManyWrongSecrets])
def handler(form: RevocationForm, clients: ClientService) -> None:
    """Revoke one of the client's own access tokens (RFC 7009); 200 also for a token that is no longer good.

    All APIs follow within 30 seconds: until then the token may still be accepted.
    """
    client = clients.authenticated(form)
    if not (token := form.parameters.get("token")):
        raise InvalidTokenRequest("The parameter token is missing.")
    try:
        caller = verified(token)
    except Unauthenticated:
        return
    if caller.subject != client.client_id:
        raise NotYourToken
    deny(caller.token_id, caller.expires_at)
    log.info("token revoked", client_id=client.client_id, token_id=caller.token_id)
