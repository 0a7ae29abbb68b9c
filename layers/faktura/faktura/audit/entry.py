"""One entry of a journal, and the hash that chains it to the entry before (docs/apis/audit.md).

An entry is hashed in its canonical form: JSON in UTF-8 without spaces, the members of each object sorted by name, and
no member that is absent. All amounts are texts, so the form does not depend on how a program writes numbers.
"""

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

from faktura.core.model import Model

Kind = Literal["ISSUED", "CHANGED", "VOIDED", "SKIPPED"]
Reason = Literal["BEFORE_JOURNAL", "START_VALUE", "TAKEN"]
Hash = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
Position = Annotated[int, Field(ge=1, le=2**53)]
Ordinal = Annotated[int, Field(ge=1, le=2**63 - 1)]
"""A place of the sequence. The start value of a shop's numbering has up to 19 digits."""


class _Closed(Model):
    """A member that is not known would not be hashed, so there must be none."""

    model_config = ConfigDict(extra="forbid", alias_generator=to_camel)


class Change(_Closed):
    """What happened to one document, or to the numbers that no document has."""

    kind: Kind = Field(
        description="`ISSUED`: a document got its number. `CHANGED`: its number or content changed. `VOIDED`: it "
        "became void. `SKIPPED`: numbers of the sequence that the range leaves out."
    )
    number: str | None = Field(default=None, description="The number of the document.", examples=["ORD-2026-001001"])
    ordinal: Ordinal | None = Field(
        default=None, description="The place of the number in the sequence; absent if it was given by hand."
    )
    former_number: str | None = Field(default=None, description="The number that the document had before.")
    content: dict[str, str] | None = Field(
        default=None, description="What the journal shows of the document, such as its day and its totals."
    )
    commitment: Hash | None = Field(
        default=None,
        description="HMAC-SHA-256 over the rest of the document, under a secret salt: the document cannot change "
        "unnoticed, and the journal does not show it. Absent if that part has not changed.",
    )
    first: Ordinal | None = Field(default=None, description="The first number that is left out.")
    last: Ordinal | None = Field(default=None, description="The last number that is left out.")
    reason: Reason | None = Field(
        default=None,
        description="Why numbers are left out. `BEFORE_JOURNAL`: the journal began later. `START_VALUE`: the start of "
        "the numbering was raised. `TAKEN`: a document had the number already.",
    )


class Entry(_Closed):
    """What one transaction did to a number range."""

    range: str = Field(description="The range.", examples=["jobs/acme/ORD-2026-*"])
    position: Position = Field(description="The place of the entry in the journal of its range, counted from 1.")
    previous: Hash = Field(description="The hash of the entry before; for the first one, the hash of the range's name.")
    at: str = Field(description="When, in UTC.", examples=["2026-11-02T09:30:00.000Z"])
    changes: list[Change] = Field(description="What happened, in order.", min_length=1)

    @property
    def canonical(self) -> bytes:
        """The form that is hashed."""
        document = self.model_dump(by_alias=True, exclude_none=True)
        return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

    @property
    def hash(self) -> str:
        """SHA-256 over the canonical form, in hexadecimal."""
        return sha256(self.canonical).hexdigest()


def first_previous(range_name: str) -> str:
    """What the first entry of a range has as the hash of the entry before."""
    return sha256(range_name.encode()).hexdigest()


def skipped(first: int, last: int, reason: Reason) -> list[Change]:
    """The change that leaves out these numbers; none if there are none."""
    return [Change(kind="SKIPPED", first=first, last=last, reason=reason)] if first <= last else []


def ordinals(changes: Sequence[Change]) -> list[range]:
    """The places of the sequence that the changes account for, in order."""
    found = []
    for change in changes:
        if change.first is not None and change.last is not None:
            found.append(range(change.first, change.last + 1))
        elif change.ordinal is not None:
            found.append(range(change.ordinal, change.ordinal + 1))
    return found
