"""The addresses a webhook may be sent to, embedded in IPv6 addresses in every possible way."""

import pytest

from faktura.capture.webhooks.address import may_be_called
from tests.support.capture.addresses import EMBEDDINGS, NOT_PUBLIC_4, NOT_PUBLIC_6, PUBLIC_4, PUBLIC_6


@pytest.mark.parametrize("address", PUBLIC_4 + PUBLIC_6)
def test_the_public_internet_may_be_called(address: str) -> None:
    assert may_be_called(address)


@pytest.mark.parametrize(
    "address", [*NOT_PUBLIC_4.values(), *NOT_PUBLIC_6.values()], ids=[*NOT_PUBLIC_4, *NOT_PUBLIC_6]
)
def test_other_addresses_may_not_be_called(address: str) -> None:
    assert not may_be_called(address)


@pytest.mark.parametrize("wrapping", EMBEDDINGS)
@pytest.mark.parametrize("inside", NOT_PUBLIC_4)
def test_no_embedding_makes_an_address_public(wrapping: str, inside: str) -> None:
    assert not may_be_called(EMBEDDINGS[wrapping](NOT_PUBLIC_4[inside]))


@pytest.mark.parametrize("wrapping", ["mapped", "NAT64", "ISATAP", "6to4"])
def test_an_embedded_public_address_is_public(wrapping: str) -> None:
    assert may_be_called(EMBEDDINGS[wrapping]("8.8.8.8"))


@pytest.mark.parametrize("text", ["", "localhost", "example.com", "127.1", "1.2.3.4.5", "/var/run/socket"])
def test_a_text_that_is_no_address_may_not_be_called(text: str) -> None:
    assert not may_be_called(text)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1"])
def test_loopback_may_be_called_if_the_setting_allows_it(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    refused = may_be_called(address)

    monkeypatch.setenv("LOOPBACK_ALLOWED", "yes")

    assert (refused, may_be_called(address)) == (False, True)


@pytest.mark.parametrize("address", ["10.0.0.1", "169.254.169.254", "0.0.0.0", "64:ff9b::127.0.0.1", "::127.0.0.1"])  # noqa: S104
def test_the_setting_allows_nothing_else(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("LOOPBACK_ALLOWED", "yes")

    assert not may_be_called(address)
