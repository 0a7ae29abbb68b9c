from faktura.access.api import api
from faktura.access.client_service import ClientService
from faktura.access.errors import InvalidClient, InvalidTokenRequest, TokenOfAnotherClient, TooManyFailedAttempts
from faktura.access.form import RevocationForm
from faktura.access.people.person import SUBJECT_PREFIX
from faktura.core.auth import Caller, verified
from faktura.core.denylist import deny
from faktura.core.errors import Unauthenticated
from faktura.core.observability import log


@api.post(
    "/oauth/revoke",
    scope=None,
    raises=[InvalidTokenRequest, InvalidClient, TokenOfAnotherClient, TooManyFailedAttempts],
)
def handler(form: RevocationForm, clients: ClientService) -> None:
    """Revoke one of the client's own access tokens, or a person's token.

    A person's token needs no credentials: whoever has the token may revoke it. The response is 200 even if the token is
    no longer valid. APIs may accept a revoked token for up to 30 seconds.
    """
    client = clients.authenticate(form) if form.has_credentials else None
    if not (token := form.parameters.get("token")):
        raise InvalidTokenRequest("The parameter token is missing.")
    try:
        caller = verified(token)
    except Unauthenticated:
        return
    if client is None:
        _check_is_person(caller)
    elif caller.subject != client.client_id:
        raise TokenOfAnotherClient
    deny(caller.token_id, caller.expires_at)
    log.info("token revoked", client_id=caller.subject, token_id=caller.token_id)


def _check_is_person(caller: Caller) -> None:
    if not caller.subject.startswith(SUBJECT_PREFIX):
        raise InvalidClient("A client's token is revoked with the client's id and secret.")
