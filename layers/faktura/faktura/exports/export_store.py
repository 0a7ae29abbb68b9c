"""The exports, in a table by owner and id. DynamoDB deletes them after seven days."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Self

from faktura.core.aws import client
from faktura.core.dynamo import Table, Write, transact
from faktura.core.settings import setting
from faktura.exports.errors import NoSuchExport
from faktura.exports.export import RETENTION, Export, ExportReference, is_export_id


class ExportStore:
    """The exports of all APIs."""

    def __init__(self, table: Table) -> None:
        self._table = table
        client("dynamodb")

    @classmethod
    def from_settings(cls) -> Self:
        """The store of the table that the template names."""
        return cls(Table(setting("EXPORT_TABLE")))

    def create(self, export: Export, extra_writes: Sequence[Write]) -> None:
        """Store a new export together with `extra_writes`."""
        item = export.model_dump(mode="json", exclude={"records"}, exclude_none=True) | {
            "expiresAt": Decimal(int((export.created_at + RETENTION).timestamp()))
        }
        names = {"exporter": item.pop("owner"), "exportId": item.pop("export_id")}
        transact([self._table.putting(names | item), *extra_writes])

    def withdraw(self, export: Export, extra_writes: Sequence[Write]) -> None:
        """Delete the export together with `extra_writes`. An execution that began finds no export and ends."""
        transact([self._table.deleting(_key(export.reference)), *extra_writes])

    def get(self, owner: str, export_id: str) -> Export:
        """The owner's export; `NoSuchExport` if there is none or it has expired."""
        is_id = is_export_id(export_id)
        item = self._table.get(_key(ExportReference(owner=owner, export_id=export_id))) if is_id else None
        if item is None or (export := _export(item)).has_expired:
            raise NoSuchExport
        return export

    def newest(self, owner: str, limit: int, before: str = "") -> Iterator[Export]:
        """The owner's exports, the newest first, at most `limit`; with `before` those that are older than it."""
        condition = "exporter = :owner AND exportId < :before" if before else "exporter = :owner"
        values = {":owner": owner} | ({":before": before} if before else {})
        terms: dict[str, Any] = {"ScanIndexForward": False, "Limit": limit, "ConsistentRead": True}
        found = map(_export, self._table.page(condition, values, **terms).items)
        return (export for export in found if not export.has_expired)

    def finish(self, export: Export, records: int) -> None:
        """The file is stored; a second call changes nothing."""
        self._end(export.reference, {":status": "DONE", ":records": Decimal(records), ":message": ""})

    def fail(self, export: ExportReference, message: str) -> None:
        """The file cannot be made; `message` says why. An export that has ended stays as it is."""
        self._end(export, {":status": "FAILED", ":records": None, ":message": message})

    def _end(self, export: ExportReference, values: Mapping[str, Any]) -> None:
        self._table.update(
            _key(export),
            "SET stored_status = :status, records = :records, message = :message",
            {**values, ":begun": "IN_PROGRESS"},
            "stored_status = :begun",
        )


def _key(export: ExportReference) -> dict[str, str]:
    return {"exporter": export.owner, "exportId": export.export_id}


def _export(item: Mapping[str, Any]) -> Export:
    fields = {name: value for name, value in item.items() if name in Export.model_fields}
    fields |= {"owner": item["exporter"], "export_id": item["exportId"]}
    if fields.get("records") is not None:
        fields["records"] = int(fields["records"])
    return Export.model_validate(fields)
