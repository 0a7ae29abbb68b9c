"""What a client is answered: tokens (RFC 6749) and the keys that verify them (RFC 7517)."""

from typing import Literal

from pydantic import ConfigDict

from faktura.core.model import Model


class AccessToken(Model):
    """A token and what it is good for; `expires_in` is seconds."""

    model_config = ConfigDict(alias_generator=None)

    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int
    scope: str
    session_idle_time: int
    refresh_token: str
    refresh_token_expires_in: int


class PublicKey(Model):
    """One public key, by its `kid`."""

    model_config = ConfigDict(alias_generator=None)

    kty: Literal["EC"]
    crv: Literal["P-256"]
    x: str
    y: str
    kid: str
    use: Literal["sig"]
    alg: Literal["ES256"]


class PublicKeys(Model):
    """The keys that verify access tokens."""

    keys: list[PublicKey]
