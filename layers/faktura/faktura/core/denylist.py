"""Revoked tokens: a table of token ids, each kept until the token would have ended by itself."""

from time import monotonic

from faktura.core.aws import client
from faktura.core.settings import setting

REMEMBERED = 25.0
"""Seconds a look-up is trusted; a revocation is honoured everywhere within 30 (CONTRACT section 0)."""

_MOST_REMEMBERED = 1_000
_looked_up: dict[str, tuple[bool, float]] = {}


def is_denied(token_id: str) -> bool:
    """Whether the token was revoked, as of at most `REMEMBERED` seconds ago."""
    denied, asked_at = _looked_up.get(token_id, (False, float("-inf")))
    if denied or monotonic() - asked_at < REMEMBERED:
        return denied
    if len(_looked_up) >= _MOST_REMEMBERED:
        _looked_up.clear()
    found = client("dynamodb").get_item(TableName=setting("DENYLIST_TABLE"), Key={"tokenId": {"S": token_id}})
    _looked_up[token_id] = ("Item" in found, monotonic())
    return "Item" in found


def deny(token_id: str, expires_at: int) -> None:
    """Revoke a token for the rest of its life (`expires_at`: its `exp`, seconds since 1970)."""
    client("dynamodb").put_item(
        TableName=setting("DENYLIST_TABLE"),
        Item={"tokenId": {"S": token_id}, "expiresAt": {"N": str(expires_at + 3600)}},
    )
