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

NOT_SEARCHED: Mapping[str, tuple[tuple[str, str], ...]] = {
    "office": (
        (
            "names of services",
            "they are the office's own; change an invoice that has a person's name there",
        ),
        ("numbers given by hand", "a number is never changed by an erasure; change it yourself if it names a person"),
        ("numbers and references of imports", "they keep an import from being stored twice"),
        ("names of payers that differ", "payments without a client are found by the invoices they pay and by the name"),
    ),
    "mga": (("invoices of practices", "they are the practice's copies; erase the owner there, too"),),
    "tenant": (
        ("names of items and of prices", "they are those of the shop's goods"),
        ("free texts of rows", "an invoice says what was sold"),
    ),
    "practice": (
        ("invoices that name the owner otherwise", "an owner is found by e-mail, by phone or by an invoice's id"),
        ("documents of insurers", "they are the insurer's; erase the customer there, too"),
    ),
}
"""What an erasure does not look into, and why. Each report names it."""

_OF_PROVIDERS = (
    "cases and invoices hold in free fields what the provider chooses, and nothing there names a person for certain: "
    "find them by the search for provider invoices, and let the provider send them without the person's data"
)


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
            if tenant.kind == "provider":
                raise CannotErase(f"{tenant} has no customers that Faktura knows of: {_OF_PROVIDERS}")
            known = " or ".join(f"{one}:VALUE" for one in words) or "none"
            raise CannotErase(f"{tenant} has no customer like this; customers of such a tenant are named {known}")
        return cls(word, value)

    @property
    def shown(self) -> str:
        """As reports show the customer: without a contact."""
        return self.word if self.word in ("email", "phone") else f"{self.word}:{self.value}"
