"""Counts of wrong secrets in DynamoDB. The key is `network`; an item holds the counts by client until `expiresAt`.

DynamoDB deletes an item some time after it expires. Until then the next window overwrites it.
"""

from typing import Any

from faktura.access.failed_attempt import WINDOW_SECONDS, FailedAttempts
from faktura.core.dynamo import Place, Table, WriteConflict, retry_on_conflict
from faktura.core.settings import setting


class FailedAttemptStore:
    """Reads and writes the table of wrong secrets."""

    def __init__(self, table: Table) -> None:
        self._table = table

    @classmethod
    def from_settings(cls) -> "FailedAttemptStore":
        """The table that the template names."""
        return cls(Table(setting("REFUSAL_TABLE")))

    def place(self, network: str) -> Place:
        """The table and key of a network's counts, to read them together with other items."""
        return self._table, {"network": network}

    def read(self, item: dict[str, Any] | None, at: int) -> FailedAttempts:
        """The counts that an item holds; none if its window has ended."""
        if item is None or item["expiresAt"] <= at:
            return FailedAttempts()
        return FailedAttempts(int(item["expiresAt"]), {name: int(count) for name, count in item["refused"].items()})

    def count(self, network: str, name: str, at: int, before: FailedAttempts) -> FailedAttempts:
        """Add one to the counter `name` and return the new counts. Each of several concurrent attempts is counted."""
        steps = (self._continue, self._begin) if before.ends_at else (self._begin, self._continue)

        def counted() -> FailedAttempts:
            item = steps[0](network, name, at) or steps[1](network, name, at)
            if item is None:
                raise WriteConflict
            return self.read(item, at)

        return retry_on_conflict(counted)

    def _continue(self, network: str, name: str, at: int) -> dict[str, Any] | None:
        """Count in the current window; `None` if it has ended."""
        return self._table.update(
            {"network": network},
            "SET refused.#name = if_not_exists(refused.#name, :none) + :one",
            {":none": 0, ":one": 1, ":now": at},
            "expiresAt > :now",
            ExpressionAttributeNames={"#name": name},
        )

    def _begin(self, network: str, name: str, at: int) -> dict[str, Any] | None:
        """Count in a new window; `None` if there is a current one."""
        return self._table.update(
            {"network": network},
            "SET refused = :refused, expiresAt = :end",
            {":refused": {name: 1}, ":end": at + WINDOW_SECONDS, ":now": at},
            "attribute_not_exists(expiresAt) OR expiresAt <= :now",
        )
