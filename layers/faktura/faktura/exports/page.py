"""Pages of an owner's exports. A cursor works only for the owner it was made for."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from faktura.core.errors import Fault, InvalidRequest
from faktura.core.paging import CURSOR, WholeNumber, cursor, position
from faktura.core.request import Request
from faktura.exports.export import Export

MAX_PAGE = 100

_SIZE = WholeNumber("How many exports a page has.", maximum=MAX_PAGE, default=MAX_PAGE)
_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class ExportsPage:
    """One page of a list of exports: `size` of them, which are older than the one that the cursor points to."""

    size: int
    cursor: str
    address: str

    QUERY: ClassVar[Mapping[str, Any]] = {"limit": _SIZE.terms, "cursor": CURSOR}

    @classmethod
    def from_request(cls, request: Request) -> "ExportsPage":
        """From `limit` (100 by default and at most) and the `cursor` of a `Link`."""
        [given, *_] = request.query.get("cursor", [""])
        return cls(_SIZE.read("limit", request), given, f"{request.base_url}{request.path}")

    def before(self, owner: str) -> str:
        """The id of the export that the page begins after; empty for the first page. `InvalidRequest` if it is none."""
        if not self.cursor:
            return ""
        found = position(self.cursor, _scope(owner)).get("after")
        if not isinstance(found, str) or not _ID.fullmatch(found):
            raise InvalidRequest(Fault("cursor", "is not a cursor of this list"))
        return found

    def next_page(self, found: Sequence[Export], owner: str) -> str:
        """The URL of the next page; empty if all that was `found` is on this one."""
        if len(found) <= self.size:
            return ""
        last = cursor({"after": found[self.size - 1].export_id}, _scope(owner))
        return f"{self.address}?limit={self.size}&cursor={last}"


def _scope(owner: str) -> str:
    return f"exports {owner}"
