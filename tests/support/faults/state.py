"""The state of AWS, for comparing runs: items, objects and messages, read from moto itself without a call."""

import json
import zlib
from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from moto.dynamodb.models import dynamodb_backends
from moto.s3.models import s3_backends
from moto.sqs.models import sqs_backends


@dataclass(frozen=True)
class Stored:
    """One stored entry: an item by table and key, an object's version by bucket and key, a message by queue."""

    service: str
    place: str
    key: str
    value: Any


Normalise = Callable[[Stored], Stored | None]


def as_it_is(stored: Stored) -> Stored | None:
    """Leave a stored entry unchanged."""
    return stored


def snapshot(normalise: Normalise = as_it_is) -> list[Stored]:
    """Everything stored in DynamoDB, S3 and SQS, ordered. `normalise` rewrites volatile fields, or drops with None."""
    everything = (normalise(stored) for stored in (*_items(), *_objects(), *_messages()))
    return sorted((stored for stored in everything if stored is not None), key=repr)


def _items() -> Iterator[Stored]:
    for backend in _each(dynamodb_backends):
        for table in backend.tables.values():
            for item in table.all_items():
                attributes = without_salts(item.to_regular_json())
                key = " ".join(str(attributes[name]) for name in table.table_key_attrs)
                yield Stored("dynamodb", table.name, key, attributes)


def without_salts(item: dict[str, Any]) -> dict[str, Any]:
    """An item of a journal without its random salts and what follows from them: commitments and hashes."""
    if "salts" in item:
        entry = json.loads(zlib.decompress(_bytes(item["entry"])))
        del entry["previous"]
        entry["changes"] = [{**change, "commitment": "commitment" in change} for change in entry["changes"]]
        return {**item, "entry": entry, "salts": sorted(item["salts"])}
    return {**item, "hash": ""} if item.keys() >= {"position", "hash", "ordinal"} else item


def _bytes(value: Any) -> bytes:
    return b64decode(value) if isinstance(value, str) else bytes(value)


def _objects() -> Iterator[Stored]:
    for backend in _each(s3_backends):
        for bucket in backend.buckets.values():
            for name, current in bucket.keys.items():
                if hasattr(current, "value"):  # a delete marker has none
                    kept = [one for one in bucket.keys.getlist(name) if hasattr(one, "value")]
                    yield from (Stored("s3", bucket.name, name, one.value) for one in kept)


def _messages() -> Iterator[Stored]:
    for backend in _each(sqs_backends):
        for queue in backend.queues.values():
            for message in queue._messages:
                yield Stored("sqs", queue.name, "", message.body)


def _each(backends: Any) -> Iterator[Any]:
    for account in list(backends.values()):
        yield from list(account.values())
