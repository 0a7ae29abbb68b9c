from faktura.core.errors import InvalidRequest
from faktura.jobs.api import api
from faktura.jobs.errors import NoSuchConfiguration
from faktura.jobs.order_store import ConfigurationStore
from faktura.jobs.schemas import Configuration, PathKey


@api.get(
    "/configuration/{tenant}/configurations/{key}",
    scope="configuration.configuration_manage",
    raises=[InvalidRequest, NoSuchConfiguration],
)
def handler(tenant: str, name: PathKey, configurations: ConfigurationStore) -> Configuration:
    """A configuration of the tenant."""
    return Configuration(key=name.text, value=configurations.get(tenant, name.text))
