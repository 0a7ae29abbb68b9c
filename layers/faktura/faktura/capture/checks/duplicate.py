"""What tells one document of an MGA from all others, and what is known where it does not."""

from dataclasses import dataclass
from typing import Literal

Trait = Literal["file", "invoice"]


@dataclass(frozen=True)
class Mark:
    """What no other document of the MGA has. A digest, so that no personal data becomes a key."""

    trait: Trait
    digest: str


@dataclass(frozen=True)
class Duplicate:
    """A mark that an earlier document has, and the request that brought it."""

    mark: Mark
    request_id: str
