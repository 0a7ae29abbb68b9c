from faktura.core.errors import InvalidRequest, MalformedBody
from faktura.core.observability import log
from faktura.jobs.api import api
from faktura.jobs.configuration import understood
from faktura.jobs.order_store import ConfigurationStore
from faktura.jobs.schemas import Configuration, PathKey


@api.put(
    "/configuration/{tenant}/configurations/{key}",
    scope="configuration.configuration_manage",
    raises=[MalformedBody, InvalidRequest],
)
def handler(
    tenant: str, name: PathKey, configuration: Configuration, configurations: ConfigurationStore
) -> Configuration:
    """Store a configuration in place of what was there; one that jobs read must be what they can understand."""
    stored = configuration.stored_as(name.text)
    understood(stored.key, stored.value)
    configurations.put(tenant, stored.key, stored.value)
    log.info("configuration stored", tenant=tenant, key=stored.key)
    return stored
