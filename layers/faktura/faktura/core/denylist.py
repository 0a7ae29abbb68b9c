"""Revoked tokens, by their ids, and disabled clients and people.

An entry stays until the last token it concerns has expired. Every request looks for its own in one batched read, and
caches the result for `CACHE_SECONDS`.
"""

from time import monotonic

from faktura.core.aws import client
from faktura.core.errors import Unavailable
from faktura.core.settings import setting

CACHE_SECONDS = 25.0
"""A revocation takes effect everywhere within 30 seconds (docs/apis/README.md, Revoke a token)."""

_MAX_CACHED = 1_000
_EXTRA_SECONDS = 3_600
_looked_up: dict[tuple[str, ...], tuple[bool, float]] = {}


def is_denied(*entries: str) -> bool:
    """Whether one of the entries is on the list, as of at most `CACHE_SECONDS` seconds ago."""
    denied, asked_at = _looked_up.get(entries, (False, float("-inf")))
    if denied or monotonic() - asked_at < CACHE_SECONDS:
        return denied
    if len(_looked_up) >= _MAX_CACHED:
        _looked_up.clear()
    _looked_up[entries] = (_is_listed(entries), monotonic())
    return _looked_up[entries][0]


def deny(entry: str, until: int) -> None:
    """Put a token's id or a `client_entry` on the list (`until`: seconds since 1970)."""
    client("dynamodb").put_item(
        TableName=setting("DENYLIST_TABLE"),
        Item={"entry": {"S": entry}, "expiresAt": {"N": str(until + _EXTRA_SECONDS)}},
    )


def allow(entry: str) -> None:
    """Take an entry off the list. A process that has looked it up for a token goes on refusing that token."""
    client("dynamodb").delete_item(TableName=setting("DENYLIST_TABLE"), Key={"entry": {"S": entry}})


def client_entry(client_id: str) -> str:
    """The entry that stands for all tokens of a client or a person, by the claim `sub`."""
    return f"client {client_id}"


def _is_listed(entries: tuple[str, ...]) -> bool:
    table = setting("DENYLIST_TABLE")
    keys = [{"entry": {"S": entry}} for entry in entries]
    found = client("dynamodb").batch_get_item(RequestItems={table: {"Keys": keys}})
    if found["UnprocessedKeys"]:
        raise Unavailable
    return bool(found["Responses"][table])
