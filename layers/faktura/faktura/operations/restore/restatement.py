"""What a journal must say of the documents that a restore changes, in an order that an auditor can follow."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from faktura.audit.record import Record

Keys = tuple[tuple[str, ...], ...]
"""The values of the key attributes of items."""


@dataclass(frozen=True)
class Restatement:
    """What the journal of `range` must say of a document; `keys` are the items that one transaction writes with it."""

    range: str
    keys: Keys
    record: Record


def in_order(restatements: Sequence[Restatement]) -> Iterator[list[Restatement]]:
    """All of them, in groups that one entry must hold.

    A document gives its number up before another takes it. Those that exchange numbers in a circle are one group.
    """
    holders = {one.record.change.former_number: one for one in restatements if one.record.change.former_number}
    done: set[Keys] = set()
    for first in restatements:
        waiting: list[Restatement] = []
        one: Restatement | None = first
        while one and one.keys not in done:
            waiting.append(one)
            done.add(one.keys)
            change = one.record.change
            one = holders.get(change.number or "") if change.former_number else None
        if one in waiting:
            yield waiting
        else:
            yield from ([single] for single in reversed(waiting))
