from faktura.access.api import api
from faktura.access.schemas import PublicKey, PublicKeys
from faktura.core.issuers import own_key_set
from faktura.core.response import Response


@api.get("/.well-known/jwks.json", scope=None, response=PublicKeys)
def handler() -> Response:
    """Get the public keys that verify access tokens (a JSON Web Key Set)."""
    keys = [PublicKey(**key) for key in own_key_set()]
    return Response(200, PublicKeys(keys=keys), {"Cache-Control": "public, max-age=300"})
