"""What an OpenID provider says about itself (OpenID Connect Discovery 1.0, section 3)."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from faktura.core.issuers import asymmetric
from faktura.core.model import Model

PATH = "/.well-known/openid-configuration"
MAX_URL_LENGTH = 2_048

_ALWAYS_ASKED = ("openid", "profile", "email")
_OFFLINE = "offline_access"


class Discovery(Model):
    """The addresses of a provider, and what it supports."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    end_session_endpoint: str
    algorithms: tuple[str, ...]
    scope: str
    takes_secret_in_form: bool


def discovered(document: Any, issuer: str, is_loopback_allowed: bool) -> Discovery:
    """The provider that a document describes; ValueError says why it is not used.

    The issuer that the document names must be the one that was asked. A provider that lists no algorithm signs with
    RS256, which all must support.
    """
    if not isinstance(document, Mapping) or document.get("issuer") != issuer:
        raise ValueError("the discovery document is of another issuer")
    algorithms = asymmetric(_texts(document, "id_token_signing_alg_values_supported") or ("RS256",))
    if not algorithms:
        raise ValueError("the issuer signs its ID tokens with no asymmetric algorithm")
    offline = (_OFFLINE,) if _OFFLINE in _texts(document, "scopes_supported") else ()
    return Discovery(
        authorization_endpoint=_url(document, "authorization_endpoint", is_loopback_allowed),
        token_endpoint=_url(document, "token_endpoint", is_loopback_allowed),
        jwks_uri=_url(document, "jwks_uri", is_loopback_allowed),
        end_session_endpoint=(
            _url(document, "end_session_endpoint", is_loopback_allowed) if "end_session_endpoint" in document else ""
        ),
        algorithms=algorithms,
        scope=" ".join((*_ALWAYS_ASKED, *offline)),
        takes_secret_in_form="client_secret_post" in _texts(document, "token_endpoint_auth_methods_supported"),
    )


def is_usable_url(url: object, is_loopback_allowed: bool) -> bool:
    """Whether this is an https URL without credentials and fragment, or, if allowed, one of this machine."""
    if not isinstance(url, str) or len(url) > MAX_URL_LENGTH or not url.isascii() or not url.isprintable():
        return False
    try:
        parts = urlsplit(url)
        port_is_valid = parts.port is None or parts.port > 0
    except ValueError:
        return False
    is_loopback = is_loopback_allowed and parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")
    plain = " " not in url and "@" not in parts.netloc and "#" not in url and "\\" not in url
    return bool(parts.hostname) and port_is_valid and plain and (parts.scheme == "https" or is_loopback)


def _url(document: Mapping[str, Any], name: str, is_loopback_allowed: bool) -> str:
    url = document.get(name)
    if not is_usable_url(url, is_loopback_allowed):
        raise ValueError(f"{name} is not an https URL")
    return str(url)


def _texts(document: Mapping[str, Any], name: str) -> tuple[str, ...]:
    values = document.get(name)
    return tuple(value for value in values if isinstance(value, str)) if isinstance(values, list) else ()
