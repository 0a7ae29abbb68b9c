"""A webhook's URL, checked and taken apart for the call."""

import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import SplitResult, urldefrag, urlsplit

from faktura.capture.webhooks.address import is_loopback, loopback_is_allowed, may_be_called
from faktura.capture.webhooks.errors import InvalidWebhookUrl

MAX_URL_LENGTH = 2_048
_PRINTABLE = re.compile(r"[!-~]+")
_FORBIDDEN = re.compile(r'["<>\\^`{|}]')
WEBHOOK_URL: Mapping[str, Any] = {
    "type": "string",
    "maxLength": MAX_URL_LENGTH,
    "pattern": (
        r"^(?:[Hh][Tt][Tt][Pp][Ss]://(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]*)?"
        r"(?:[/?][!$-;=?-\[\]_a-z~]*)?)?$"
    ),
    "description": "The URL that the result is posted to. It must begin with https:// and its host must be on the "
    "public internet. Empty or missing: no webhook is sent.",
}
"""The schema of a URL that `Target.parse` accepts. It cannot say which hosts are public."""

_BRACKETED = re.compile(r"\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*\](:[0-9]*)?")
_NAME = re.compile(r"(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_NUMBER = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)")
_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True)
class Target:
    """Where to post. `host` is the name or address in the URL; `path` includes the query."""

    is_secure: bool
    host: str
    port: int
    path: str

    @classmethod
    def parse(cls, url: str) -> "Target":
        """The target of a URL, else `InvalidWebhookUrl`. Names are resolved only when the URL is called."""
        if len(url) > MAX_URL_LENGTH:
            raise InvalidWebhookUrl(f"The webhook URL must have at most {MAX_URL_LENGTH} characters.")
        if not _PRINTABLE.fullmatch(url):
            raise InvalidWebhookUrl(
                "The webhook URL must have printable ASCII characters only. Write an international host name as xn--..."
            )
        if _FORBIDDEN.search(url):
            raise InvalidWebhookUrl('The webhook URL must not contain any of "<>\\^`{|}. Write it as % and two digits.')
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise InvalidWebhookUrl("The webhook URL's host or port is malformed.") from None
        host = parts.hostname or ""
        if urldefrag(url).url != url:
            raise InvalidWebhookUrl("The webhook URL must not have a fragment (#).")
        _verify(parts, host, port)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return cls(parts.scheme == "https", host, port or _PORTS[parts.scheme], path)

    @property
    def authority(self) -> str:
        """The Host header: with the port unless it is the default of the scheme."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS["https" if self.is_secure else "http"] else f"{host}:{self.port}"


def _verify(parts: SplitResult, host: str, port: int | None) -> None:
    if parts.scheme not in _PORTS:
        raise InvalidWebhookUrl("The webhook URL must begin with https://.")
    if "@" in parts.netloc:
        raise InvalidWebhookUrl("The webhook URL must not contain a user name or a password.")
    if port == 0:
        raise InvalidWebhookUrl("The webhook URL's port must be from 1 to 65535.")
    literal = _literal(host)
    is_name = _NAME.fullmatch(host) and not _NUMBER.fullmatch(host)
    if ("[" in parts.netloc and not _BRACKETED.fullmatch(parts.netloc)) or not (literal or is_name):
        raise InvalidWebhookUrl("The webhook URL has no valid host.")
    is_local = is_loopback(ip_address(literal)) if literal else host == "localhost" or host.endswith(".localhost")
    if (is_local and not loopback_is_allowed()) or (literal and not may_be_called(literal)):
        raise InvalidWebhookUrl("The webhook URL's host is not on the public internet.")
    if parts.scheme == "http" and not is_local:
        raise InvalidWebhookUrl("The webhook URL must begin with https://.")


def _literal(host: str) -> str | None:
    """The address that a host is, in any spelling that the system's resolver accepts: 127.1, 2130706433, 0x7f000001.

    DNS is not asked.
    """
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return None
    return str(found[0][4][0])
