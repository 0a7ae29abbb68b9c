"""The client registry in DynamoDB. Table: `clientId` → one client."""

from faktura.access.client import Client
from faktura.core.auth import MAX_NAME_LENGTH
from faktura.core.aws import client as aws
from faktura.core.dynamo import Item, Place, Table
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
        return self.read(self._table.get({"clientId": client_id})) if 0 < len(client_id) <= MAX_NAME_LENGTH else None

    def place(self, client_id: str) -> Place:
        """Where a client is, to be read together with other items."""
        return self._table, {"clientId": client_id}

    def read(self, item: Item | None) -> Client | None:
        """The client in an item."""
        return Client.model_validate(item, strict=False) if item else None

    def add(self, client: Client) -> bool:
        """Store a new client; false where there is one of that name."""
        return self._table.put(_item(client), "attribute_not_exists(clientId)")

    def replace(self, before: Client, after: Client) -> bool:
        """Store a client as it now is; false where somebody else changed it since `before` was read."""
        unchanged = {":digests": list(before.secret_digests)}
        return self._table.put(_item(after), "secretDigests = :digests", unchanged)


def _item(client: Client) -> Item:
    return client.model_dump(by_alias=True, mode="json")
