"""The recorded answers of one day (`core.idempotency`), which may say something of a customer.

A repeat of the request must still find its answer, so an answer is redacted and stays. Answers have no key by
tenant, so the whole table is read: it holds a day.
"""

import zlib
from collections.abc import Callable, Mapping
from typing import Any

from faktura.core import json
from faktura.core.dynamo import WriteConflict
from faktura.operations.erasure.step import Redaction, Step, Steps
from faktura.operations.tenants.item_store import ItemStore
from faktura.operations.tenants.tenant import CLAIMS, Tenant

_TABLE = "IdempotencyTable"
_BODY: Mapping[str, Any] = {"ExpressionAttributeNames": {"#body": "body"}}


class AnswerStore:
    """Finds and changes the answers to a tenant's requests."""

    def __init__(self, items: ItemStore) -> None:
        self._items = items

    def steps(self, tenant: Tenant, redaction: Redaction) -> Steps:
        """A step for each answer that says something of the customer."""
        names = {"#tenant": "tenant", "#claim": CLAIMS[tenant.kind]}
        found = self._items.whole(
            _TABLE, "#tenant.#claim = :name", {":name": tenant.name}, ExpressionAttributeNames=names
        )
        for item in found:
            if (body := self._body(item)) and (changed := redaction(body)) != body:
                yield Step("recorded answer", item["key"][:12], self._replacing(item, changed))

    def _body(self, item: dict[str, Any]) -> Any:
        """The JSON of an answer; `None` for one that is a file, or that is not recorded yet."""
        if "body" not in item or item.get("raw"):
            return None
        table = self._items.table(_TABLE)
        parts = [(table.get({"key": key}) or {}).get("body", b"") for key in item.get("parts", [])]
        return json.loads(zlib.decompress(b"".join([item["body"], *parts])))

    def _replacing(self, item: dict[str, Any], body: Any) -> Callable[[], None]:
        """Replace the answer in one write, then empty the further parts of a large one, to which nothing leads."""
        table = self._items.table(_TABLE)

        def replace() -> None:
            values = {":body": zlib.compress(json.dumps(body)), ":none": [], ":holder": item["holder"]}
            key = {"key": item["key"]}
            if table.update(key, "SET #body = :body, parts = :none", values, "holder = :holder", **_BODY) is None:
                raise WriteConflict
            for part in item.get("parts", []):
                table.update({"key": part}, "SET #body = :none", {":none": b""}, **_BODY)

        return replace
