from faktura.core.errors import InvalidRequest
from faktura.jobs.api import api
from faktura.jobs.configurations.configuration_store import ConfigurationStore
from faktura.jobs.errors import NoSuchConfiguration
from faktura.jobs.schemas.requests import ConfigurationBody, PathKey


@api.get(
    "/configuration/{tenant}/configurations/{key}",
    scope="configuration.configuration_manage",
    raises=[InvalidRequest, NoSuchConfiguration],
)
def handler(tenant: str, name: PathKey, configurations: ConfigurationStore) -> ConfigurationBody:
    """Return a configuration."""
    return ConfigurationBody(key=name.text, value=configurations.get(tenant, name.text))
