"""The headers that a REST API renames in a function's answer.

API Gateway's documentation ("Important notes", of REST APIs) lists the headers that it may rename; these are those of
them that it was seen to rename (the sandbox of the Architect framework follows them).
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
    """A function's headers as its caller gets them."""
    return Headers(
        [(f"x-amzn-Remapped-{name}" if name.lower() in _REMAPPED else name, value) for name, value in headers]
    )
