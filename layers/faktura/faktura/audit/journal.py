"""A journal as it is stored: the end of its chain, and its entries with the salts of their commitments."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from faktura.audit.entry import Entry, first_previous
from faktura.audit.errors import Broken
from faktura.core import json
from faktura.core.attributes import Item
from faktura.core.errors import MalformedBody


@dataclass(frozen=True)
class Head:
    """The end of a chain: its last entry, that entry's hash, and the last place of the sequence accounted for."""

    position: int
    hash: str
    ordinal: int = 0

    @classmethod
    def of(cls, range_name: str, item: Item | None) -> "Head":
        """From its item; without one, the head of a journal without entries."""
        if item is None:
            return cls(0, first_previous(range_name))
        return cls(int(item["position"]), str(item["hash"]), int(item["ordinal"]))


@dataclass(frozen=True)
class StoredEntry:
    """An entry, with the salt of each commitment that was not erased, by the place of the change."""

    entry: Entry
    salts: Mapping[str, bytes]

    @classmethod
    def of(cls, item: Item) -> "StoredEntry":
        """From its item; `Broken` if that was damaged."""
        try:
            entry = Entry.model_validate(json.loads(zlib.decompress(item["entry"])), by_alias=True, by_name=False)
            return cls(entry, item["salts"])
        except (zlib.error, MalformedBody, ValidationError, KeyError, TypeError) as fault:
            raise Broken(f"An entry cannot be read: {type(fault).__name__}.") from fault
