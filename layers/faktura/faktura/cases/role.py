"""For whom a client acts: a provider, whose invoices and cases they are, or a partner, whose cases are worked on."""

from dataclasses import dataclass
from typing import Literal

from faktura.core.errors import Forbidden
from faktura.core.request import Request

_LONGEST_NAME = 255


@dataclass(frozen=True)
class Provider:
    """A workshop, by its token's `provider_id`."""

    id: str

    @classmethod
    def from_request(cls, request: Request) -> "Provider":
        """The caller's provider; `Forbidden` for anybody else."""
        return cls(_named(request, "provider_id"))


@dataclass(frozen=True)
class Viewer:
    """Who searches: a provider its own invoices, a partner those of its cases. A provider's token is a provider's."""

    role: Literal["provider", "partner"]
    id: str

    @classmethod
    def from_request(cls, request: Request) -> "Viewer":
        """The caller's role; `Forbidden` for a token of neither."""
        if "provider_id" in request.caller.context:
            return cls("provider", _named(request, "provider_id"))
        return cls("partner", _named(request, "partner_id"))


def _named(request: Request, claim: str) -> str:
    name = request.caller.context.get(claim)
    if not isinstance(name, str) or not 0 < len(name) <= _LONGEST_NAME:
        raise Forbidden
    return name
