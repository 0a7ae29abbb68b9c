from faktura.access.api import api
from faktura.access.errors import NoDesk
from faktura.access.schemas import SignInTerms
from faktura.access.sign_in.sign_in_service import SignInService
from faktura.core.request import Request


@api.get("/oauth/sign-in", scope=None, raises=[NoDesk])
def handler(request: Request, sign_in: SignInService) -> SignInTerms:
    """Get what an application needs to let people sign in (OpenID Connect).

    Send the browser to `authorizationEndpoint` with `response_type=code`, a `state`, a `nonce` and a PKCE challenge
    (`S256`). Check the `state` when the browser comes back, and the `nonce` in the ID token.
    """
    return sign_in.terms(request.base_url)
