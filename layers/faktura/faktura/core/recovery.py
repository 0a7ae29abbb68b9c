"""What a restore does with each kind of item of a table. Each API declares its kinds beside its keys.

A kind says how it comes back:

| recovery | a restore |
|---|---|
| `copied` | gives an item the content that it had then |
| `missing` | brings back an item that is gone, and leaves one that is there: it only ever moves forward |
| `derived` | computes it anew from the other items |
| `never` | leaves it alone: a counter, a claim, an access right, a secret |
"""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from faktura.core.attributes import Item

Recovery = Literal["copied", "missing", "derived", "never"]

_ANY = ".*"


@dataclass(frozen=True)
class Kind:
    """One kind of item, known by the patterns of its partition and its sort key.

    The group `id` of a pattern is what a range of ids is about, and `tenant` is whose the item is; by default that is
    the whole partition. `owner` names the attribute with the tenant where no key has it. `version` names the attribute
    that counts changes. `keeps` are attributes that never return to an earlier value. An item whose `fixed` attributes
    differ from then has become another thing, and is not copied. With `order` the item with the higher value wins. A
    `removable` one may be removed if it came later.
    """

    name: str
    recovery: Recovery
    record: str = _ANY
    partition: str = f"(?P<tenant>{_ANY})"
    version: str = ""
    keeps: frozenset[str] = frozenset()
    fixed: frozenset[str] = frozenset()
    order: str = ""
    removable: bool = False
    owner: str = ""


@dataclass(frozen=True)
class Identity:
    """What an item is by its key: its kind, its tenant and its id (each empty if the key does not tell)."""

    kind: Kind
    tenant: str
    id: str


class UnknownKind(LookupError):
    """No declared kind has this key. Nobody has decided how such an item is restored."""


class Kinds:
    """The kinds of one table. `key` names its partition key and its sort key; the latter may be empty."""

    def __init__(self, key: tuple[str, str], *kinds: Kind) -> None:
        self.key, self.all = key, kinds

    @cached_property
    def _patterns(self) -> list[tuple[Kind, re.Pattern[str], re.Pattern[str]]]:
        """Compiled on use, because functions declare kinds and use none."""
        return [(kind, re.compile(kind.partition, re.DOTALL), re.compile(kind.record, re.DOTALL)) for kind in self.all]

    @property
    def names(self) -> list[str]:
        """The names of all kinds that a restore brings back."""
        return [kind.name for kind in self.all if kind.recovery in ("copied", "missing")]

    @property
    def attributes(self) -> tuple[str, ...]:
        """The names of the key's attributes."""
        return tuple(name for name in self.key if name)

    def of(self, item: Item) -> Identity:
        """The item's identity; the first kind that fits. `UnknownKind` if none does."""
        partition, record = (str(item[name]) if name else "" for name in self.key)
        for kind, of_partition, of_record in self._patterns:
            first, second = of_partition.fullmatch(partition), of_record.fullmatch(record)
            if first and second:
                groups = first.groupdict() | second.groupdict()
                tenant = str(item.get(kind.owner, "")) if kind.owner else groups.get("tenant") or ""
                return Identity(kind, tenant, groups.get("id") or "")
        raise UnknownKind(f"no kind of item is declared for the key {partition!r}, {record!r}")
