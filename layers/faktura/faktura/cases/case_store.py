"""Cases in the table: written by their provider, and moved between partners with all their invoices at once.

An invoice's item names its partner, for the partners' indexes. When a case changes its partner, one transaction moves
the case and what the two partners' counts say, and notes for both that their indexes are behind for this case; finds
heed that from then on. Then the invoices are rewritten one by one, each stamped with the number of the case's `moves`,
so that what is late for an earlier move changes nothing. The notes end some minutes after all of them are
known to be: after a crash they just stay, finds stay right, and the next PUT goes on.
"""

import time
from collections.abc import Collection, Iterable, Iterator
from datetime import timedelta
from decimal import Decimal

from faktura.cases.case import Case
from faktura.cases.errors import NoSuchCase, NotYourCase
from faktura.cases.keys import (
    KEYS_ONLY,
    LEDGERS_KEY,
    PLACED,
    StoredCase,
    case_key,
    index_of,
    ledger_key,
    move_key,
    tally_key,
)
from faktura.core import json
from faktura.core.aws import client
from faktura.core.clock import now
from faktura.core.counter import Counter
from faktura.core.dynamo import Item, Table, Write, transact
from faktura.core.errors import Unavailable
from faktura.core.observability import log
from faktura.core.parallel import each
from faktura.core.settings import setting

HEEDED = timedelta(minutes=10)
"""How long finds heed a move after it was settled: indexes follow the table within moments, seldom within minutes."""

SETTLING_SECONDS = 15
MOST_UNSETTLED = 20

_ATTEMPTS = 40
_LAG_SECONDS = 0.1


class _Changed(Exception):
    """Another writer came first."""


