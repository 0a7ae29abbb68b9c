"""A case: one job of a provider, done for a partner. Its current partner sees its invoices."""

from dataclasses import dataclass
from typing import Any

from faktura.core import json


@dataclass(frozen=True)
class StoredCase:
    """A case as it is stored.

    `document` is its JSON. `version` counts changes of its partner and of its set of invoices, `moves` those of its
    partner alone. `moving_partners` are those who lost or got it in moves that have not ended yet.
    """

    guid: str
    provider: str
    partner: str
    document: str
    invoices: int = 0
    version: int = 0
    moves: int = 0
    moving_partners: tuple[str, ...] = ()

    def body(self) -> dict[str, Any]:
        """The case as it is returned."""
        body: dict[str, Any] = json.loads(self.document.encode())
        return body
