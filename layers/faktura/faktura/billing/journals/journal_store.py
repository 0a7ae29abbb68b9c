"""The journals of the offices."""

from functools import lru_cache

from faktura.audit.journal_store import Journal, Place
from faktura.billing import keys
from faktura.core.dynamo import Table


def range_name(office: str) -> str:
    """The name of an office's number range."""
    return f"billing/{office}"


def place(table: Table, office: str) -> Place:
    """Where the journal of an office lies."""
    name = range_name(office)
    register = {"office": keys.ALL_OFFICES, "record": keys.journal_register(name)}
    return Place(table, name, {"office": office}, keys.JOURNAL, register)


@lru_cache(maxsize=1_000)
def journal(table: str, office: str) -> Journal:
    """The journal of an office; each process remembers its head."""
    return Journal(place(Table(table), office))
