from faktura.core.errors import InvalidRequest, MalformedBody
from faktura.core.observability import log
from faktura.jobs.api import api
from faktura.jobs.configurations.configuration import parsed
from faktura.jobs.configurations.configuration_store import ConfigurationStore
from faktura.jobs.schemas.requests import ConfigurationBody, PathKey


@api.put(
    "/configuration/{tenant}/configurations/{key}",
    scope="configuration.configuration_manage",
    raises=[MalformedBody, InvalidRequest],
)
def handler(
    tenant: str, name: PathKey, configuration: ConfigurationBody, configurations: ConfigurationStore
) -> ConfigurationBody:
    """Store a configuration and replace an earlier one; one that jobs read must be valid."""
    stored = configuration.stored_as(name.text)
    parsed(stored.key, stored.value)
    configurations.put(tenant, stored.key, stored.value)
    log.info("configuration stored", tenant=tenant, key=stored.key)
    return stored
