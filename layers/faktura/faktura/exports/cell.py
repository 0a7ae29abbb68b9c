"""The cells of a table: texts that no program reads as a formula, and numbers that stay exact."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

Cell = str | Decimal | date | None
Row = Sequence[Cell]
Rows = Iterable[Row]

MAX_TEXT = 32_000
"""Characters of a cell; Excel holds 32,767. A longer text is cut."""

_FORMULA = re.compile(r"^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")
_UNSEEN = {"Cc", "Cs", "Zl", "Zp"}
_DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain_text(text: str) -> str:
    """The text on one line: control characters are spaces, and marks that change the direction are left out."""
    kept = (" " if unicodedata.category(one) in _UNSEEN else one for one in text[:MAX_TEXT] if one not in _DIRECTIONS)
    return "".join(kept)


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet may read the text as a formula (OWASP, CSV injection), spaces before it included."""
    return bool(_FORMULA.match(text))


def harmless(text: str) -> str:
    """The text with an apostrophe before what looks like a formula, as OWASP advises."""
    return f"'{text}" if looks_like_formula(text) else text


def number_text(number: Decimal) -> str:
    """All digits of a number, without an exponent: `-1234.50`. A zero has no sign, though a credit note negates it."""
    return format(number if number else number.copy_abs(), "f")
