"""The counts of refused secrets in DynamoDB. Table: `network` → its counts by client, until `expiresAt`.

An item is forgotten some time after its window; until then the next window begins by writing over it.
"""

from typing import Any

from faktura.access.failed_attempts import WINDOW, Refusals
from faktura.core.dynamo import Place, Table, WriteConflict, retry_on_conflict
from faktura.core.settings import setting


class RefusalStore:
    """The only place that knows the refusal table."""

    def __init__(self, table: Table) -> None:
        self._table = table

    @classmethod
    def from_settings(cls) -> "RefusalStore":
        """The table that the template names."""
        return cls(Table(setting("REFUSAL_TABLE")))

    def place(self, network: str) -> Place:
        """Where a network's counts are, to be read together with other items."""
        return self._table, {"network": network}

    def read(self, item: dict[str, Any] | None, at: int) -> Refusals:
        """The counts in an item; none where its window is over."""
        if item is None or item["expiresAt"] <= at:
            return Refusals()
        return Refusals(int(item["expiresAt"]), {name: int(count) for name, count in item["refused"].items()})

    def count(self, network: str, name: str, at: int, before: Refusals) -> Refusals:
        """Count one more than `before`; the counts as they are then. Of many who count at once each counts."""
        ways = (self._more, self._first) if before.ends_at else (self._first, self._more)

        def counted() -> Refusals:
            item = ways[0](network, name, at) or ways[1](network, name, at)
            if item is None:
                raise WriteConflict
            return self.read(item, at)

        return retry_on_conflict(counted)

    def _more(self, network: str, name: str, at: int) -> dict[str, Any] | None:
        return self._table.update(
            {"network": network},
            "SET refused.#name = if_not_exists(refused.#name, :none) + :one",
            {":none": 0, ":one": 1, ":now": at},
            "expiresAt > :now",
            ExpressionAttributeNames={"#name": name},
        )

    def _first(self, network: str, name: str, at: int) -> dict[str, Any] | None:
        return self._table.update(
            {"network": network},
            "SET refused = :refused, expiresAt = :end",
            {":refused": {name: 1}, ":end": at + WINDOW, ":now": at},
            "attribute_not_exists(expiresAt) OR expiresAt <= :now",
        )
