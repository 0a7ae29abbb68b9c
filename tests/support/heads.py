"""The daily run that signs the heads of journals: journals to sign, the run, and what it leaves in the bucket."""

import json
import zlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from faktura.audit.entry import Entry
from faktura.audit.head import SignedHead, verified
from faktura.core import aws
from faktura.core.dynamo import Table, transact
from tests.support.deployment import Deployment
from tests.support.faults.state import Stored
from tests.support.journals import chained, issued

NIGHT = datetime(2026, 11, 28, 1, 30, tzinfo=UTC)
RANGE, OTHER, OFFICE = "jobs/acme/R-*", "jobs/globex/R-*", "billing/main"


@dataclass
class Journals:
    """The journals of a deployment's tables, and the bucket of their heads."""

    faktura: Deployment

    def has(self, name: str, entries: Sequence[Entry] | int) -> list[Entry]:
        """Store a registered journal with these entries, or with so many that each issue one document."""
        text = "" if name.startswith("billing/") else "R-"
        made = (
            chained([[issued(n + 1, text)] for n in range(entries)], name) if isinstance(entries, int) else [*entries]
        )
        items = [self._item(name, f"{one.position:012d}", **_stored(one)) for one in made]
        head = self._item(name, "head", position=made[-1].position, hash=made[-1].hash, ordinal=made[-1].position)
        known = self.registered(name)
        self.faktura.fill(_table(name), [*items, head, *([] if known else [self._register(name)])])
        return made

    def change(self, name: str, record: str, **changes: Any) -> None:
        """Change attributes of an item of a journal, past everything that forbids it."""
        item = self._table(name).get(self._item(name, record))
        assert item
        self.faktura.fill(_table(name), [item | changes])

    def entry(self, name: str, position: int) -> bytes:
        """An entry as it is stored."""
        item = self._table(name).get(self._item(name, f"{position:012d}"))
        assert item
        entry: bytes = item["entry"]
        return entry

    def remove(self, name: str, *records: str) -> None:
        """Delete items of a journal."""
        for record in records:
            self._delete(name, self._item(name, record))

    def unregister(self, name: str) -> None:
        """Delete the item that lists a journal."""
        self._delete(name, self._register(name))

    def registered(self, name: str) -> dict[str, Any]:
        """The item that lists a journal; empty if there is none."""
        return self._table(name).get(self._key(self._register(name))) or {}

    def roll_back(self, name: str, item: dict[str, Any]) -> None:
        """Put back a former item that lists a journal."""
        self.faktura.fill(_table(name), [item])

    def sign(self, due_at: datetime = NIGHT, seconds: float = 900) -> None:
        """Run the function as the schedule does."""
        self.faktura.call("audit.sign_heads", {"dueAt": due_at.isoformat()}, seconds)

    def retried(self, due_at: datetime = NIGHT, tries: int = 3) -> None:
        """Run it as Lambda does if it fails."""
        for _ in range(tries - 1):
            with suppress(Exception):
                return self.sign(due_at)
        return self.sign(due_at)

    @property
    def bucket(self) -> str:
        return self.faktura.stack.physical["JournalHeadBucket"]

    def objects(self) -> dict[str, str]:
        """The bucket's current objects by key."""
        s3 = aws.client("s3")
        pages = s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket)
        keys = [one["Key"] for page in pages for one in page.get("Contents", [])]
        return {key: s3.get_object(Bucket=self.bucket, Key=key)["Body"].read().decode() for key in keys}

    def put(self, key: str, text: str) -> None:
        """Put an object into the bucket."""
        aws.client("s3").put_object(Bucket=self.bucket, Key=key, Body=text.encode())

    def heads(self, name: str) -> list[SignedHead]:
        """The verified heads of a range, the oldest first."""
        found = [verified(text) for key, text in sorted(self.objects().items()) if key.endswith(".jws")]
        return [one for one in found if one.statement.range == name]

    def positions(self, name: str) -> list[int]:
        """The positions of the signed entries of a range."""
        return [one.statement.position for one in self.heads(name)]

    def _item(self, name: str, record: str, **attributes: Any) -> dict[str, Any]:
        api, owner, *texts = name.split("/", 2)
        key = {"office": owner, "record": f"journal#{record}"} if api == "billing" else {}
        return {**(key or {"tenant": f"{owner}#journal#{texts[0]}", "record": record}), **attributes}

    def _register(self, name: str) -> dict[str, Any]:
        is_billing = name.startswith("billing/")
        key = {"office": "*", "record": f"journals#{name}"} if is_billing else {"tenant": "*#journals", "record": name}
        return {**key, "range": name}

    def _delete(self, name: str, key: dict[str, Any]) -> None:
        transact([self._table(name).deleting(self._key(key))])

    def _table(self, name: str) -> Table:
        return Table(self.faktura.stack.physical[_table(name)])

    @staticmethod
    def _key(item: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in item.items() if name in ("tenant", "office", "record")}


def without_chance(stored: Stored) -> Stored:
    """What is stored, with a head's statement in place of its signature, which is another each time."""
    if stored.service == "s3":
        return Stored(stored.service, stored.place, stored.key, verified(stored.value.decode()).statement)
    value = dict(stored.value)
    if "signedHead" in value:
        value["signedHead"] = verified(value["signedHead"]).statement
    return Stored(stored.service, stored.place, stored.key, value)


def lines(logged: Any, message: str) -> list[dict[str, Any]]:
    """The lines of the log with this message."""
    found = [json.loads(line) for line in logged.getvalue().splitlines()]
    return [line for line in found if line["message"] == message]


def _stored(entry: Entry) -> dict[str, Any]:
    return {"entry": zlib.compress(entry.canonical), "salts": {}}


def _table(name: str) -> str:
    return "BillingTable" if name.startswith("billing/") else "JobTable"
