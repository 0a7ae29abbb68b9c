"""The bodies of number ranges."""

from pydantic import Field

from faktura.audit.schemas import JournalEnd, Jws
from faktura.core.model import Model


class RangeBody(Model):
    """A number range that has a journal."""

    range: str = Field(description="Its name; `*` stands for the digits.", examples=["jobs/acme/ORD-2026-*"])
    end: JournalEnd = Field(description="The end of its journal.")
    signed_head: Jws | None = Field(
        default=None, description="Its last signed head, as a JWS (RFC 7515); absent until the first is signed."
    )
