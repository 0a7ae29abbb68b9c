"""The steps of an erasure: each erases one thing, or says why one is kept."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

Days = set[date]
Redaction = Callable[[Any], Any]
"""Returns the JSON of an answer without what it says of a customer; the same if it says nothing."""


@dataclass(frozen=True)
class Step:
    """`erase` erases the thing; repeated it changes nothing. Without it the thing is kept, for the reason `why`.

    `until` is the last day on which the law asks for the thing; `None` if no law decides.
    """

    what: str
    id: str
    erase: Callable[[], None] | None = None
    why: str = ""
    until: date | None = None


Steps = Iterator[Step]


def kept(what: str, identity: object, why: str, until: date | None = None) -> Step:
    """The step of something that is kept."""
    return Step(what, str(identity), None, why, until)
