"""Invoices made up at random from a seed: the true values, before they are drawn."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Literal

Language = Literal["en", "de", "fr"]
LANGUAGES: tuple[Language, ...] = ("en", "de", "fr")

_CHARGES = {
    "en": ("Emergency exam", "Blood panel", "Rabies vaccine", "Fluids subcutaneous", "Dental cleaning", "Nail trim",
           "Radiograph two views", "Hospitalization per day", "Carprofen 25 mg", "Bandage change"),
    "de": ("Allgemeine Untersuchung", "Blutbild", "Impfung Tollwut", "Infusion", "Zahnreinigung", "Krallen kürzen",
           "Röntgen zwei Ebenen", "Stationäre Aufnahme", "Schmerzmittel", "Verbandwechsel"),
    "fr": ("Consultation générale", "Bilan sanguin", "Vaccin rage", "Perfusion", "Détartrage", "Coupe de griffes",
           "Radiographie", "Hospitalisation", "Antalgique", "Changement de pansement"),
}  # fmt: skip
_PRACTICES = {
    "en": (("Oak Street Veterinary", "14 Oak Street", "Miami, FL 33027"), ("Harbor Animal Hospital", "9 Harbor Road",
           "Portland, ME 04101")),
    "de": (("Tierarztpraxis Lindner", "Lindenstraße 8", "10969 Berlin, Deutschland"),
           ("Kleintierklinik Nord", "Hafenweg 12", "20457 Hamburg, Deutschland")),
    "fr": (("Clinique du Parc", "8 rue de Rivoli", "75001 Paris, France"),
           ("Cabinet Vétérinaire Dubois", "3 avenue Foch", "69006 Lyon, France")),
}  # fmt: skip
_OWNERS = ("Ana Ortiz", "Ben Stone", "Clara Weber", "Luc Martin", "Mia Jansen")
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Charge:
    """One line; `price` is that of the whole line."""

    description: str
    quantity: int
    unit_price: Decimal

    @property
    def price(self) -> Decimal:
        return self.quantity * self.unit_price


@dataclass(frozen=True)
class SyntheticInvoice:
    """All that is printed. The lines are net; `tax_rate` is percent."""

    language: Language
    number: str
    day: date
    practice: tuple[str, str, str]
    owner: str
    charges: tuple[Charge, ...]
    tax_rate: int = 0
    seed: int = field(default=0, compare=False)

    @property
    def subtotal(self) -> Decimal:
        return sum((charge.price for charge in self.charges), Decimal(0))

    @property
    def tax(self) -> Decimal:
        return (self.subtotal * self.tax_rate / 100).quantize(_CENT, ROUND_HALF_UP)

    @property
    def total(self) -> Decimal:
        return self.subtotal + self.tax

    @property
    def currency(self) -> str:
        return "USD" if self.language == "en" else "EUR"


def made_up(seed: int, language: Language = "en", lines: int | None = None) -> SyntheticInvoice:
    """The invoice of this seed, always the same."""
    chance = Random(f"{language} {seed}")
    names = _CHARGES[language]
    chosen = [chance.choice(names) for _ in range(lines)] if lines else chance.sample(names, chance.randint(2, 7))
    prices = [Decimal(chance.randint(500, 45_000)).scaleb(-2) for _ in chosen]
    return SyntheticInvoice(
        language=language,
        number=chance.choice(("{0}", "INV-{0}", "{1}/{0}")).format(chance.randint(10_000, 9_999_999), "2024"),
        day=date(2023, 1, 1) + timedelta(days=chance.randint(0, 700)),
        practice=chance.choice(_PRACTICES[language]),
        owner=chance.choice(_OWNERS),
        charges=tuple(Charge(name, chance.randint(1, 3), price) for name, price in zip(chosen, prices, strict=True)),
        tax_rate=chance.choice((0, 7)) if language == "en" else {"de": 19, "fr": 20}[language],
        seed=seed,
    )
