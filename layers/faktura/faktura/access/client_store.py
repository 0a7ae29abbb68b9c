"""The client registry in DynamoDB. The key is `clientId`; an item is one client."""

from faktura.access.client import Client
from faktura.access.errors import IdTaken
from faktura.core.attributes import Item
from faktura.core.auth import MAX_NAME_LENGTH
from faktura.core.aws import client as aws
from faktura.core.dynamo import Place, Table, Write, WriteConflict, transact
from faktura.core.settings import setting


class ClientStore:
    """Reads and writes the client table."""

    def __init__(self, table: Table) -> None:
        self._table = table
        aws("dynamodb")

    @classmethod
    def from_settings(cls) -> "ClientStore":
        """The registry that the template names."""
        return cls(Table(setting("CLIENT_TABLE")))

    def get(self, client_id: str) -> Client | None:
        """The client with this id, `None` if there is none."""
        return self.read(self._table.get({"clientId": client_id})) if 0 < len(client_id) <= MAX_NAME_LENGTH else None

    def place(self, client_id: str) -> Place:
        """The table and key of a client, to read it together with other items."""
        return self._table, {"clientId": client_id}

    def read(self, item: Item | None) -> Client | None:
        """The client that an item holds."""
        return Client.model_validate(item, strict=False) if item else None

    def add(self, client: Client, *others: Write) -> bool:
        """Store a new client together with the `others`; false if there is already one with its id."""
        new = self._table.putting(
            _item(client), "attribute_not_exists(clientId)", otherwise=lambda _found: WriteConflict()
        )
        try:
            transact([new, *others])
        except WriteConflict:
            return False
        return True

    def absence(self, client_id: str) -> Write:
        """The condition of a transaction that no client has this id; else `IdTaken`."""
        taken = IdTaken(f"{client_id} is a client; choose another id")
        return self._table.checking(
            {"clientId": client_id}, "attribute_not_exists(clientId)", otherwise=lambda _found: taken
        )

    def replace(self, before: Client, after: Client) -> bool:
        """Store a changed client; false if its secrets have changed since `before` was read."""
        unchanged = {":digests": list(before.secret_digests)}
        return self._table.put(_item(after), "secretDigests = :digests", unchanged)


def _item(client: Client) -> Item:
    return client.model_dump(by_alias=True, mode="json")
