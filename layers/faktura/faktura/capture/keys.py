"""The keys of capture's items (`mga` and `record`) and of its files (prefix/MGA/request)."""

from typing import Any
from urllib.parse import quote, unquote

from faktura.core.recovery import Kind, Kinds

ORIGINALS, PAGES, UPLOADS, WORDS = "originals", "pages", "uploads", "words"
"""The bucket's prefixes."""

KINDS = Kinds(
    ("mga", "record"),
    Kind("customer", "copied", "customer#(?P<id>.*)", removable=True),
    Kind("request", "missing", "request#(?P<id>.*)"),
    Kind("fingerprint", "missing", "mark#(?P<id>.*)"),
    Kind("listing", "derived", "list#.*"),
    Kind("accuracy", "never", "accuracy#.*"),
    Kind("webhookSecrets", "never", "webhook-secrets"),
    Kind("erasure", "missing", "erasure#.*"),
)
"""How each kind of item is restored."""


def customer_key(mga: str, customer_id: str) -> dict[str, Any]:
    """The key of a customer."""
    return {"mga": mga, "record": f"customer#{customer_id}"}


def erasure_key(mga: str, customer_id: str) -> dict[str, Any]:
    """The key of the note that a customer's personal data was erased."""
    return {"mga": mga, "record": f"erasure#{customer_id}"}


def id_of_erasure(record: str) -> str:
    """The customer's id in the key of such a note."""
    return record.removeprefix("erasure#")


def request_key(mga: str, request_id: str) -> dict[str, Any]:
    """The key of a request."""
    return {"mga": mga, "record": f"request#{request_id}"}


def fingerprint_key(mga: str, trait: str, digest: str) -> dict[str, Any]:
    """The key of a document's fingerprint."""
    return {"mga": mga, "record": f"mark#{trait}#{digest}"}


def fingerprints_key(mga: str) -> dict[str, Any]:
    """The beginning of the keys of all fingerprints of an MGA."""
    return {"mga": mga, "record": "mark#"}


def list_key(mga: str, name: str, began_at: str, request_id: str) -> dict[str, Any]:
    """The key of a request's entry in the list with this name, by age."""
    return {"mga": mga, "record": f"list#{name}#{began_at}#{request_id}"}


def list_bound(mga: str, name: str, moment: str) -> str:
    """A text that sorts before the records of the list's requests that began at this moment or later."""
    return str(list_key(mga, name, moment, "")["record"]).removesuffix("#")


def can_begin_at(moment: str) -> bool:
    """Whether a request can have begun at this moment, by the grammar of keys."""
    return "#" not in moment


def began_at_of(record: str) -> str:
    """When the request began, in the key of its entry in a list."""
    return record.split("#", 3)[2]


def accuracy_key(mga: str, day: str, part: str) -> dict[str, Any]:
    """The key of one part of a day's counts of what reviewers let stand."""
    return {"mga": mga, "record": f"accuracy#{day}#{part}"}


def webhook_secrets_key(mga: str) -> dict[str, Any]:
    """The key of the secrets that sign an MGA's webhooks."""
    return {"mga": mga, "record": "webhook-secrets"}


def request_id_of(record: str) -> str:
    """The request's id in its key."""
    return record.removeprefix("request#")


def file_key(prefix: str, mga: str, request_id: str) -> str:
    """The key of a request's file in the bucket."""
    return f"{prefix}/{quote(mga, safe='')}/{request_id}"


def request_of(file_key: str) -> tuple[str, str] | None:
    """The MGA and the request's id in a file's key; `None` for any other key."""
    match file_key.split("/"):
        case [_, mga, request_id] if mga and request_id:
            return unquote(mga), request_id
    return None
