"""A customer of a tenant, as an operator names one: `client:7`."""

from collections.abc import Mapping
from dataclasses import dataclass

from faktura.operations.errors import CannotErase
from faktura.operations.tenants.tenant import Tenant

WORDS: Mapping[str, tuple[str, ...]] = {
    "office": ("client",),
    "mga": ("customer",),
    "tenant": ("order", "customer", "email"),
    "practice": ("invoice", "email", "phone"),
}
"""How customers of each kind of tenant are named. A provider has none: cases hold what the provider chooses."""


@dataclass(frozen=True)
class Customer:
    """A customer by a word and a value."""

    word: str
    value: str

    @classmethod
    def of(cls, tenant: Tenant, text: str) -> "Customer":
        """From `word:value`; `CannotErase` for a word that this kind of tenant does not have."""
        words = WORDS.get(tenant.kind, ())
        word, _, value = text.partition(":")
        if word not in words or not value:
            known = " or ".join(f"{one}:VALUE" for one in words) or "none"
            raise CannotErase(f"{tenant} has no customer like this; customers of such a tenant are named {known}")
        return cls(word, value)

    @property
    def shown(self) -> str:
        """As reports show the customer: without a contact."""
        return self.word if self.word in ("email", "phone") else f"{self.word}:{self.value}"
