"""The desk as a client of the operator's OpenID provider: the parameters `DeskIssuer`, `DeskClientId` and so on."""

from dataclasses import dataclass

from faktura.core.settings import optional


@dataclass(frozen=True)
class Desk:
    """The issuer, the client id there, and the name of the SSM parameter with the client secret (empty for none)."""

    issuer: str
    client_id: str
    secret_name: str
    is_loopback_allowed: bool = False

    @classmethod
    def configured(cls) -> "Desk | None":
        """The desk of this stack; `None` if the operator has named no issuer."""
        issuer, client_id = optional("DESK_ISSUER"), optional("DESK_CLIENT_ID")
        if not issuer or not client_id:
            return None
        return cls(issuer, client_id, optional("DESK_CLIENT_SECRET") or "", bool(optional("LOOPBACK_ALLOWED")))
