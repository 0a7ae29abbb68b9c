"""What an e-invoice's elements say: texts, exact amounts, dates. A value that is given twice must be the same."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from faktura.einvoices.xml_document import BrokenInvoice, Element

_DECIMAL = re.compile(r"[+-]?(?:\d{1,15}(?:\.\d{0,15})?|\.\d{1,15})", re.ASCII)
_DATES = (
    re.compile(r"(\d{4})(\d\d)(\d\d)(?:\d{4}|\d{6})?", re.ASCII),
    re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:\D.*)?", re.ASCII),
)
"""`20261130` (format 102, with a time 203 and 204), and that of XML Schema, which may have a time or a time zone."""


def text(element: Element | None, *paths: str) -> str:
    """The text at the first of the paths that has one, in one line; empty if none has."""
    return next((" ".join(found.split()) for found in texts(element, *paths)), "")


def texts(element: Element | None, *paths: str) -> Iterator[str]:
    """Every text at these paths that is not empty, as it is written."""
    if element is not None:
        for path in paths:
            yield from (found.text for found in element.all(path) if found.text)


def single(element: Element | None, *paths: str) -> str:
    """The text at these paths; `BrokenInvoice` if there are several that differ."""
    found = {" ".join(one.split()) for one in texts(element, *paths)}
    if len(found) > 1:
        raise BrokenInvoice(f"it has several values for {paths[0]}")
    return next(iter(found), "")


def number(element: Element | None, *paths: str) -> Decimal | None:
    """The number at the first of the paths that has one; `BrokenInvoice` unless it is a plain decimal."""
    found = text(element, *paths)
    return _decimal(found, paths[0]) if found else None


def amount(element: Element | None, currency: str, *paths: str) -> Decimal | None:
    """The amount in the currency. Amounts that name another one are not meant; `BrokenInvoice` if two differ."""
    meant = (None, "", currency)
    found = {
        _decimal(one.text, path)
        for path in paths
        for one in (element.all(path) if element else ())
        if one.text and (not currency or one.attributes.get("currencyID") in meant)
    }
    if len(found) > 1:
        raise BrokenInvoice(f"it has several values for {paths[0]}")
    return next(iter(found), None)


def day(written: str) -> date | None:
    """The day of a date; `None` if it is no date that exists."""
    for form in _DATES:
        if found := form.fullmatch(written):
            try:
                return date(*map(int, found.groups()))
            except ValueError:
                return None
    return None


def first_day(written: Iterable[str]) -> date | None:
    """The first that is a date."""
    return next((found for one in written if (found := day(one))), None)


def is_true(written: str) -> bool:
    """A boolean of XML Schema."""
    return written.strip().lower() in ("true", "1")


def _decimal(written: str, name: str) -> Decimal:
    if not _DECIMAL.fullmatch(written):
        raise BrokenInvoice(f"its {name.rpartition('/')[2]} is not a plain decimal number")
    return Decimal(written)
