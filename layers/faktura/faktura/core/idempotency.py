"""Idempotency-Key: a request that is sent again gets the first response and is executed once (docs/apis/README.md).

The record of a response is an item of the same transaction as the work it belongs to, so a crash cannot separate them.
Work that takes several transactions holds the key first. A hold expires when its function can no longer be running.
"""

import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any, TypeVar

from botocore.exceptions import BotoCoreError, ClientError

from faktura.core import json
from faktura.core.auth import USER_CLAIM
from faktura.core.clock import now
from faktura.core.dynamo import Table, Write, transact
from faktura.core.errors import KeyInUse, KeyReused, Refusal
from faktura.core.request import Request
from faktura.core.response import Response, as_response
from faktura.core.settings import setting
from faktura.core.text import TextRule

T = TypeVar("T")

RETENTION = timedelta(hours=24)
KEY = TextRule(
    "must have 1 to 255 printable ASCII characters",
    r"[!-~](?:[ -~]*[!-~])?",
    max_length=255,
)
_MAX_PART_BYTES = 300_000
"""Of a response in one item, which holds 400 KB."""


class KeyTaken(Exception):
    """Another request with the same key has written its record since this one looked."""


class Idempotency:
    """Executes a handler that asks for it once per Idempotency-Key; without the header it does nothing."""

    def __init__(self, key: str, request: Request) -> None:
        self._key, self._holder, self._base_url = key, request.id, request.base_url
        self._tenant = tenant_of(request.caller.context) if key else {}
        self._fingerprint = request.fingerprint if key else ""
        self._is_held = False
        self.interrupted_request_id = ""
        """The id of an earlier request that held the key and died."""

    @classmethod
    def from_request(cls, request: Request) -> "Idempotency":
        """A key belongs to its client, the tenant the client acts for, and the method, path and query."""
        if (key := request.headers.get("idempotency-key")) is None:
            return cls("", request)
        key = KEY.verify(key.strip(" \t"), at="Idempotency-Key")
        query = sorted((name, tuple(values)) for name, values in request.query.items())
        tenant = sorted((claim, value) for claim, value in request.caller.context.items() if claim != USER_CLAIM)
        scope = repr((request.caller.subject, tenant, request.method, request.path, query, key))
        return cls(sha256(scope.encode()).hexdigest(), request)

    def run(self, execute: Callable[[], Response]) -> Response:
        """The first response, if there is one; else that of `execute`, whose refusals are not recorded."""
        if earlier := self._earlier():
            return earlier
        try:
            return execute()
        except KeyTaken:
            if earlier := self._earlier():
                return earlier
            raise KeyInUse from None
        except Exception:
            self._release()
            raise

    def confirm_refusal(self) -> None:
        """`KeyTaken` if a request with the same key has recorded its response since this one looked.

        What that one did may be why this one is refused.
        """
        if self._earlier():
            raise KeyTaken

    def record(self, reply: T) -> T:
        """Record the reply if there is a key, and return it."""
        if self._key:
            transact(self.writes_recording(reply))
        return reply

    def record_if_possible(self, reply: T) -> T:
        """Record a reply that is valid even if it cannot be recorded; the hold then expires."""
        with suppress(KeyTaken, Refusal, ClientError, BotoCoreError):
            self.record(reply)
        return reply

    def writes_recording(self, reply: Any) -> list[Write]:
        """The writes that record the reply, for the transaction of the work it belongs to."""
        if not self._key:
            return []
        response = as_response(reply, self._base_url)
        is_raw = isinstance(response.body, bytes)
        body = zlib.compress(response.body if is_raw else json.dumps(response.body))
        parts = self._put_aside(body[_MAX_PART_BYTES:])
        content = {"headers": dict(response.headers), "body": body[:_MAX_PART_BYTES], "raw": is_raw, "parts": parts}
        return self._record(status=response.status, **content)

    def writes_forgetting(self) -> list[Write]:
        """The writes that forget the reply this request recorded, for the transaction that undoes its work."""
        if not self._key:
            return []
        is_own = "holder = :holder"
        return [_table().deleting({"key": self._key}, is_own, {":holder": self._holder}, lambda _: KeyTaken())]

    def hold(self, seconds: int) -> None:
        """Hold the key for work of at most `seconds` that ends with `record`."""
        if self._key:
            transact(self.writes_holding(seconds))

    def writes_holding(self, seconds: int) -> list[Write]:
        """The writes that hold the key, for the transaction that begins the work."""
        self._is_held = True
        return self._record(heldUntil=Decimal(int(now().timestamp()) + seconds))

    def _put_aside(self, rest: bytes) -> list[str]:
        """Store the part of a response that its record cannot hold; only the record leads to these items."""
        keys = [f"{self._key}/{self._holder}/{n}" for n in range(-(-len(rest) // _MAX_PART_BYTES))]
        for n, key in enumerate(keys):
            part = rest[n * _MAX_PART_BYTES : (n + 1) * _MAX_PART_BYTES]
            _table().put({"key": key, "body": part, "expiresAt": _in_a_day()})
        return keys

    def _record(self, **content: Any) -> list[Write]:
        if not self._key:
            return []
        present = int(now().timestamp())
        record = {
            "key": self._key,
            "fingerprint": self._fingerprint,
            "holder": self._holder,
            "tenant": self._tenant,
            "expiresAt": _in_a_day(),
            **content,
        }
        return [
            _table().putting(
                record,
                "attribute_not_exists(#key) OR expiresAt <= :now OR heldUntil <= :now "
                "OR (holder = :holder AND attribute_exists(heldUntil))",
                {":now": Decimal(present), ":holder": self._holder},
                lambda _: KeyTaken(),
                ExpressionAttributeNames={"#key": "key"},
            )
        ]

    def _earlier(self) -> Response | None:
        record = _table().get({"key": self._key}) if self._key else None
        present = now().timestamp()
        if record is None or record["expiresAt"] <= present:
            return None
        if record["fingerprint"] != self._fingerprint:
            raise KeyReused
        if "heldUntil" in record:
            if record["heldUntil"] > present and record["holder"] != self._holder:
                raise KeyInUse
            self.interrupted_request_id = record["holder"]
            return None
        parts = [(_table().get({"key": key}) or {}).get("body", b"") for key in record.get("parts", [])]
        body = zlib.decompress(b"".join([record["body"], *parts]))
        return Response(int(record["status"]), body if record["raw"] else json.loads(body), record["headers"])

    def _release(self) -> None:
        if not self._is_held:
            return
        condition = "holder = :holder AND attribute_exists(heldUntil)"
        release = _table().deleting({"key": self._key}, condition, {":holder": self._holder}, lambda _: KeyTaken())
        with suppress(KeyTaken, Refusal, ClientError, BotoCoreError):  # the hold also expires
            transact([release])


def tenant_of(context: Mapping[str, Any]) -> dict[str, str]:
    """The claims that name a tenant. A record has them, so that a tenant's records can be found."""
    return {claim: value for claim, value in context.items() if isinstance(value, str)}


def _in_a_day() -> Decimal:
    return Decimal(int((now() + RETENTION).timestamp()))


def _table() -> Table:
    return Table(setting("IDEMPOTENCY_TABLE"))
