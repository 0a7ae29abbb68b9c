from jwt.algorithms import ECAlgorithm

from faktura.access.api import api
from faktura.access.schemas import PublicKey, PublicKeys
from faktura.core.issuers import own_public_keys
from faktura.core.response import Response


@api.get("/.well-known/jwks.json", scope=None, response=PublicKeys)
def handler() -> Response:
    """Get the public keys that verify access tokens (a JSON Web Key Set)."""
    keys = [
        PublicKey(**{**ECAlgorithm.to_jwk(key, as_dict=True), "kid": kid, "use": "sig", "alg": "ES256"})
        for kid, key in own_public_keys().items()
    ]
    return Response(200, PublicKeys(keys=keys), {"Cache-Control": "public, max-age=300"})
