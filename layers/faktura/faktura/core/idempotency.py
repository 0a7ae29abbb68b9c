"""Idempotency-Key: a request sent again gets the first answer, and is executed once (CONTRACT section 0).

The record of an answer is an item of the same transaction as what it protects, so no crash can part them. Work that
takes more than one transaction holds the key first; a hold ends by itself when its function could no longer be running.
"""

import zlib
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from faktura.core import json
from faktura.core.auth import CONTEXT
from faktura.core.clock import now
from faktura.core.dynamo import Table, Write, transact
from faktura.core.errors import KeyInUse, KeyReused, Refusal
from faktura.core.request import Answer, Request
from faktura.core.settings import setting
from faktura.core.text import TextRule

KEPT = timedelta(hours=24)
KEY = TextRule(
    "must have 1 to 255 printable ASCII characters",
    r"[!-~](?:[ -~]*[!-~])?",
    max_length=255,
)
_LARGEST_PART = 300_000
"""Bytes of an answer in one item, which holds 400 KB."""


class _Taken(Exception):
    """Between our look and our write another request with the same key wrote its record."""


class Once:
    """What a handler asks for to be executed once per Idempotency-Key; without the header it does nothing."""

    def __init__(self, key: str, fingerprint: str, holder: str) -> None:
        self._key, self._fingerprint, self._holder = key, fingerprint, holder
        self._held = False
        self.begun = ""
        """The id of an earlier try's request that held the key, and died."""

    @classmethod
    def from_request(cls, request: Request) -> "Once":
        """The key's scope is client + method + path + query, and for whom the client acts."""
        if (key := request.headers.get("idempotency-key")) is None:
            return cls("", "", "")
        key = KEY.verify(key.strip(" \t"), at="Idempotency-Key")
        query = sorted((name, tuple(values)) for name, values in request.query.items())
        acting_for = [request.caller.context.get(claim) for claim in CONTEXT if claim != "user"]
        scope = repr((request.caller.subject, acting_for, request.method, request.path, query, key))
        return cls(sha256(scope.encode()).hexdigest(), request.fingerprint, request.id)

    def run(self, execute: Callable[[], Answer]) -> Answer:
        """The first answer, if there is one; else `execute`'s, whose refusals are not kept."""
        if earlier := self._earlier():
            return earlier
        try:
            return execute()
        except _Taken:
            if earlier := self._earlier():
                return earlier
            raise KeyInUse from None
        except Exception:
            self._release()
            raise

    def keep(self, answer: Answer) -> Answer:
        """Record `answer` where a key is held, and give it back."""
        if self._key:
            transact(self.keeping(answer))
        return answer

    def keep_if_possible(self, answer: Answer) -> None:
        """Record an answer that is true whether it is kept or not; a hold that stays ends by itself."""
        with suppress(_Taken, Refusal, ClientError, BotoCoreError):
            self.keep(answer)

    def keeping(self, answer: Answer) -> list[Write]:
        """The writes that record `answer`, for the transaction that makes it true."""
        if not self._key:
            return []
        body = zlib.compress(answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body))
        is_raw = isinstance(answer.body, bytes)
        parts = self._put_aside(body[_LARGEST_PART:])
        content = {"headers": dict(answer.headers), "body": body[:_LARGEST_PART], "raw": is_raw, "parts": parts}
        return self._record(status=answer.status, **content)

    def retracting(self) -> list[Write]:
        """The writes that forget the answer this request kept, for the transaction that undoes what made it true."""
        if not self._key:
            return []
        return [
            _table().deleting({"key": self._key}, "holder = :holder", {":holder": self._holder}, lambda _: _Taken())
        ]

    def hold(self, seconds: int) -> None:
        """Claim the key for work of at most `seconds` that ends with `keep`."""
        if self._key:
            transact(self.holding(seconds))

    def holding(self, seconds: int) -> list[Write]:
        """The same claim, as writes for the transaction that begins the work."""
        self._held = True
        return self._record(heldUntil=Decimal(int(now().timestamp()) + seconds))

    def _put_aside(self, rest: bytes) -> list[str]:
        """Store what of an answer does not fit its record; nobody comes by these items but through the record."""
        keys = [f"{self._key}/{self._holder}/{n}" for n in range(-(-len(rest) // _LARGEST_PART))]
        for n, key in enumerate(keys):
            part = rest[n * _LARGEST_PART : (n + 1) * _LARGEST_PART]
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
            "expiresAt": _in_a_day(),
            **content,
        }
        return [
            _table().putting(
                record,
                "attribute_not_exists(#key) OR expiresAt <= :now OR heldUntil <= :now "
                "OR (holder = :holder AND attribute_exists(heldUntil))",
                {":now": Decimal(present), ":holder": self._holder},
                lambda _: _Taken(),
                ExpressionAttributeNames={"#key": "key"},
            )
        ]

    def _earlier(self) -> Answer | None:
        record = _table().get({"key": self._key}) if self._key else None
        present = now().timestamp()
        if record is None or record["expiresAt"] <= present:
            return None
        if record["fingerprint"] != self._fingerprint:
            raise KeyReused
        if "heldUntil" in record:
            if record["heldUntil"] > present and record["holder"] != self._holder:
                raise KeyInUse
            self.begun = record["holder"]
            return None
        parts = [(_table().get({"key": key}) or {}).get("body", b"") for key in record.get("parts", [])]
        body = zlib.decompress(b"".join([record["body"], *parts]))
        return Answer(int(record["status"]), body if record["raw"] else json.loads(body), record["headers"])

    def _release(self) -> None:
        if not self._held:
            return
        condition = "holder = :holder AND attribute_exists(heldUntil)"
        release = _table().deleting({"key": self._key}, condition, {":holder": self._holder}, lambda _: _Taken())
        with suppress(_Taken, Refusal, ClientError, BotoCoreError):  # the hold also ends by itself
            transact([release])


def _in_a_day() -> Decimal:
    return Decimal(int((now() + KEPT).timestamp()))


def _table() -> Table:
    return Table(setting("IDEMPOTENCY_TABLE"))
