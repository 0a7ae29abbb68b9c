"""What a webhook tells: its body, and the id by which receivers know whether they have handled it."""

import zlib
from dataclasses import dataclass

from faktura.core.attributes import Item


@dataclass(frozen=True)
class Notice:
    """A receiver remembers the ids that it has handled, so another body has another id."""

    webhook_id: str
    body: bytes


def notice_of_result(item: Item) -> Notice:
    """The response of an item that has ended, under the id of its request."""
    return Notice(item["requestId"], zlib.decompress(item["response"]))
