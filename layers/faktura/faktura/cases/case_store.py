"""Cases in the table, and their moves from partner to partner (`case_service` explains a move)."""

from collections.abc import Collection, Iterable
from datetime import datetime
from decimal import Decimal

from faktura.cases.case import StoredCase
from faktura.cases.keys import (
    LEDGERS_KEY,
    case_key,
    index_of,
    ledger_key,
    move_key,
    moves_place,
    projection,
    tally_key,
)
from faktura.cases.role import Viewer
from faktura.core.attributes import Item
from faktura.core.aws import client
from faktura.core.clock import now
from faktura.core.counter import Counter
from faktura.core.dynamo import Table, Write, WriteConflict, transact
from faktura.core.settings import setting

_KEY = projection("place", "name")
_PLACEMENT = projection("place", "name", "guid", "moves")
"""What shows under which of its case's partners an invoice was written."""


class CaseStore:
    """Providers' cases. A write raises `WriteConflict`, or returns false, if another writer was first."""

    def __init__(self, table: Table) -> None:
        self._table = table
        client("dynamodb")

    @classmethod
    def from_settings(cls) -> "CaseStore":
        """The store with the table that the template names."""
        return cls(Table(setting("CASES_TABLE")))

    def find(self, guid: str) -> StoredCase | None:
        """The case with this GUID, of any provider."""
        item = self._table.get(case_key(guid))
        return stored_case(item) if item else None

    def find_many(self, guids: Collection[str]) -> list[StoredCase]:
        """The cases among these that exist."""
        return [stored_case(item) for item in self._table.get_many(map(case_key, sorted(guids)))]

    def create(self, case: StoredCase) -> None:
        """Store a new case, and open the ledger of a provider's first one."""
        if self._table.get(ledger_key(case.provider)) is None:
            self._open_ledger(case.provider)
        if not self._table.put(case_item(case), "attribute_not_exists(place)"):
            raise WriteConflict

    def replace(self, before: StoredCase, after: StoredCase) -> None:
        """Replace a case that stays with its partner, or that has no invoices."""
        transact([self._replacing(before, after, before.moving_partners)])

    def move(self, before: StoredCase, after: StoredCase, moving_partners: Iterable[str]) -> None:
        """Replace a case that changes its partner, with the partners' counts and notes that the move has begun."""
        transact(
            [
                self._replacing(before, after, moving_partners),
                self._counting(before.partner, -before.invoices),
                self._counting(after.partner, before.invoices),
                self._table.putting(move_key(before.partner, before.guid)),
                self._table.putting(move_key(after.partner, before.guid)),
            ]
        )

    def placements(self, guid: str, excluded: Collection[str]) -> list[Item]:
        """The case's invoices, as its index shows them, except those named in `excluded`."""
        index, attribute, value = index_of("guid", "provider", guid)
        listed = self._table.query(f"{attribute} = :guid", {":guid": value}, index, **_KEY)
        keys = {item["name"]: item for item in listed if item["name"] not in excluded}
        return [item for item in self._table.get_many(keys.values(), **_PLACEMENT) if item["guid"] == guid]

    def move_invoice(self, placement: Item, case: StoredCase) -> bool:
        """Make an invoice name the case's partner, unless it left the case or was written under a later partner."""
        rewriting = self._table.updating(
            {"place": placement["place"], "name": placement["name"]},
            "SET partner = :partner, moves = :moves, revision = revision + :one",
            {":partner": case.partner, ":moves": Decimal(case.moves), ":one": Decimal(1), ":guid": case.guid},
            "guid = :guid AND moves <= :moves",
            _conflict,
        )
        return _is_written([rewriting])

    def end_moves(self, case: StoredCase, expiry: datetime) -> bool:
        """Let the notes about the case's moves expire, unless the case has changed since it was read."""
        expires = Decimal(int(expiry.timestamp()))
        notes = [
            self._table.putting(move_key(partner, case.guid) | {"expiresAt": expires})
            for partner in case.moving_partners
        ]
        ending = self._table.updating(
            case_key(case.guid),
            "SET unsettled = :none",
            {":none": [], ":seen": Decimal(case.version)},
            "version = :seen",
            _conflict,
        )
        return _is_written([ending, *notes])

    def moved(self, partner: str) -> frozenset[str]:
        """GUIDs of cases that the partner got or lost recently, so that its indexes may be wrong about them."""
        present = Decimal(int(now().timestamp()))
        found = self._table.query("place = :place", {":place": moves_place(partner)}, ConsistentRead=True)
        return frozenset(move["name"] for move in found if move.get("expiresAt", present) >= present)

    def count_invoices(self, viewer: Viewer) -> int:
        """How many invoices the viewer may see, from the stored count."""
        key = ledger_key(viewer.id) if viewer.role == "provider" else tally_key(viewer.id)
        return sum(int(item.get("last", item.get("invoices", 0))) for item in self._table.get_many([key]))

    def _open_ledger(self, provider: str) -> None:
        counter = Counter(self._table, LEDGERS_KEY)
        counter.catch_up()
        numbers = counter.next()
        ledger = ledger_key(provider) | {"number": Decimal(numbers[0])}
        opening = self._table.putting(ledger, "attribute_not_exists(place)", otherwise=_conflict)
        transact([counter.taking(numbers), opening])

    def _replacing(self, before: StoredCase, after: StoredCase, moving_partners: Iterable[str]) -> Write:
        moved = before.partner != after.partner
        return self._table.updating(
            case_key(before.guid),
            "SET document = :document, partnerId = :partner, unsettled = :unsettled,"
            " version = version + :moved, moves = moves + :moved",
            {
                ":document": after.document,
                ":partner": after.partner,
                ":moved": Decimal(moved),
                ":unsettled": list(moving_partners),
                ":seen": Decimal(before.version),
            },
            "version = :seen",
            _conflict,
        )

    def _counting(self, partner: str, invoices: int) -> Write:
        return self._table.updating(tally_key(partner), "ADD invoices :moved", {":moved": Decimal(invoices)})


def stored_case(item: Item) -> StoredCase:
    """The case in an item."""
    counts = int(item["invoices"]), int(item["version"]), int(item["moves"])
    moving_partners = tuple(item.get("unsettled", ()))
    return StoredCase(item["guid"], item["provider"], item["partnerId"], item["document"], *counts, moving_partners)


def case_item(case: StoredCase) -> Item:
    """The item of a new case."""
    counts = {"invoices": case.invoices, "version": case.version, "moves": case.moves}
    numbers = {name: Decimal(count) for name, count in counts.items()}
    content = {"guid": case.guid, "provider": case.provider, "partnerId": case.partner, "document": case.document}
    return case_key(case.guid) | content | numbers


def _conflict(_: Item | None) -> WriteConflict:
    return WriteConflict()


def _is_written(writes: list[Write]) -> bool:
    try:
        transact(writes)
    except WriteConflict:
        return False
    return True
