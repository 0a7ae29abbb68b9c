"""A journal as it is stored: the end of its chain, and its entries with the salts of their commitments."""

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from faktura.audit.commitment import SALT_BYTES
from faktura.audit.entry import Entry, first_previous
from faktura.audit.errors import Broken
from faktura.core import json
from faktura.core.attributes import Item
from faktura.core.errors import MalformedBody

_HASH = re.compile("[0-9a-f]{64}")
_MAX_ENTRY_BYTES = 4_000_000
"""Of an entry that is not compressed. One transaction has at most 100 documents."""


@dataclass(frozen=True)
class Head:
    """The end of a chain: its last entry, that entry's hash, and the last place of the sequence accounted for."""

    position: int
    hash: str
    ordinal: int = 0

    @classmethod
    def of(cls, range_name: str, item: Item | None) -> "Head":
        """From its item; without one, the head of a journal without entries. `Broken` if the item was damaged."""
        if item is None:
            return cls(0, first_previous(range_name))
        try:
            head = cls(int(item["position"]), str(item["hash"]), int(item["ordinal"]))
        except (KeyError, TypeError, ValueError, ArithmeticError) as fault:
            raise Broken("The end of the journal cannot be read.") from fault
        if head.position < 1 or not _HASH.fullmatch(head.hash):
            raise Broken("The end of the journal cannot be read.")
        return head


@dataclass(frozen=True)
class StoredEntry:
    """An entry, with the salt of each commitment that was not erased, by the place of the change."""

    entry: Entry
    salts: Mapping[str, bytes]

    @classmethod
    def of(cls, item: Item) -> "StoredEntry":
        """From its item; `Broken` if the entry was damaged. A damaged salt counts as erased."""
        try:
            entry = Entry.model_validate(json.loads(_decompressed(item["entry"])), by_alias=True, by_name=False)
        except (zlib.error, MalformedBody, ValidationError, KeyError, TypeError) as fault:
            raise Broken(f"An entry cannot be read: {type(fault).__name__}.") from fault
        salts = item.get("salts")
        return cls(entry, {n: salt for n, salt in salts.items() if _is_salt(salt)} if isinstance(salts, dict) else {})


@dataclass(frozen=True)
class DamagedEntry:
    """What is stored in the place of the entry at `position`, which cannot be read."""

    position: int
    stored: bytes


def _decompressed(stored: bytes) -> bytes:
    """The content, never more than an entry has: a few bytes may stand for gigabytes. It is cut off there."""
    return zlib.decompressobj().decompress(stored, _MAX_ENTRY_BYTES)


def _is_salt(value: object) -> bool:
    return isinstance(value, bytes) and len(value) == SALT_BYTES
