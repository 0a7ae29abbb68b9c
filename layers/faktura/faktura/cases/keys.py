"""The table of cases, and the only place that spells its keys. `place` + `name`:

    case#<guid>          case               a case: its provider, its partner, how many invoices it has
    provider#<provider>  <externalId> NUL   an invoice, whole as JSON in `document`
    ledger#<provider>    ledger             the provider's number, and how many invoices it has made (`last`)
    ledgers              ledgers            how many providers there are (`last`)
    tally#<partner>      tally              how many invoices the partner's cases have
    moves#<partner>      <guid>             a case that came or went of late: the partner's indexes may not know yet

Indexes of invoices, all with `document`: `by-case` (guid, newest first); for each role `created`, `updated`, `due` and
`status`, whose keys end with the time of creation and the id; for partners `name`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from faktura.core import json
from faktura.core.dynamo import Item

Role = Literal["provider", "partner"]

END = "\0"
"""What ends a value in a key: no value holds it, so keys sort as values do."""

CUT = 200
"""Characters of a value that an index's sort key holds; DynamoDB holds 1,024 bytes of one."""

INDEXED = ("externalId", "guid", "dueDate", "updatedAt", "createdAt", "status")
"""The fields by which invoices can be read."""

SORT_KEYS = {"createdAt": "created", "updatedAt": "updated", "dueDate": "due", "status": "status", "externalId": "name"}
LEDGERS_KEY: Item = {"place": "ledgers", "name": "ledgers"}


def only(*attributes: str) -> dict[str, Any]:
    """The terms of a read that brings these attributes and no others."""
    names = {f"#{attribute}": attribute for attribute in attributes}
    return {"ProjectionExpression": ", ".join(names), "ExpressionAttributeNames": names}


@dataclass(frozen=True)
class StoredCase:
    """A case as the table has it. `version` counts the changes of its partner and of which invoices it has,
    `moves` those of its partner alone.

    `unsettled`: partners for whom it came or went while not all its invoices are known to say so.
    """

    guid: str
    provider: str
    partner: str
    document: str
    invoices: int = 0
    version: int = 0
    moves: int = 0
    unsettled: tuple[str, ...] = ()

    @classmethod
    def of(cls, item: Item) -> "StoredCase":
        """The case in an item."""
        counts = int(item["invoices"]), int(item["version"]), int(item["moves"])
        unsettled = tuple(item.get("unsettled", ()))
        return cls(item["guid"], item["provider"], item["partnerId"], item["document"], *counts, unsettled)

    def item(self) -> Item:
        """The item of a case that is new."""
        counts = {"invoices": self.invoices, "version": self.version, "moves": self.moves}
        numbers = {name: Decimal(count) for name, count in counts.items()}
        content = {"guid": self.guid, "provider": self.provider, "partnerId": self.partner, "document": self.document}
        return case_key(self.guid) | content | numbers

    def answer(self) -> dict[str, Any]:
        """The case as it is answered."""
        answer: dict[str, Any] = json.loads(self.document.encode())
        return answer


KEYS_ONLY = only("place", "name")
PLACED = only("place", "name", "guid", "moves")
"""What tells under which of its case's partners an invoice was put."""

KNOWN = only("name", "provider", "guid", "id", "created", "updated", "revision")
"""What makes a `StoredInvoice`."""


@dataclass(frozen=True)
class StoredInvoice:
    """What an upsert has to know of an invoice that is there; `revision` counts what was written of it."""

    external_id: str
    guid: str
    id: int
    created_at: str
    updated_at: str
    revision: int

    @classmethod
    def of(cls, item: Item) -> "StoredInvoice":
        """The invoice in an item."""
        created, updated = item["created"].split(END)[0], item["updated"].split(END)[0]
        name = item["name"].removesuffix(END)
        return cls(name, item["guid"], int(item["id"]), created, updated, int(item["revision"]))


def invoice_item(invoice: Mapping[str, Any], case: StoredCase, revision: int) -> Item:
    """An invoice (as it is answered, without its case) with the keys of its indexes, under its case's partner.

    `moves` tells which of the case's partners that is: a rewriting for an earlier one must not take it back.
    """
    created = f"{invoice['createdAt']}{END}{invoice['id']:020}"
    item = invoice_key(case.provider, invoice["externalId"]) | {
        "provider": case.provider,
        "partner": case.partner,
        "guid": case.guid,
        "moves": Decimal(case.moves),
        "id": Decimal(invoice["id"]),
        "created": created,
        "updated": f"{invoice['updatedAt']}{END}{created}",
        "revision": Decimal(revision),
        "document": json.dumps(invoice).decode(),
    }
    if invoice["dueDate"] is not None:
        item["due"] = f"{invoice['dueDate']}{END}{created}"
    if invoice["status"] is not None:
        item["status"] = f"{invoice['status'][:CUT]}{END}{created}"
    return item


def case_key(guid: str) -> dict[str, Any]:
    """Where a case lies."""
    return {"place": f"case#{guid}", "name": "case"}


def invoice_key(provider: str, external_id: str) -> dict[str, Any]:
    """Where an invoice lies."""
    return {"place": f"provider#{provider}", "name": external_id + END}


def ledger_key(provider: str) -> dict[str, Any]:
    """Where a provider's numbers lie."""
    return {"place": f"ledger#{provider}", "name": "ledger"}


def tally_key(partner: str) -> dict[str, Any]:
    """Where a partner's count lies."""
    return {"place": f"tally#{partner}", "name": "tally"}


def move_key(partner: str, guid: str) -> dict[str, Any]:
    """Where a case's coming to a partner, or going from it, lies."""
    return {"place": moves_of(partner), "name": guid}


def index_of(field: str, role: Role, name: str) -> tuple[str, str, str]:
    """The index (empty: the table itself) of a field, with the attribute and value of its partition, for a role."""
    if field == "guid":
        return "by-case", "guid", name
    if field == "externalId" and role == "provider":
        return "", "place", f"provider#{name}"
    return f"{role}-{SORT_KEYS[field]}", role, name


def moves_of(partner: str) -> str:
    """The place of all comings and goings of a partner's cases."""
    return f"moves#{partner}"
