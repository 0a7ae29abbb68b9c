"""The keys of the table of cases: `place` + `name`.

    case#<guid>          case               a case: its provider, its partner, how many invoices it has
    provider#<provider>  <externalId> NUL   an invoice, as JSON in `document`
    ledger#<provider>    ledger             the provider's number, and how many invoices it has made (`last`)
    ledgers              ledgers            how many providers there are (`last`)
    tally#<partner>      tally              how many invoices the partner's cases have
    moves#<partner>      <guid>             a case that the partner got or lost: its indexes may not show it yet

Indexes of invoices, all with `document`: `by-case` (guid, newest first); for each role `created`, `updated`, `due` and
`status`, whose keys end with the time of creation and the id; for partners `name`.
"""

from collections.abc import Mapping
from typing import Any

from faktura.cases.role import Role
from faktura.core.recovery import Kind, Kinds

END = "\0"
"""What ends a value in a key. No value contains it, so keys sort as values do."""

MAX_KEY_VALUE_LENGTH = 200
"""Characters of a value in an index's sort key, of which DynamoDB allows 1,024 bytes."""

INDEXED = ("externalId", "guid", "dueDate", "updatedAt", "createdAt", "status")
"""The fields that have an index."""

SORT_KEYS = {"createdAt": "created", "updatedAt": "updated", "dueDate": "due", "status": "status", "externalId": "name"}
KINDS = Kinds(
    ("place", "name"),
    Kind(
        "case",
        "copied",
        partition="case#(?P<id>.*)",
        version="version",
        keeps=frozenset({"invoices", "moves", "unsettled"}),
        fixed=frozenset({"partnerId"}),
        owner="provider",
    ),
    Kind(
        "invoice",
        "copied",
        "(?P<id>.*)\0",
        "provider#(?P<tenant>.*)",
        version="revision",
        keeps=frozenset({"partner", "moves"}),
        fixed=frozenset({"guid", "id"}),
    ),
    Kind("ledger", "never", partition="ledger#(?P<tenant>.*)"),
    Kind("ledgers", "never", partition="ledgers"),
    Kind("tally", "derived", partition="tally#.*"),
    Kind("move", "never", partition="moves#.*"),
)
"""How each kind of item is restored."""

LEDGERS_KEY: Mapping[str, Any] = {"place": "ledgers", "name": "ledgers"}


def case_key(guid: str) -> dict[str, Any]:
    """The key of a case."""
    return {"place": f"case#{guid}", "name": "case"}


def invoice_key(provider: str, external_id: str) -> dict[str, Any]:
    """The key of an invoice."""
    return {"place": f"provider#{provider}", "name": external_id + END}


def external_id_of(name: str) -> str:
    """The external id in an invoice's key."""
    return name.removesuffix(END)


def ledger_key(provider: str) -> dict[str, Any]:
    """The key of a provider's ledger."""
    return {"place": f"ledger#{provider}", "name": "ledger"}


def tally_key(partner: str) -> dict[str, Any]:
    """The key of a partner's count of invoices."""
    return {"place": f"tally#{partner}", "name": "tally"}


def move_key(partner: str, guid: str) -> dict[str, Any]:
    """The key of the note that a partner got or lost a case."""
    return {"place": moves_place(partner), "name": guid}


def moves_place(partner: str) -> str:
    """The partition of all notes about cases that a partner got or lost."""
    return f"moves#{partner}"


def index_of(field: str, role: Role, name: str) -> tuple[str, str, str]:
    """The index of a field for a role (empty: the table itself), and its partition's attribute and value."""
    if field == "guid":
        return "by-case", "guid", name
    if field == "externalId" and role == "provider":
        return "", "place", f"provider#{name}"
    return f"{role}-{SORT_KEYS[field]}", role, name


def index_keys(document: Mapping[str, Any]) -> dict[str, str]:
    """The sort keys of an invoice in the indexes; it is not in the index of an optional field that it does not have."""
    created = f"{document['createdAt']}{END}{document['id']:020}"
    keys = {"created": created, "updated": f"{document['updatedAt']}{END}{created}"}
    if document["dueDate"] is not None:
        keys["due"] = f"{document['dueDate']}{END}{created}"
    if document["status"] is not None:
        keys["status"] = f"{document['status'][:MAX_KEY_VALUE_LENGTH]}{END}{created}"
    return keys


def value_of(sort_key: str) -> str:
    """The value that an index's sort key begins with."""
    return sort_key.split(END)[0]


def projection(*attributes: str) -> dict[str, Any]:
    """The terms of a read that returns these attributes only."""
    names = {f"#{attribute}": attribute for attribute in attributes}
    return {"ProjectionExpression": ", ".join(names), "ExpressionAttributeNames": names}
