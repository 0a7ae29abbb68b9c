"""Storing cases, and moving them between partners with all their invoices at once.

An invoice's item names its partner, for the partners' indexes. When a case changes its partner, one transaction changes
the case and both partners' counts, and notes for both that their indexes are wrong about this case. Searches respect
the notes from then on. Then the invoices are rewritten one by one, each with the number of the case's `moves`, so that
a late write of an earlier move changes nothing. Ten minutes after all are known to be rewritten the notes expire. After
a crash the notes stay and searches stay right; the next PUT of the case goes on.
"""

import time
from collections.abc import Collection
from datetime import timedelta

from faktura.cases.case import StoredCase
from faktura.cases.case_store import CaseStore
from faktura.cases.errors import NoSuchCase, NotYourCase
from faktura.cases.schemas import CaseRequest
from faktura.core import json
from faktura.core.attributes import Item
from faktura.core.clock import now
from faktura.core.dynamo import retry_on_conflict
from faktura.core.errors import Unavailable
from faktura.core.observability import log
from faktura.core.parallel import each

NOTE_RETENTION = timedelta(minutes=10)
"""How long searches respect a move after its end. Indexes follow the table within moments, rarely within minutes."""

MAX_MOVE_SECONDS = 15
MAX_MOVING_PARTNERS = 20

_INDEX_LAG_SECONDS = 0.1


class CaseService:
    """Providers' cases."""

    def __init__(self, cases: CaseStore) -> None:
        self._cases = cases

    @classmethod
    def from_settings(cls) -> "CaseService":
        """The service with the table that the template names."""
        return cls(CaseStore.from_settings())

    def get(self, provider: str, guid: str) -> StoredCase:
        """The provider's case; `NoSuchCase` if it has none with this GUID."""
        case = self._cases.find(guid)
        if case is None or case.provider != provider:
            raise NoSuchCase
        return case

    def put(self, provider: str, guid: str, case: CaseRequest) -> StoredCase:
        """Store the case in place of an earlier one; `NotYourCase` if that belongs to another provider."""
        stored = StoredCase(guid, provider, case.partner_id, json.dumps(case.body(guid)).decode())
        before = retry_on_conflict(lambda: self._write(stored))
        if before and not self.finish_move(guid):
            log.warning("case move not finished", guid=guid)
        return stored

    def finish_move(self, guid: str) -> bool:
        """Make every invoice of the case name the case's partner, for at most 15 s; whether all are known to do so.

        That is known when the case's index shows as many invoices as the case has, and the case's version has not
        changed meanwhile. Until then the index is out of date.
        """
        ends, version, rewritten = time.monotonic() + MAX_MOVE_SECONDS, -1, set[str]()
        while (case := self._cases.find(guid)) and case.moving_partners and time.monotonic() < ends:
            if case.version != version:
                version, rewritten = case.version, set()
            rewritten |= self._move_invoices(case, rewritten, ends)
            if len(rewritten) == case.invoices and self._cases.end_moves(case, now() + NOTE_RETENTION):
                return True
            time.sleep(_INDEX_LAG_SECONDS)
        return case is None or not case.moving_partners

    def _write(self, after: StoredCase) -> StoredCase | None:
        """Create or replace the case; returns what it was before."""
        before = self._cases.find(after.guid)
        if before is None:
            self._cases.create(after)
        elif before.provider != after.provider:
            raise NotYourCase
        elif before.partner == after.partner or not before.invoices:
            self._cases.replace(before, after)
        else:
            moving_partners = sorted({*before.moving_partners, before.partner, after.partner})
            if len(moving_partners) > MAX_MOVING_PARTNERS:
                raise Unavailable
            self._cases.move(before, after, moving_partners)
        return before

    def _move_invoices(self, case: StoredCase, rewritten: Collection[str], ends: float) -> set[str]:
        """Rewrite the invoices that the index shows, except the `rewritten`; returns the names of those now right."""
        placements = self._cases.placements(case.guid, excluded=rewritten)
        right = {item["name"] for item in placements if item["moves"] == case.moves}
        wrong = [item for item in placements if item["name"] not in right]

        def rewrite(item: Item) -> bool:
            return time.monotonic() < ends and self._cases.move_invoice(item, case)

        outcomes = each(rewrite, wrong)
        return right | {item["name"] for item, is_done in zip(wrong, outcomes, strict=True) if is_done}