class CaseStore:
    """Providers' cases."""

    def __init__(self, table: Table) -> None:
        self._table = table
        client("dynamodb")

    @classmethod
    def from_settings(cls) -> "CaseStore":
        """The store the template names."""
        return cls(Table(setting("CASES_TABLE")))

    def get(self, provider: str, guid: str) -> StoredCase:
        """The provider's case; `NoSuchCase` where it has none of this GUID."""
        case = self._find(guid)
        if case is None or case.provider != provider:
            raise NoSuchCase
        return case

    def put(self, provider: str, guid: str, case: Case) -> StoredCase:
        """Store the case in place of what it was; `NotYourCase` where it is another provider's."""
        document = json.dumps(case.named(guid)).decode()
        for _ in range(_ATTEMPTS):
            before = self._find(guid)
            after = StoredCase(guid, provider, case.partner_id, document)
            try:
                if before is None:
                    self._create(after)
                elif before.provider != provider:
                    raise NotYourCase
                else:
                    self._replace(before, after)
                    if not self.settle(guid):
                        log.warning("case not settled", guid=guid)
            except _Changed:
                continue
            return after
        raise Unavailable

    def settle(self, guid: str) -> bool:
        """Make every invoice of the case name its partner; whether it is sure that all do, after at most 15 s.

        The index of the case may be behind the table. It was not where it led to as many invoices as the case has,
        and the case's version stayed the same meanwhile.
        """
        ends, version, rewritten = time.monotonic() + SETTLING_SECONDS, -1, set[str]()
        while (case := self._find(guid)) and case.unsettled and time.monotonic() < ends:
            if case.version != version:
                version, rewritten = case.version, set()
            rewritten |= self._rewrite_all(case, rewritten, ends)
            if len(rewritten) == case.invoices and self._settled(case):
                return True
            time.sleep(_LAG_SECONDS)
        return case is None or not case.unsettled

    def _listed(self, guid: str) -> Iterator[Item]:
        index, attribute, value = index_of("guid", "provider", guid)
        return self._table.query(f"{attribute} = :guid", {":guid": value}, index, **KEYS_ONLY)

    def _rewrite_all(self, case: StoredCase, rewritten: Collection[str], ends: float) -> set[str]:
        """Rewrite what the index leads to, besides the `rewritten`; names of all that is known to be right by then."""
        listed = {item["name"]: item for item in self._listed(case.guid) if item["name"] not in rewritten}
        stored = [item for item in self._table.get_many(listed.values(), **PLACED) if item["guid"] == case.guid]
        right = {item["name"] for item in stored if item["moves"] == case.moves}
        wrong = [item for item in stored if item["name"] not in right]

        def rewrite(item: Item) -> bool:
            return time.monotonic() < ends and self._rewrite(item, case)

        outcomes = each(rewrite, wrong)
        return right | {item["name"] for item, done in zip(wrong, outcomes, strict=True) if done}

    def _rewrite(self, item: Item, case: StoredCase) -> bool:
        """Let an invoice name the case's partner, if it is of the case still and was not put under a later one."""
        rewriting = self._table.updating(
            {"place": item["place"], "name": item["name"]},
            "SET partner = :partner, moves = :moves, revision = revision + :one",
            {":partner": case.partner, ":moves": Decimal(case.moves), ":one": Decimal(1), ":guid": case.guid},
            "guid = :guid AND moves <= :moves",
            lambda _: _Changed(),
        )
        try:
            transact([rewriting])
        except _Changed:
            return False
        return True

    def _settled(self, case: StoredCase) -> bool:
        """Let the notes of its moves end, unless the case has changed meanwhile."""
        expires = Decimal(int((now() + HEEDED).timestamp()))
        notes = [
            self._table.putting(move_key(partner, case.guid) | {"expiresAt": expires}) for partner in case.unsettled
        ]
        settling = self._table.updating(
            case_key(case.guid),
            "SET unsettled = :none",
            {":none": [], ":seen": Decimal(case.version)},
            "version = :seen",
            lambda _: _Changed(),
        )
        try:
            transact([settling, *notes])
        except _Changed:
            return False
        return True

    def _find(self, guid: str) -> StoredCase | None:
        item = self._table.get(case_key(guid))
        return StoredCase.of(item) if item else None

    def _create(self, case: StoredCase) -> None:
        if self._table.get(ledger_key(case.provider)) is None:
            self._open_ledger(case.provider)
        if not self._table.put(case.item(), "attribute_not_exists(place)"):
            raise _Changed

    def _open_ledger(self, provider: str) -> None:
        def opening(numbers: range) -> list[Write]:
            ledger = ledger_key(provider) | {"number": Decimal(numbers[0])}
            return [self._table.putting(ledger, "attribute_not_exists(place)", otherwise=lambda _: _Changed())]

        Counter(self._table, LEDGERS_KEY).number(opening)

    def _replace(self, before: StoredCase, after: StoredCase) -> None:
        if before.partner == after.partner or not before.invoices:
            transact([self._rewriting(before, after, before.unsettled)])
            return
        unsettled = tuple(sorted({*before.unsettled, before.partner, after.partner}))
        if len(unsettled) > MOST_UNSETTLED:
            raise Unavailable
        transact(
            [
                self._rewriting(before, after, unsettled),
                self._counting(before.partner, -before.invoices),
                self._counting(after.partner, before.invoices),
                self._table.putting(move_key(before.partner, before.guid)),
                self._table.putting(move_key(after.partner, before.guid)),
            ]
        )

    def _rewriting(self, before: StoredCase, after: StoredCase, unsettled: Iterable[str]) -> Write:
        moved = before.partner != after.partner
        return self._table.updating(
            case_key(before.guid),
            "SET document = :document, partnerId = :partner, unsettled = :unsettled,"
            " version = version + :moved, moves = moves + :moved",
            {
                ":document": after.document,
                ":partner": after.partner,
                ":moved": Decimal(moved),
                ":unsettled": list(unsettled),
                ":seen": Decimal(before.version),
            },
            "version = :seen",
            lambda _: _Changed(),
        )

    def _counting(self, partner: str, invoices: int) -> Write:
        return self._table.updating(tally_key(partner), "ADD invoices :moved", {":moved": Decimal(invoices)})
