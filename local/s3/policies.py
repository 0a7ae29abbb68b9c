"""The policy of a presigned POST form.

Source: S3 API reference, "POST Policy" (authenticating requests in browser-based uploads, signature version 4).
"""

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from local.s3.errors import BAD_REQUEST, S3Error, denied

_UNCOVERED = {"awsaccesskeyid", "signature", "x-amz-signature", "file", "policy"}
_IGNORED_PREFIX = "x-ignore-"
_SIZE = "content-length-range"


@dataclass(frozen=True)
class Condition:
    """The condition of one field: `eq` or `starts-with` a value. The field's name is in lower case."""

    operator: str
    field: str
    value: str

    def holds(self, given: str | None) -> bool:
        """Whether the form's value is allowed. None means that the form has no such field.

        In a list of content types, each must be allowed.
        """
        if given is None:
            return False
        if self.operator == "eq":
            return given == self.value
        parts = given.split(",") if self.field == "content-type" and "," in given else [given]
        return all(part.strip().startswith(self.value) for part in parts)


@dataclass(frozen=True)
class Policy:
    """The conditions of a signed form and its expiry. `sizes` are inclusive ranges in bytes."""

    expires: datetime
    conditions: tuple[Condition, ...]
    sizes: tuple[tuple[int, int], ...]

    @classmethod
    def parsed(cls, encoded: str) -> "Policy":
        """Parse the form's field `policy`. Raises S3Error if it is invalid."""
        try:
            policy = json.loads(base64.b64decode(encoded, validate=True))
            expires, listed = policy["expiration"], policy["conditions"]
            moment = datetime.fromisoformat(expires)
            bounds = tuple((int(low), int(high)) for kind, low, high in _lists(listed) if kind == _SIZE)
            conditions = tuple(_conditions(listed))
        except (binascii.Error, AttributeError, KeyError, TypeError, ValueError) as unreadable:
            raise S3Error(BAD_REQUEST, "InvalidPolicyDocument", "Invalid Policy: it cannot be read.") from unreadable
        if moment.tzinfo is None:
            raise S3Error(BAD_REQUEST, "InvalidPolicyDocument", "Invalid Policy: Invalid 'expiration' value.")
        return cls(moment, conditions, bounds)

    def check(self, fields: Mapping[str, str], now: datetime) -> None:
        """Raise S3Error unless the policy allows these fields. They include `bucket` and the final key."""
        if now.astimezone(UTC) >= self.expires:
            raise denied("Invalid according to Policy: Policy expired.")
        for one in self.conditions:
            if not one.holds(fields.get(one.field)):
                failed = json.dumps([one.operator, f"${one.field}", one.value], ensure_ascii=False)
                raise denied(f"Invalid according to Policy: Policy Condition failed: {failed}")
        covered = _UNCOVERED | {one.field for one in self.conditions}
        extra = sorted(name for name in fields.keys() - covered if not name.startswith(_IGNORED_PREFIX))
        if extra:
            raise denied(f"Invalid according to Policy: Extra input fields: {', '.join(extra)}")

    def check_size(self, size: int) -> None:
        """Raise S3Error unless the size in bytes is in every range."""
        for low, high in self.sizes:
            if size > high:
                message = "Your proposed upload exceeds the maximum allowed size"
                raise S3Error(BAD_REQUEST, "EntityTooLarge", message, ProposedSize=size, MaxSizeAllowed=high)
            if size < low:
                message = "Your proposed upload is smaller than the minimum allowed size"
                raise S3Error(BAD_REQUEST, "EntityTooSmall", message, ProposedSize=size, MinSizeAllowed=low)


def _lists(listed: list[Any]) -> Iterator[tuple[str, Any, Any]]:
    for one in listed:
        if isinstance(one, list):
            kind, first, second = one
            yield kind.lower(), first, second


def _conditions(listed: list[Any]) -> Iterator[Condition]:
    """The conditions on fields. Raises ValueError, or another error of the wrong type, for an invalid one."""
    for one in listed:
        if isinstance(one, dict):
            yield from (Condition("eq", name.lower(), _text(value)) for name, value in one.items())
    for kind, field, value in _lists(listed):
        if kind == _SIZE:
            continue
        if kind not in ("eq", "starts-with") or not field.startswith("$"):
            raise ValueError(kind)
        yield Condition(kind, field[1:].lower(), _text(value))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
