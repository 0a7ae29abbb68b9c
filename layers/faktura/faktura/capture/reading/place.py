"""Printed addresses, and what follows from a country: currency and order of dates."""

import re

from babel.core import Locale, UnknownLocaleError, get_global
from babel.numbers import get_territory_currencies

from faktura.core.countries import regions
from faktura.core.folding import folded

HOME_CURRENCY = "USD"
"""Of a practice that does not say where it is (CONTRACT section 3)."""

_STATE_AND_ZIP = re.compile(r"\b[A-Z]{2}[ ,]+\d{5}(?:-\d{4})?\b")
_CANADIAN_CODE = re.compile(r"\b[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d\b")
_BRITISH_CODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b")


def region_of_address(address: str) -> str | None:
    """Where a printed address is: a country on its last line or behind its last comma, else by its postal code."""
    last = re.split(r"[\n,]", address.strip())[-1].strip()
    if last and (found := regions().get(folded(last)) or _abbreviated(last)):
        return found
    forms = (("CA", _CANADIAN_CODE), ("GB", _BRITISH_CODE), ("US", _STATE_AND_ZIP))
    return next((code for code, form in forms if form.search(address)), None)


def currency_of(code: str | None) -> str:
    """The ISO 4217 code of a region's currency; `HOME_CURRENCY` where the region is unknown or has none."""
    return next(iter(get_territory_currencies(code)), HOME_CURRENCY) if code else HOME_CURRENCY


def writes_day_first(code: str) -> bool:
    """Whether 05/06/2024 is the fifth of June there, by CLDR's short date of the region's main language."""
    try:
        pattern = Locale.parse(f"und_{code}").date_formats["short"].pattern
    except (UnknownLocaleError, ValueError):
        return True
    return bool(pattern.find("d") < pattern.find("M"))


def _abbreviated(text: str) -> str | None:
    """`USA`, `UK`; not two letters that may as well be a state or a province."""
    written = text.replace(".", "").upper()
    aliases = get_global("territory_aliases").get(written) if written.isalpha() else None
    return aliases[0] if aliases else None
