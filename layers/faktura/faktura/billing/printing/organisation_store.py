"""How offices present themselves, in billing's table."""

from functools import lru_cache
from time import monotonic

from faktura.billing import keys
from faktura.billing.printing.organisation import Organisation
from faktura.core.aws import client
from faktura.core.dynamo import Table
from faktura.core.settings import setting

_REMEMBERED_SECONDS = 30


class OrganisationStore:
    """Reads and writes the organisation of each office."""

    def __init__(self, table: Table) -> None:
        self._table = table
        client("dynamodb")

    @classmethod
    def from_settings(cls) -> "OrganisationStore":
        """The store that the template names."""
        return cls(Table(setting("BILLING_TABLE")))

    def get(self, office: str) -> Organisation:
        """The office's organisation; until one is set, it has only the office's name."""
        item = self._table.get({"office": office, "record": keys.ORGANISATION})
        return Organisation.model_validate(item) if item else Organisation(name=office)

    def put(self, office: str, organisation: Organisation) -> None:
        """Set the office's organisation."""
        self._table.put({"office": office, "record": keys.ORGANISATION, **organisation.model_dump(by_alias=True)})

    def time_zone(self, office: str) -> str:
        """The office's time zone, at most 30 seconds old: it rarely changes, and this saves a read for each request."""
        return _time_zone(self._table.name, office, int(monotonic() // _REMEMBERED_SECONDS))


@lru_cache(maxsize=1_000)
def _time_zone(table: str, office: str, _slot: int) -> str:
    return OrganisationStore(Table(table)).get(office).time_zone
