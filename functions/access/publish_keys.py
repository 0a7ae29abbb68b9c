from jwt.algorithms import ECAlgorithm

from faktura.access.api import api
from faktura.access.schemas import PublicKeys
from faktura.core.issuers import own_public_keys
from faktura.core.response import Response


@api.get("/.well-known/jwks.json", scope=None, response=PublicKeys)
def handler() -> Response:
    """The public keys that verify access tokens (RFC 7517)."""
    keys = [
        {**ECAlgorithm.to_jwk(key, as_dict=True), "kid": kid, "use": "sig", "alg": "ES256"}
        for kid, key in own_public_keys().items()
    ]
    return Response(200, {"keys": keys}, {"Cache-Control": "public, max-age=300"})
