"""What a restore is asked to bring back."""

import re
from dataclasses import dataclass, field

from faktura.core.recovery import Identity

_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class IdRange:
    """The ids from `first` to `last`, by number if all are digits, otherwise as texts."""

    first: str
    last: str

    def covers(self, identifier: str) -> bool:
        """Whether the id lies in the range."""
        texts = (self.first, identifier, self.last)
        if all(map(_DIGITS.fullmatch, texts)):
            return int(self.first) <= int(identifier) <= int(self.last)
        return self.first <= identifier <= self.last


@dataclass(frozen=True)
class Scope:
    """A tenant, kinds and ids; by default everything. `only_missing` leaves alone what is there.

    `remove_later` removes what came after the moment, except what has a number.
    """

    tenant: str | None = None
    kinds: frozenset[str] = field(default_factory=frozenset)
    ids: IdRange | None = None
    only_missing: bool = False
    remove_later: bool = False

    def covers(self, identity: Identity) -> bool:
        """Whether an item is asked for."""
        return (
            (self.tenant is None or identity.tenant == self.tenant)
            and (not self.kinds or identity.kind.name in self.kinds)
            and (self.ids is None or self.ids.covers(identity.id))
        )
