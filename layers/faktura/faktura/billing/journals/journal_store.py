"""The journals of the offices."""

from collections.abc import Iterator
from functools import lru_cache

from faktura.audit.journal_store import Journal, Place, Registered, registered
from faktura.billing import keys
from faktura.core.aws import client
from faktura.core.dynamo import Table
from faktura.core.settings import setting


def place(table: Table, office: str) -> Place:
    """Where the journal of an office lies."""
    name = keys.range_name(office)
    register = {"office": keys.ALL_OFFICES, "record": keys.journal_register(name)}
    return Place(table, name, {"office": office}, keys.JOURNAL, register)


def place_named(table: Table, range_name: str) -> Place:
    """Where the journal of a range lies."""
    return place(table, range_name.removeprefix(keys.RANGES))


@lru_cache(maxsize=1_000)
def journal(table: str, office: str) -> Journal:
    """The journal of an office; each process remembers its head."""
    return Journal(place(Table(table), office))


class OfficeRegister:
    """The offices that have a journal."""

    def __init__(self, table: Table) -> None:
        self._table = table
        client("dynamodb")

    @classmethod
    def from_settings(cls) -> "OfficeRegister":
        """That of the table that the template names."""
        return cls(Table(setting("BILLING_TABLE")))

    def journals(self) -> Iterator[Registered]:
        """The ranges of all offices that have a journal."""
        return registered(
            self._table,
            "office = :register AND begins_with(#record, :journals)",
            {":register": keys.ALL_OFFICES, ":journals": keys.journal_register("")},
            lambda name: place_named(self._table, name),
            {"#record": "record"},
        )
