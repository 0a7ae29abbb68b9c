"""A tenant of any API, as an operator names it: `office:main`."""

from collections.abc import Mapping
from dataclasses import dataclass

from faktura.operations.errors import NoSuchTenant

CLAIMS: Mapping[str, str] = {
    "office": "office",
    "mga": "mga_id",
    "tenant": "tenant",
    "provider": "provider_id",
    "practice": "practices",
}
"""The kinds of tenant, and the claim of a token that names a tenant of this kind."""


@dataclass(frozen=True)
class Tenant:
    """An office, an MGA, a shop (`tenant`), a provider or a practice, by name."""

    kind: str
    name: str

    @classmethod
    def of(cls, text: str) -> "Tenant":
        """From `kind:name`; `NoSuchTenant` for any other text."""
        kind, _, name = text.partition(":")
        if kind not in CLAIMS or not name:
            raise NoSuchTenant(f"{text} is no tenant, such as {', '.join(f'{one}:NAME' for one in CLAIMS)}")
        return cls(kind, name)

    def is_in(self, context: Mapping[str, object]) -> bool:
        """Whether a client or a person with this context acts for this tenant, and for no other of its kind."""
        return context.get(CLAIMS[self.kind]) in (self.name, [self.name])

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}"
