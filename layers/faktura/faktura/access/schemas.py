"""Response bodies: an access token (RFC 6749) and the public keys (RFC 7517)."""

from typing import Literal

from pydantic import ConfigDict, Field

from faktura.core.model import Model

ACCESS_TOKEN_TYPE = "urn:ietf:params:oauth:token-type:access_token"  # noqa: S105  # the type's name, not a secret


class AccessToken(Model):
    """An access token and how long it is valid."""

    model_config = ConfigDict(alias_generator=None)

    access_token: str = Field(description="The token. Send it as `Authorization: Bearer <token>`.")
    token_type: Literal["Bearer"] = Field(description="Always `Bearer`.")
    expires_in: int = Field(description="How many seconds the token is valid.")
    scope: str = Field(description="The scopes that the token grants, separated by spaces.")
    session_idle_time: int = Field(description="Always 120. A token does not expire when it is idle.")
    refresh_token: str = Field(description="Always empty. Request a new token instead.")
    refresh_token_expires_in: int = Field(description="Always 0, because there is no refresh token.")
    issued_token_type: str | None = Field(
        default=None,
        description="For a person's token: `urn:ietf:params:oauth:token-type:access_token`.",
        examples=[ACCESS_TOKEN_TYPE],
    )


class SignInTerms(Model):
    """How people sign in: OpenID Connect with an authorization code and PKCE (S256)."""

    authorization_endpoint: str = Field(
        description="Where to send the browser.", examples=["https://login.example.com/authorize"]
    )
    client_id: str = Field(description="The client id to send.", examples=["faktura-desk"])
    scope: str = Field(description="The scopes to ask for.", examples=["openid profile email"])
    redirect_uri: str = Field(description="Where the browser comes back.", examples=["https://api.example.com/desk"])
    end_session_endpoint: str | None = Field(
        default=None,
        description="Where to send the browser to sign out; absent if the identity provider has no such page.",
        examples=["https://login.example.com/logout"],
    )


class RedeemedTokens(Model):
    """The tokens of the identity provider."""

    model_config = ConfigDict(alias_generator=None)

    id_token: str = Field(description="The ID token. Exchange it at `/oauth/token`.")
    refresh_token: str | None = Field(
        default=None, description="Renews the ID token; absent if the identity provider gives none."
    )


class PublicKey(Model):
    """One public key (a JSON Web Key)."""

    model_config = ConfigDict(alias_generator=None)

    kty: Literal["EC"] = Field(description="The type of the key: elliptic curve.")
    crv: Literal["P-256"] = Field(description="The curve.")
    x: str = Field(description="The x coordinate, base64url.")
    y: str = Field(description="The y coordinate, base64url.")
    kid: str = Field(description="The id of the key. A token names it in its header.")
    use: Literal["sig"] = Field(description="The use of the key: signatures.")
    alg: Literal["ES256"] = Field(description="The signature algorithm.")


class PublicKeys(Model):
    """The public keys that verify access tokens."""

    keys: list[PublicKey] = Field(description="The keys in use. A token signed by any other key is not valid.")
