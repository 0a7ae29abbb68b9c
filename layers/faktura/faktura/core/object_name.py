"""Names in the keys of objects: of an owner, of a number range."""

from hashlib import sha256
from urllib.parse import quote

_MAX_BYTES = 900


def object_name(text: str) -> str:
    """The text as one step of a key, percent-encoded; its digest where the key would exceed the 1,024 bytes of S3."""
    name = quote(text, safe="")
    return name if len(name) <= _MAX_BYTES else sha256(text.encode()).hexdigest()
