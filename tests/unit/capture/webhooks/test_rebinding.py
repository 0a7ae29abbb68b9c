"""Names whose addresses are not public, or change between two lookups: no internal host is ever connected to."""

import random
import socket
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address

import pytest

from faktura.capture.webhooks.connection import NoResponse, NoResponseReason
from faktura.capture.webhooks.exchange import post
from faktura.capture.webhooks.target import Target
from tests.support.capture.addresses import EMBEDDINGS, NOT_PUBLIC_4, NOT_PUBLIC_6, PUBLIC_4, PUBLIC_6

CASES = 10_000
TARGET = Target(is_secure=True, host="rebinding.example", port=443, path="/")


class Network:
    """A resolver whose answers change each time, and connections that are recorded and fail."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self.answers: list[list[str]] = []
        self.connected: list[str] = []

    def getaddrinfo(self, _host: str, port: int, *_terms: object, **_rest: object) -> list[tuple[object, ...]]:
        self.answers.append(addresses := self._addresses())
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    def connect(self, _connection: socket.socket, where: tuple[str, int]) -> None:
        self.connected.append(where[0])
        raise ConnectionRefusedError

    def _addresses(self) -> list[str]:
        kinds = self._chance.choice([("public",), ("inside",), ("public", "inside")])
        return [self._address(self._chance.choice(kinds)) for _ in range(self._chance.randint(1, 4))]

    def _address(self, kind: str) -> str:
        if kind == "public":
            return self._chance.choice(PUBLIC_4 + PUBLIC_6)
        inside = self._chance.choice([*NOT_PUBLIC_4.values(), self._within("10.0.0.0"), self._within("127.0.0.0")])
        wrapped = str(IPv6Address(EMBEDDINGS[self._chance.choice([*EMBEDDINGS])](inside)))
        return self._chance.choice([inside, wrapped, self._chance.choice([*NOT_PUBLIC_6.values()])])

    def _within(self, network: str) -> str:
        return str(IPv4Address(int(IPv4Address(network)) + self._chance.getrandbits(24)))


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Iterator[Network]:
    network = Network(seed=7)
    monkeypatch.setattr(socket, "getaddrinfo", network.getaddrinfo)
    monkeypatch.setattr(socket.socket, "connect", lambda connection, where: network.connect(connection, where))
    monkeypatch.delenv("LOOPBACK_ALLOWED", raising=False)
    return network


PUBLIC = {*PUBLIC_4, *PUBLIC_6}


def test_in_10_000_random_cases_only_public_addresses_are_connected_to(network: Network) -> None:
    refused = 0

    for _ in range(CASES):
        network.connected.clear()
        network.answers.clear()
        with pytest.raises(NoResponse) as failure:
            post(TARGET, {}, b"{}")

        [answer] = network.answers  # it was resolved once
        is_public = set(answer) <= PUBLIC
        assert network.connected == (list(dict.fromkeys(answer)) if is_public else []), answer
        assert failure.value.reason is (NoResponseReason.CONNECTION if is_public else NoResponseReason.ADDRESS)
        refused += not is_public

    assert 0.4 < refused / CASES < 0.9
