from jwt.algorithms import ECAlgorithm

from faktura.access.api import api
from faktura.access.schemas import PublicKeys
from faktura.core.issuers import own_public_keys
from faktura.core.request import Answer


@api.get("/.well-known/jwks.json", allow=None, answers=PublicKeys)
def handler() -> Answer:
    """The public keys that verify access tokens (RFC 7517)."""
    keys = [
        {**ECAlgorithm.to_jwk(key, as_dict=True), "kid": kid, "use": "sig", "alg": "ES256"}
        for kid, key in own_public_keys().items()
    ]
    return Answer(200, {"keys": keys}, {"Cache-Control": "public, max-age=300"})
