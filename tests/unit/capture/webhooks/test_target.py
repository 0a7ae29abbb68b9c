"""The URLs that are accepted for a webhook. DNS is not asked."""

import socket
from typing import Any

import jsonschema_rs
import pytest

from faktura.capture.errors import InvalidWebhookUrl
from faktura.capture.webhooks.target import WEBHOOK_URL, Target


@pytest.fixture(autouse=True)
def _without_dns(monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.getaddrinfo

    def getaddrinfo(host: str, *terms: Any, flags: int = 0, **rest: Any) -> Any:
        assert flags & socket.AI_NUMERICHOST, f"{host} was looked up"
        return real(host, *terms, flags=flags, **rest)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


ACCEPTED = {
    "https://example.com": (Target(True, "example.com", 443, "/"), "example.com"),
    "HTTPS://EXAMPLE.com:443/Hook?a=%20b&c": (Target(True, "example.com", 443, "/Hook?a=%20b&c"), "example.com"),
    "https://hooks.example.com:8443/x": (Target(True, "hooks.example.com", 8443, "/x"), "hooks.example.com:8443"),
    "https://example.com?only=query": (Target(True, "example.com", 443, "/?only=query"), "example.com"),
    "https://xn--bcher-kva.example/": (Target(True, "xn--bcher-kva.example", 443, "/"), "xn--bcher-kva.example"),
    "https://my_service.example.com/": (Target(True, "my_service.example.com", 443, "/"), "my_service.example.com"),
    "https://8.8.8.8/": (Target(True, "8.8.8.8", 443, "/"), "8.8.8.8"),
    "https://[2606:4700::1]:444/": (Target(True, "2606:4700::1", 444, "/"), "[2606:4700::1]:444"),
}
REFUSED = {
    "https://": "The webhook URL has no valid host.",
    "example.com/hook": "The webhook URL must begin with https://.",
    "//example.com/hook": "The webhook URL must begin with https://.",
    "http://example.com/": "The webhook URL must begin with https://.",
    "ftp://example.com/": "The webhook URL must begin with https://.",
    "file:///etc/passwd": "The webhook URL must begin with https://.",
    "javascript:alert(1)": "The webhook URL must begin with https://.",
    "https:example.com": "The webhook URL has no valid host.",
    "https:///path": "The webhook URL has no valid host.",
    "https://user@example.com/": "The webhook URL must not contain a user name or a password.",
    "https://user:pass@example.com/": "The webhook URL must not contain a user name or a password.",
    "https://example.com\\@evil.example/": "Write it as % and two digits.",
    **{f"https://example.com/{character}": "Write it as % and two digits." for character in '"<>\\^`{|}'},
    "https://[2606:4700::1111%251]/": "The webhook URL has no valid host.",
    "https://[2606:4700::1111%1]/": "The webhook URL has no valid host.",
    "https://[2606:4700::1111]x:443/": "The webhook URL has no valid host.",
    "https://x[2606:4700::1111]/": "The webhook URL",
    "https://[8.8.8.8]/": "The webhook URL",  # newer Pythons find it malformed
    "https://[example.com]/": "The webhook URL",
    "https://[v1.abc]/": "The webhook URL has no valid host.",
    "https://example.com/#part": "The webhook URL must not have a fragment (#).",
    "https://example.com/#": "The webhook URL must not have a fragment (#).",
    "https://example.com:0/": "The webhook URL's port must be from 1 to 65535.",
    "https://example.com:65536/": "The webhook URL's host or port is malformed.",
    "https://example.com:x/": "The webhook URL's host or port is malformed.",
    "https://[::1/": "The webhook URL's host or port is malformed.",
    "https://exa mple.com/": "printable ASCII",
    "https://example.com/\r\nX: y": "printable ASCII",
    "https://example.com/\x00": "printable ASCII",
    "https://bücher.example/": "Write an international host name as xn--...",
    "https://１２７.0.0.1/": "printable ASCII",  # noqa: RUF001  # fullwidth digits, as a browser would fold them
    "": "printable ASCII",
    "https://-example.com/": "The webhook URL has no valid host.",
    "https://example..com/": "The webhook URL has no valid host.",
    "https://example.com./": "The webhook URL has no valid host.",
    "https://ex%61mple.com/": "The webhook URL has no valid host.",
    "https://256.1/": "The webhook URL has no valid host.",
    "https://1.2.3.4.5/": "The webhook URL has no valid host.",
    "https://08.8.8.8/": "The webhook URL has no valid host.",
    "https://example.0x7f/": "The webhook URL has no valid host.",
    f"https://{'a' * 64}.com/": "The webhook URL has no valid host.",
    f"https://example.com/{'a' * 2048}": "The webhook URL must have at most 2048 characters.",
}
INSIDE = [
    *("127.0.0.1", "127.1", "2130706433", "0x7f000001", "0x7f.1", "017700000001", "0", "0.0.0.0", "10.1", "localhost"),  # noqa: S104
    *("169.254.169.254", "2852039166", "0xa9fea9fe", "192.168.257", "api.localhost", "[::1]", "[::]", "[fe80::1]"),
    *("[::ffff:10.0.0.1]", "[::ffff:a9fe:a9fe]", "[64:ff9b::169.254.169.254]", "[::127.0.0.1]", "[2002:7f00:1::]"),
]


@pytest.mark.parametrize("url", ACCEPTED)
def test_an_absolute_https_url_is_accepted(url: str) -> None:
    target = Target.parse(url)

    assert (target, target.authority) == ACCEPTED[url]


@pytest.mark.parametrize("url", REFUSED)
def test_any_other_url_is_refused_with_its_reason(url: str) -> None:
    with pytest.raises(InvalidWebhookUrl) as refusal:
        Target.parse(url)

    assert REFUSED[url] in refusal.value.message


@pytest.mark.parametrize("host", INSIDE)
def test_an_address_is_checked_in_every_spelling(host: str) -> None:
    with pytest.raises(InvalidWebhookUrl, match="not on the public internet"):
        Target.parse(f"https://{host}/")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "[::1]", "localhost"])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_loopback_is_accepted_if_the_setting_allows_it(monkeypatch: pytest.MonkeyPatch, scheme: str, host: str) -> None:
    monkeypatch.setenv("LOOPBACK_ALLOWED", "yes")

    target = Target.parse(f"{scheme}://{host}:9000/hook")

    assert target == Target(scheme == "https", host.strip("[]"), 9000, "/hook")


@pytest.mark.parametrize("url", ["http://example.com/", "http://8.8.8.8/", "https://10.0.0.1/", "http://10.0.0.1/"])
def test_the_setting_allows_nothing_else(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("LOOPBACK_ALLOWED", "yes")

    with pytest.raises(InvalidWebhookUrl):
        Target.parse(url)


def test_a_url_of_the_maximum_length_is_accepted() -> None:
    url = f"https://example.com/{'a' * (2048 - 20)}"

    assert Target.parse(url).path == url.removeprefix("https://example.com")


@pytest.mark.parametrize("url", ["", *ACCEPTED])
def test_a_url_that_is_accepted_matches_its_schema(url: str) -> None:
    assert jsonschema_rs.Draft202012Validator(dict(WEBHOOK_URL)).is_valid(url)
