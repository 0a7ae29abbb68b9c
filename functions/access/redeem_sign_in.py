from faktura.access.api import api
from faktura.access.errors import GrantRefused, InvalidTokenRequest, NoDesk
from faktura.access.form import SignInForm
from faktura.access.schemas import RedeemedTokens
from faktura.access.sign_in.sign_in_service import SignInService
from faktura.core.request import Request


@api.post("/oauth/sign-in", scope=None, raises=[InvalidTokenRequest, GrantRefused, NoDesk])
def handler(form: SignInForm, request: Request, sign_in: SignInService) -> RedeemedTokens:
    """Redeem a person's authorization code, or a refresh token, at the identity provider.

    The ID token in the response is exchanged for an access token at `/oauth/token`.
    """
    return sign_in.redeem(form, request.base_url)
