"""Which part of a journal a request asks for (docs/apis/audit.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from faktura.core.errors import Fault, InvalidRequest
from faktura.core.paging import WholeNumber
from faktura.core.request import Request

MAX_PAGE_ENTRIES = 100

_AFTER = WholeNumber(
    "The entries past this position: that of the last entry of the page before, or of a head that you hold.",
    minimum=0,
    maximum=1_000_000_000,
    default=0,
)
_SIZE = WholeNumber("How many entries the page has at most.", maximum=MAX_PAGE_ENTRIES, default=MAX_PAGE_ENTRIES)


@dataclass(frozen=True)
class JournalQuery:
    """At most `size` entries past the position `after`."""

    after: int
    size: int
    is_disclosing: bool

    QUERY: ClassVar[Mapping[str, Any]] = {
        "after": _AFTER.terms,
        "pageSize": _SIZE.terms,
        "disclose": {
            "description": "Whether the page has the content behind the commitments, with their salts.",
            "schema": {"type": "string", "enum": ["true", "false"], "default": "false"},
        },
    }

    @classmethod
    def from_request(cls, request: Request) -> "JournalQuery":
        """From `after` (0 by default), `pageSize` (100 by default and at most) and `disclose`."""
        [disclose, *_] = request.query.get("disclose", ["false"])
        if disclose not in ("true", "false"):
            raise InvalidRequest(Fault("disclose", "must be true or false"))
        return cls(_AFTER.read("after", request), _SIZE.read("pageSize", request), disclose == "true")
