"""The client registry in DynamoDB. Table: `clientId` → one client."""

from faktura.access.clients import Client
from faktura.core.aws import client as aws
from faktura.core.dynamo import Table
from faktura.core.settings import setting


class ClientStore:
    """The only place that knows the client table."""

    def __init__(self, table: Table) -> None:
        self._table = table
        aws("dynamodb")

    @classmethod
    def from_settings(cls) -> "ClientStore":
        """The registry the template names."""
        return cls(Table(setting("CLIENT_TABLE")))

    def get(self, client_id: str) -> Client | None:
        """The client of that name."""
        item = self._table.get({"clientId": client_id}) if client_id else None
        return Client.model_validate(item, strict=False) if item else None

    def put(self, client: Client) -> None:
        """Store the client as it now is."""
        self._table.put(client.model_dump(by_alias=True, mode="json"))
