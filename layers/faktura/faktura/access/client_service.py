"""Who a client is, by its secret; and how often it may be wrong (decision 33)."""

from dataclasses import dataclass

from faktura.access.api import InvalidClient, TooManyWrongSecrets
from faktura.access.client import NOBODY, Client
from faktura.access.client_store import ClientStore
from faktura.access.failed_attempt_store import RefusalStore
from faktura.access.failed_attempts import MAX_REFUSALS, network
from faktura.access.forms import ClientForm
from faktura.core.auth import MAX_NAME_LENGTH
from faktura.core.clock import now
from faktura.core.dynamo import get_together
from faktura.core.observability import log


@dataclass(frozen=True)
class ClientService:
    """Authenticates clients."""

    clients: ClientStore
    refusals: RefusalStore

    @classmethod
    def from_settings(cls) -> "ClientService":
        """With the stores the template names."""
        return cls(ClientStore.from_settings(), RefusalStore.from_settings())

    def authenticated(self, form: ClientForm) -> Client:
        """The client that proved to be itself; `InvalidClient` else, `TooManyWrongSecrets` after too many of them.

        Then even the right secret is not looked at: whoever guesses would learn from its answer. A client that does not
        exist is one whose every secret is wrong.
        """
        if not 0 < len(form.client_id) <= MAX_NAME_LENGTH:
            raise InvalidClient
        origin, at = network(form.address), int(now().timestamp())
        places = self.clients.place(form.client_id), self.refusals.place(origin)
        registered, counted = get_together(*places)
        refusals = self.refusals.read(counted, at)
        if wait := refusals.wait(form.client_id, at):
            raise TooManyWrongSecrets(wait)
        client = self.clients.read(registered) or NOBODY
        if client.knows(form.secret):
            return client
        name = refusals.name(form.client_id)
        refusals = self.refusals.count(origin, name, at, refusals)
        if refusals.counts[name] == MAX_REFUSALS and client is not NOBODY:
            log.warning("too many wrong secrets", client_id=client.client_id)
        if refusals.counts[name] > MAX_REFUSALS:
            raise TooManyWrongSecrets(refusals.wait(form.client_id, at))
        raise InvalidClient
