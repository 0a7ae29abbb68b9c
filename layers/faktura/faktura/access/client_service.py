"""Authenticates clients by their secrets, and limits how many wrong secrets a network may send (decision 33)."""

from dataclasses import dataclass

from faktura.access.client import UNKNOWN_CLIENT, Client
from faktura.access.client_store import ClientStore
from faktura.access.errors import InvalidClient, TooManyFailedAttempts
from faktura.access.failed_attempt import MAX_FAILED_ATTEMPTS, network_of
from faktura.access.failed_attempt_store import FailedAttemptStore
from faktura.access.form import ClientForm
from faktura.core.auth import MAX_NAME_LENGTH
from faktura.core.clock import now
from faktura.core.dynamo import get_together
from faktura.core.observability import log


@dataclass(frozen=True)
class ClientService:
    """Authenticates clients."""

    clients: ClientStore
    failed_attempts: FailedAttemptStore

    @classmethod
    def from_settings(cls) -> "ClientService":
        """With the stores that the template names."""
        return cls(ClientStore.from_settings(), FailedAttemptStore.from_settings())

    def authenticate(self, form: ClientForm) -> Client:
        """The client whose secret the form carries; else `InvalidClient`.

        After too many wrong secrets it is `TooManyFailedAttempts`, even for the right secret: else the response would
        reveal to the sender that the guess was right. An unknown client gets the same responses as a known one.
        """
        if not form.has_credentials:
            raise InvalidClient("Send the client's id and secret, as client_id and client_secret or as HTTP Basic.")
        if not 0 < len(form.client_id) <= MAX_NAME_LENGTH:
            raise InvalidClient
        network, at = network_of(form.address), int(now().timestamp())
        client_item, attempts_item = get_together(
            self.clients.place(form.client_id), self.failed_attempts.place(network)
        )
        attempts = self.failed_attempts.read(attempts_item, at)
        if seconds := attempts.wait_seconds(form.client_id, at):
            raise TooManyFailedAttempts(seconds)
        client = self.clients.read(client_item) or UNKNOWN_CLIENT
        if client.has_secret(form.secret):
            return client
        name = attempts.counter_name(form.client_id)
        attempts = self.failed_attempts.count(network, name, at, attempts)
        if attempts.counts[name] == MAX_FAILED_ATTEMPTS and client is not UNKNOWN_CLIENT:
            log.warning("too many wrong secrets", client_id=client.client_id)
        if attempts.counts[name] > MAX_FAILED_ATTEMPTS:
            raise TooManyFailedAttempts(attempts.wait_seconds(form.client_id, at))
        raise InvalidClient
