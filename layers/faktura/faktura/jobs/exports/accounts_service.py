"""The accounts that an export for DATEV needs."""

from faktura.exports.accounts import Accounts
from faktura.exports.errors import NotExportable
from faktura.exports.export import Export
from faktura.jobs.configurations.configuration import DATEV
from faktura.jobs.configurations.configuration_store import ConfigurationStore
from faktura.jobs.exports.owner import tenant_of


def accounts_for(export: Export, configurations: ConfigurationStore) -> Accounts:
    """The tenant's accounts; `NotExportable` if it has none, or if the period lies in two financial years."""
    accounts: Accounts | None = configurations.parsed(tenant_of(export.owner), DATEV)
    if accounts is None:
        raise NotExportable
    accounts.year_start(export.date_from, export.date_to)
    return accounts
