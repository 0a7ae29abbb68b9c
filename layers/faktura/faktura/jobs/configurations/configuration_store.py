"""The tenants' configurations, and which tenants are on the schedule."""

from collections.abc import Iterator
from typing import Any

from faktura.core import json
from faktura.core.dynamo import transact
from faktura.core.errors import Fault, InvalidRequest
from faktura.jobs.configurations.configuration import INVOICE_SETTINGS, MAX_CONFIGURATION_BYTES, parsed
from faktura.jobs.errors import NoSuchConfiguration
from faktura.jobs.keys import configuration_key, scheduled_key
from faktura.jobs.table_store import TableStore


class ConfigurationStore(TableStore):
    """A tenant's configurations."""

    def put(self, tenant: str, key: str, value: Any) -> None:
        """Store the value and replace an earlier one.

        `invoiceSettings` put the tenant on the schedule, and null takes it off.
        """
        text = json.dumps(value)
        if len(text) > MAX_CONFIGURATION_BYTES:
            raise InvalidRequest(Fault("value", "must not be larger than 350 KB"))
        writes = [self._table.putting(configuration_key(tenant, key) | {"value": text})]
        if key == INVOICE_SETTINGS:
            scheduled = scheduled_key(tenant)
            writes.append(self._table.deleting(scheduled) if value is None else self._table.putting(scheduled))
        transact(writes)

    def get(self, tenant: str, key: str) -> Any:
        """The value, or `NoSuchConfiguration`."""
        item = self._table.get(configuration_key(tenant, key))
        if item is None:
            raise NoSuchConfiguration
        return json.loads(item["value"])

    def parsed(self, tenant: str, key: str) -> Any:
        """The value as the model of its key; `None` if the tenant has none."""
        try:
            return parsed(key, self.get(tenant, key))
        except NoSuchConfiguration:
            return None

    def scheduled_tenants(self) -> Iterator[str]:
        """Every tenant that has `invoiceSettings`."""
        found = self._table.query("tenant = :all", {":all": scheduled_key("")["tenant"]})
        return (item["record"] for item in found)
