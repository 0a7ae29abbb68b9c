"""How capture's records (`mga` + `record`) and files (prefix/MGA/request) are keyed; nobody else spells it."""

from typing import Any
from urllib.parse import quote, unquote

ORIGINALS, PAGES, UPLOADS = "originals", "pages", "uploads"
"""The bucket's prefixes."""


def customer_key(mga: str, customer_id: str) -> dict[str, Any]:
    """A customer's record."""
    return {"mga": mga, "record": f"customer#{customer_id}"}


def request_key(mga: str, request_id: str) -> dict[str, Any]:
    """A request's record."""
    return {"mga": mga, "record": f"request#{request_id}"}


def mark_key(mga: str, trait: str, digest: str) -> dict[str, Any]:
    """The record of what a document is known again by."""
    return {"mga": mga, "record": f"mark#{trait}#{digest}"}


def webhook_secrets_key(mga: str) -> dict[str, Any]:
    """The record of what an MGA's webhooks are signed with."""
    return {"mga": mga, "record": "webhook-secrets"}


def request_id_of(record: str) -> str:
    """The id in a request's key."""
    return record.removeprefix("request#")


def file_key(prefix: str, mga: str, request_id: str) -> str:
    """Where the bucket keeps a request's file."""
    return f"{prefix}/{quote(mga, safe='')}/{request_id}"


def request_of(file_key: str) -> tuple[str, str] | None:
    """The MGA and the request id that a file's key names; `None` for any other key."""
    match file_key.split("/"):
        case [_, mga, request_id] if mga and request_id:
            return unquote(mga), request_id
    return None
