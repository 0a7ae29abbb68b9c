"""The headers that a REST API renames in a function's answer.

API Gateway's documentation of REST APIs ("Important notes") lists the headers that it may rename. These are the ones
that it does rename; the sandbox of the Architect framework has the same list.
"""

from collections.abc import Iterable

from werkzeug.datastructures import Headers

_REMAPPED = frozenset(
    {
        "authorization",
        "connection",
        "content-length",
        "content-md5",
        "date",
        "expect",
        "host",
        "max-forwards",
        "proxy-authenticate",
        "server",
        "trailer",
        "upgrade",
        "user-agent",
        "www-authenticate",
    }
)


def remapped(headers: Iterable[tuple[str, str]]) -> Headers:
    """A function's headers with the names that its caller gets."""
    return Headers(
        [(f"x-amzn-Remapped-{name}" if name.lower() in _REMAPPED else name, value) for name, value in headers]
    )
