"""Pages of an owner's exports. A cursor works only for the caller and the list it was made for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from faktura.core.errors import Fault, InvalidRequest
from faktura.core.paging import CURSOR, WholeNumber, cursor, position
from faktura.core.request import Request
from faktura.exports.export import Export, is_export_id

MAX_PAGE = 100

_SIZE = WholeNumber("How many exports a page has.", maximum=MAX_PAGE, default=MAX_PAGE)


@dataclass(frozen=True)
class ExportsPage:
    """One page of a list: `size` exports that are older than the export `before`; empty for the first page."""

    size: int
    before: str
    scope: str
    address: str

    QUERY: ClassVar[Mapping[str, Any]] = {"limit": _SIZE.terms, "cursor": CURSOR}

    @classmethod
    def from_request(cls, request: Request) -> "ExportsPage":
        """From `limit` (100 by default and at most) and the `cursor` of a `Link`; `InvalidRequest` for any other."""
        scope = repr((request.caller.subject, dict(request.caller.context), request.path))
        cursors = request.query.get("cursor", [])
        before = position(cursors[0], scope).get("after") if cursors else ""
        if cursors and (not isinstance(before, str) or not is_export_id(before)):
            raise InvalidRequest(Fault("cursor", "is not a cursor of this list"))
        return cls(_SIZE.read("limit", request), str(before), scope, f"{request.base_url}{request.path}")

    def next_page(self, found: Sequence[Export]) -> str:
        """The URL of the next page; empty if all that was `found` is on this one."""
        if len(found) <= self.size:
            return ""
        last = cursor({"after": found[self.size - 1].export_id}, self.scope)
        return f"{self.address}?limit={self.size}&cursor={last}"
