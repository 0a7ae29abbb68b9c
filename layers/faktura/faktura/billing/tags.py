"""Tags: what a tagged invoice or payment says is redacted for who does not name the tag (CONTRACT section 2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from faktura.core.errors import Fault, Forbidden, InvalidRequest
from faktura.core.request import Request

VALID = ("immigration",)


@dataclass(frozen=True)
class Tags:
    """The tags that a request names, all of which its caller may see; a write adds them."""

    QUERY: ClassVar[dict[str, Any]] = {
        "tags": {
            "description": "See what is tagged so, and tag what is written; repeated, or with commas between them",
            "schema": {"type": "array", "items": {"type": "string", "enum": list(VALID)}},
            "style": "form",
            "explode": False,
        }
    }
    """What the OpenAPI description says of it."""

    named: frozenset[str] = frozenset()

    @classmethod
    def from_request(cls, request: Request) -> "Tags":
        """`?tags=immigration`, repeated or with commas; an unknown one is invalid, one beyond the token forbidden."""
        sent = [tag.strip() for text in request.query.get("tags", []) for tag in text.split(",")]
        named = frozenset(filter(None, sent))
        if unknown := sorted(named - set(VALID)):
            raise InvalidRequest(*(Fault("tags", f"must be among {', '.join(VALID)}, not '{tag}'") for tag in unknown))
        if any(f"tags:{tag}" not in request.caller.scopes for tag in named):
            raise Forbidden
        return cls(named)

    def hide(self, tags: Iterable[str]) -> bool:
        """Whether what has these tags is redacted for the request."""
        return not self.named.issuperset(tags)

    def added_to(self, tags: Iterable[str]) -> list[str]:
        """The tags of something this request writes."""
        return sorted(self.named.union(tags))
