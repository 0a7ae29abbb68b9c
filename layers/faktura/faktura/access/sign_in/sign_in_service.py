"""The sign-in as the desk sees it: where to send the browser, and the relay to the issuer's token endpoint."""

from faktura.access.errors import GrantRefused, NoDesk
from faktura.access.form import SignInForm
from faktura.access.people.person import SignedIn
from faktura.access.schemas import RedeemedTokens, SignInTerms
from faktura.access.sign_in.desk import Desk
from faktura.access.sign_in.issuer_client import IssuerClient
from faktura.core.auth import MAX_TOKEN_LENGTH
from faktura.core.errors import Unavailable

MAX_REFRESH_TOKEN_LENGTH = 16_384


class SignInService:
    """Signs people in at the issuer of the desk, if the operator has named one."""

    def __init__(self, desk: Desk | None) -> None:
        self._desk = desk

    @classmethod
    def from_settings(cls) -> "SignInService":
        """With the issuer that the template names."""
        return cls(Desk.configured())

    def terms(self, base_url: str) -> SignInTerms:
        """What the desk needs to send a browser to the issuer; `NoDesk` without an issuer."""
        client = self._client()
        discovery = client.discovery()
        end = {"end_session_endpoint": discovery.end_session_endpoint} if discovery.end_session_endpoint else {}
        return SignInTerms(
            authorization_endpoint=discovery.authorization_endpoint,
            client_id=client.desk.client_id,
            scope=discovery.scope,
            redirect_uri=_redirect_uri(base_url),
            **end,
        )

    def redeem(self, form: SignInForm, base_url: str) -> RedeemedTokens:
        """The issuer's ID token for a code or a refresh token; `GrantRefused` if it gives none."""
        client = self._client()
        grant = {"grant_type": "refresh_token", "refresh_token": form.refresh_token}
        if form.code:
            grant = {"grant_type": "authorization_code", "code": form.code, "code_verifier": form.code_verifier}
            grant["redirect_uri"] = _redirect_uri(base_url)
        answer = client.redeemed(grant)
        id_token, refresh_token = answer.get("id_token"), answer.get("refresh_token")
        if id_token is None and form.refresh_token:  # an issuer may renew no ID token: then the person signs in again
            raise GrantRefused
        if not isinstance(id_token, str) or not 0 < len(id_token) <= MAX_TOKEN_LENGTH:
            raise Unavailable("The identity provider does not answer. Try again later.")
        is_usable = isinstance(refresh_token, str) and 0 < len(refresh_token) <= MAX_REFRESH_TOKEN_LENGTH
        return RedeemedTokens(id_token=id_token, **({"refresh_token": refresh_token} if is_usable else {}))

    def signed_in(self, id_token: str) -> SignedIn:
        """Whom an ID token names; `IdTokenRefused` if it is not accepted, `NoDesk` without an issuer."""
        return self._client().signed_in(id_token)

    def _client(self) -> IssuerClient:
        if self._desk is None:
            raise NoDesk
        return IssuerClient(self._desk)


def _redirect_uri(base_url: str) -> str:
    return f"{base_url}/desk"
