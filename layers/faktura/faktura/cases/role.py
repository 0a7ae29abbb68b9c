"""The tenant that a client acts for: a provider, which owns cases and invoices, or a partner, which is given cases."""

from dataclasses import dataclass
from typing import Literal

from faktura.cases.case import StoredCase
from faktura.core.errors import Forbidden
from faktura.core.request import Request

Role = Literal["provider", "partner"]

_MAX_ID_LENGTH = 255


@dataclass(frozen=True)
class Provider:
    """A workshop, by its token's `provider_id`."""

    id: str

    @classmethod
    def from_request(cls, request: Request) -> "Provider":
        """The caller's provider; `Forbidden` for any other caller."""
        return cls(_claimed_id(request, "provider_id"))


@dataclass(frozen=True)
class Viewer:
    """A caller who searches. A provider sees its own invoices, a partner those of its cases.

    A token with both claims is a provider's.
    """

    role: Role
    id: str

    @classmethod
    def from_request(cls, request: Request) -> "Viewer":
        """The caller's role and id; `Forbidden` for a token with neither claim."""
        if "provider_id" in request.caller.context:
            return cls("provider", _claimed_id(request, "provider_id"))
        return cls("partner", _claimed_id(request, "partner_id"))

    def may_see(self, case: StoredCase) -> bool:
        """Whether the case, and so its invoices, are the viewer's now."""
        return self.id == (case.provider if self.role == "provider" else case.partner)


def _claimed_id(request: Request, claim: str) -> str:
    value = request.caller.context.get(claim)
    if not isinstance(value, str) or not 0 < len(value) <= _MAX_ID_LENGTH:
        raise Forbidden
    return value
