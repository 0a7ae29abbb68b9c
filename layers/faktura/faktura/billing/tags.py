"""Tags: a tagged invoice or payment is redacted for every request that does not name its tag (docs/apis/billing.md)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from faktura.core.errors import Fault, Forbidden, InvalidRequest
from faktura.core.request import Request

KNOWN_TAGS = ("immigration",)


@dataclass(frozen=True)
class Tags:
    """The tags that a request names; its caller may see all of them. A write adds them."""

    QUERY: ClassVar[dict[str, Any]] = {
        "tags": {
            "description": "Show invoices and payments with these tags in full, and add the tags to what is written. "
            "Repeat the parameter, or separate tags by commas.",
            "schema": {"type": "array", "items": {"type": "string", "enum": list(KNOWN_TAGS)}},
            "style": "form",
            "explode": False,
        }
    }
    """The parameter in the OpenAPI description."""

    named: frozenset[str] = frozenset()

    @classmethod
    def from_request(cls, request: Request) -> "Tags":
        """The tags in `?tags=`: `InvalidRequest` for an unknown one, `Forbidden` for one not in the token."""
        texts = [tag.strip() for text in request.query.get("tags", []) for tag in text.split(",")]
        named = frozenset(filter(None, texts))
        if unknown := sorted(named - set(KNOWN_TAGS)):
            known = ", ".join(KNOWN_TAGS)
            raise InvalidRequest(*(Fault("tags", f"must not contain '{tag}'; known tags: {known}") for tag in unknown))
        if any(f"tags:{tag}" not in request.caller.scopes for tag in named):
            raise Forbidden
        return cls(named)

    def redacts(self, tags: Iterable[str]) -> bool:
        """Whether an invoice or payment with these tags is redacted for the request."""
        return not self.named.issuperset(tags)

    def added_to(self, tags: Iterable[str]) -> list[str]:
        """The tags of an invoice or payment after this request writes it."""
        return sorted(self.named.union(tags))
