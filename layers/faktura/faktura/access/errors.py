"""The errors of the token endpoints. A message tells the caller's developer what to send instead.

Refusal
└── OAuthRefusal                 an error of RFC 6749 section 5.2
    ├── InvalidTokenRequest
    ├── UnsupportedGrantType
    │   └── NoTokenExchange
    ├── InvalidScope
    ├── TokenOfAnotherClient     RFC 7009 section 2.1
    ├── IdTokenRefused           RFC 8693 section 2.2.2
    ├── GrantRefused
    │   └── PersonRefused
    ├── NoDesk
    ├── InvalidClient
    └── TooManyFailedAttempts

ValueError                       the operator's command reports it
├── TokenTooLong
├── IdTaken
├── StillEnabled
└── AlreadyInvited
    └── UserIdTaken
"""

from faktura.core.errors import Refusal

GRANT_TYPE = "client_credentials"
TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"  # noqa: S105  # the grant's name, not a secret


class OAuthRefusal(Refusal):
    """An error of RFC 6749 section 5.2; `code` is its `error` value."""

    code = "invalid_request"


class InvalidTokenRequest(OAuthRefusal):
    """A parameter is missing, repeated, or given in two different ways."""

    message = "A parameter is missing or repeated."


class UnsupportedGrantType(OAuthRefusal):
    """The grant type is none that is offered here."""

    code = "unsupported_grant_type"
    message = f"The grant type must be {GRANT_TYPE}, or {TOKEN_EXCHANGE} for a person who has signed in."


class NoTokenExchange(UnsupportedGrantType):
    """The token exchange is not offered, because the operator has named no identity provider."""

    message = f"No person can sign in to this service, so the grant type must be {GRANT_TYPE}."


class InvalidScope(OAuthRefusal):
    """The client or the person may not have one of the requested scopes, or has no scope at all."""

    code = "invalid_scope"
    message = "The client or the person may not have all of the requested scopes, or has none."


class TokenOfAnotherClient(OAuthRefusal):
    """The token belongs to another client. A client may revoke its own tokens only."""

    code = "unauthorized_client"
    message = "The token was issued to another client."


class IdTokenRefused(OAuthRefusal):
    """The ID token is malformed, forged, expired, too old, or meant for another application."""

    message = "The ID token is not accepted. Sign in again."


class GrantRefused(OAuthRefusal):
    """The code or the refresh token is wrong, used, expired or revoked, or the verifier does not fit the code."""

    code = "invalid_grant"
    message = "The sign-in has expired. Sign in again."


class PersonRefused(GrantRefused):
    """No enabled person is invited by this identity or its verified e-mail."""

    message = "You have no access. Ask your operator for an invitation."


class NoDesk(OAuthRefusal):
    """The operator has named no identity provider, so people cannot sign in."""

    message = "No person can sign in to this service. Its operator has named no identity provider."


class InvalidClient(OAuthRefusal):
    """The client is unknown or disabled, its secret is wrong, or the credentials are missing."""

    code = "invalid_client"
    message = "The client is unknown or disabled, or its secret is wrong."


class TooManyFailedAttempts(OAuthRefusal):
    """This network has sent too many wrong secrets for this client.

    Until the seconds in `Retry-After` have passed, no secret is checked. Requests from other networks are not affected.
    """

    code = "slow_down"

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"Too many wrong secrets came from this address. Try again in {retry_after} seconds.")
        self.retry_after = retry_after


class TokenTooLong(ValueError):
    """The scopes and the context do not fit into one token."""


class IdTaken(ValueError):
    """A client and a person cannot have the same id: the commands take either."""


class StillEnabled(ValueError):
    """Only a disabled person can be removed."""


class AlreadyInvited(ValueError):
    """The id, the user id, the e-mail or the identity belongs to a person already."""


class UserIdTaken(AlreadyInvited):
    """The user id belongs to another person."""

    def __init__(self, user_id: int) -> None:
        super().__init__(f"the user id {user_id} belongs to another person")
        self.user_id = user_id
