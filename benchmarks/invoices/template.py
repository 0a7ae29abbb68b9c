"""How a kind of firm prints its invoices."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from benchmarks.invoices.bill import Terms
from benchmarks.invoices.countries import Country
from benchmarks.invoices.page import Page

A4, LETTER, TILL = (210.0, 297.0), (215.9, 279.4), (80.0, 190.0)

Block = Callable[[Page], None]
"""Draws a part of a page."""

Notation = Callable[[Country, Decimal], str]


def usual(country: Country, value: Decimal) -> str:
    """Two decimals, as the country writes them."""
    return country.amount(value)


def shortest(_country: Country, value: Decimal) -> str:
    """As a program prints a binary number: `3600.0`, `12.5`, `7.25`."""
    return str(float(value))


def minus_behind(country: Country, value: Decimal) -> str:
    """`12.00-`."""
    return country.amount(abs(value)) + ("-" if value < 0 else "")


def bracketed(country: Country, value: Decimal) -> str:
    """`(12.00)`."""
    return f"({country.amount(-value)})" if value < 0 else country.amount(value)


@dataclass(frozen=True)
class Template:
    """How a kind of firm prints its invoices.

    `day` is Babel's pattern. In `number` and `order`, `#` stands for a digit, and `YYYY` for the year. `currency` is
    the one to be read if it is not the country's; "" if nobody can tell.
    """

    name: str
    country: str
    trade: str
    blocks: tuple[Block, ...]
    terms: Terms = field(default_factory=Terms)
    day: str = "dd/MM/yyyy"
    number: str = "INV-#####"
    order: str = "PO ####"
    currency: str | None = None
    notation: Notation = usual
    paper: tuple[float, float] = A4
    face: str = "helvetica"
    size: float = 10
    is_split: bool = False

    def made_up(self, seed: int) -> Page:
        """The invoice of this seed, drawn."""
        page = Page(self, seed)
        for block in self.blocks:
            block(page)
        return page
