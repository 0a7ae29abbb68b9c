"""The signed heads, in their bucket: one object for each, by the name of its range and the time of its signature.

Object Lock keeps them. So what was signed last is read here, and not in the tables, where it could be changed.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from botocore.exceptions import ClientError

from faktura.audit.head import Statement
from faktura.core.aws import client
from faktura.core.clock import now, timestamp
from faktura.core.dynamo import WriteConflict
from faktura.core.object_name import object_name
from faktura.core.settings import setting

RESTART = ".restart"
"""The end of the key of an operator's note: the journal does not go on from the head before (docs/operations.md)."""

_HEADS, _SIGNED = "heads/", ".jws"
_RECENT = timedelta(days=8)
"""A head is signed at least every week, so most ranges have one that is no older."""

_MAX_BYTES = 8_192
_EXISTS = ("PreconditionFailed", "ConditionalRequestConflict")


@dataclass(frozen=True)
class StoredHead:
    """A head as it is in the bucket; nothing of it is verified."""

    key: str
    text: str


class HeadStore:
    """The heads in one bucket."""

    def __init__(self, bucket: str) -> None:
        self._bucket = bucket
        client("s3")

    @classmethod
    def from_settings(cls) -> Self:
        """The bucket that the template names."""
        return cls(setting("JOURNAL_HEAD_BUCKET"))

    def put(self, statement: Statement, text: str) -> None:
        """Store a signed head; `WriteConflict` if its range has one of this time, which stays."""
        try:
            client("s3").put_object(
                Bucket=self._bucket,
                Key=key_of(statement),
                Body=text.encode(),
                ContentType="application/jose",
                IfNoneMatch="*",
            )
        except ClientError as fault:
            if fault.response["Error"]["Code"] not in _EXISTS:
                raise
            raise WriteConflict from fault

    def last(self, range_name: str) -> StoredHead | None:
        """The head that was signed last; `None` if none was, or none since the operator's last note."""
        return self.last_named(object_name(range_name))

    def last_named(self, name: str) -> StoredHead | None:
        """The same, by the name of the range in keys."""
        prefix = f"{_HEADS}{name}/"
        keys = self._keys(prefix, prefix + timestamp(now() - _RECENT)) or self._keys(prefix)
        if not keys or keys[-1].endswith(RESTART):
            return None
        body = client("s3").get_object(Bucket=self._bucket, Key=keys[-1])["Body"].read(_MAX_BYTES)
        return StoredHead(keys[-1], body.decode("ascii", "replace"))

    def names(self) -> set[str]:
        """The names in keys of all ranges that have a head."""
        pages = (
            client("s3").get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=_HEADS, Delimiter="/")
        )
        return {
            one["Prefix"].removeprefix(_HEADS).rstrip("/") for page in pages for one in page.get("CommonPrefixes", [])
        }

    def _keys(self, prefix: str, after: str | None = None) -> list[str]:
        """The keys in order, without notes whose time has not come: each of them would begin anew every night."""
        terms = {"Bucket": self._bucket, "Prefix": prefix} | ({"StartAfter": after} if after else {})
        pages = client("s3").get_paginator("list_objects_v2").paginate(**terms)
        keys = (one["Key"] for page in pages for one in page.get("Contents", []))
        present = f"{prefix}{timestamp(now())}{RESTART}"
        return [key for key in keys if not (key.endswith(RESTART) and key > present)]


def key_of(statement: Statement) -> str:
    """The key of a head; the keys of a range sort by time."""
    return f"{_HEADS}{object_name(statement.range)}/{statement.at}{_SIGNED}"
