"""What an office has imported: a record of each invoice and payment, written in the transaction that stores it.

It stays when the invoice changes, or gives its number up, so that no later run imports the invoice again.
"""

from collections.abc import Sequence
from decimal import Decimal

from faktura.billing import keys
from faktura.core.attributes import Item
from faktura.core.dynamo import Table, Write
from faktura.core.settings import setting


class AlreadyImported(Exception):
    """Another run has imported it since this one looked."""


class ImportStore:
    """Reads and writes the records of an office's imports."""

    def __init__(self, table: Table) -> None:
        self._table = table

    @classmethod
    def from_settings(cls) -> "ImportStore":
        """The store that the template names."""
        return cls(Table(setting("BILLING_TABLE")))

    def digests(self, office: str, kind: keys.Kind, names: Sequence[str]) -> list[str | None]:
        """The digest of the content under each name when it was imported; `None` if it was not."""
        records = [keys.imported(kind, name) for name in names]
        found = self._table.get_many([{"office": office, "record": record} for record in records])
        digests = {item["record"]: str(item["digest"]) for item in found}
        return [digests.get(record) for record in records]

    def recording(self, office: str, kind: keys.Kind, name: str, digest: str, stored_id: int) -> Write:
        """The write that records an import; the transaction fails with `AlreadyImported` if there is a record."""

        def imported(_found: Item | None) -> AlreadyImported:
            return AlreadyImported()

        item = {"office": office, "record": keys.imported(kind, name), "digest": digest, "id": Decimal(stored_id)}
        return self._table.putting(item, "attribute_not_exists(office)", otherwise=imported)
