"""The entries of the lists of requests: by state of review, and those that failed.

An ended request that has data is in the list of the state of its review, and one that failed is in the list of failed
requests. An entry holds what a list shows, so reading a page of a list reads little more than it shows.
"""

from typing import Any, Literal, get_args

from faktura.capture.keys import began_at_of, list_key
from faktura.core.attributes import Item

ListName = Literal["pending", "approved", "rejected", "failed"]

LISTS = get_args(ListName)

SHOWN = ("requestId", "customerId", "mode", "practices", "state", "expiresAt", "pages", "summary")
"""The attributes of a request that a list shows or judges by. The index `began` has them, too."""


def list_of(item: Item) -> str:
    """The list that a request belongs to; empty if it belongs to none."""
    if item["state"] == "failed":
        return "failed"
    return str(item.get("summary", {}).get("review", ""))


def entry_of(item: Item) -> dict[str, Any]:
    """The entry of an ended request that belongs to a list."""
    key = list_key(item["mga"], list_of(item), item["beganAt"], item["requestId"])
    return key | {name: item[name] for name in SHOWN if name in item}


def began_at(entry: Item) -> str:
    """When the request of an entry, or of an item, began, in ISO 8601 with microseconds."""
    return str(entry["beganAt"]) if "beganAt" in entry else began_at_of(entry["record"])
