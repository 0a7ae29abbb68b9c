"""Reads a booking batch by DATEV's published description (developer.datev.de, "Buchungsstapel"), version 700.

Each field must have the form that the description gives it. Nothing here is taken from the code that writes batches.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

_FIELD = re.compile(r'"(?:[^"]|"")*"|[^;"]*')

_HEADER = {
    1: r'"EXTF"',
    2: "700",
    3: "21",
    4: '"Buchungsstapel"',
    5: "13",
    6: r"20\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])([01]\d|2[0-3])[0-5]\d[0-5]\d\d{3}",
    11: r"(?!1000$)[1-9]\d{3,6}",
    12: r"\d{1,5}",
    13: r"20\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])",
    14: r"[4-8]",
    15: r"20\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])",
    16: r"20\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])",
    17: r'"[^"]{0,30}"',
    18: r'"([A-Z]{2})?"',
    19: "[12]?",
    21: "[01]?",
    22: r'"([A-Z]{3})?"',
}
"""The forms of the header's fields, by their number in the description."""

_BOOKING = {
    1: r"\d{1,10},\d{2}",
    2: r'"[SH]"',
    3: r'("[A-Z]{3}")?',
    7: r"\d{1,9}",
    8: r"\d{1,9}",
    9: r'("\d{4}")?',
    10: r"(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])",
    11: r'("[A-Za-z0-9_$%\-/&*+]{0,36}")?',
    14: r'("([^"]|""){0,60}")?',
}
"""The forms of a booking's fields, by their number in the description. All other fields are empty here."""

_HEADER_FIELDS, _BOOKING_FIELDS = 31, 125


@dataclass(frozen=True)
class Booked:
    """A booking. `amount` is positive on the debit side of `account` and negative on its credit side."""

    amount: Decimal
    currency: str
    account: str
    contra_account: str
    tax_key: str
    day_and_month: str
    reference: str
    text: str


@dataclass(frozen=True)
class Batch:
    """A batch. `first` and `last` are the days of the period, `year_start` the first of the financial year."""

    consultant: str
    client: str
    year_start: str
    first: str
    last: str
    bookings: tuple[Booked, ...]


def batch_of(file: bytes) -> Batch:
    """The batch in a file."""
    text = file.decode("cp1252")
    assert text.endswith("\r\n")
    head, columns, *lines = text.removesuffix("\r\n").split("\r\n")
    assert not re.search("[\r\n]", head + columns + "".join(lines)), "a line break within a field"
    header = _fields(head, _HEADER_FIELDS, _HEADER)
    names = _fields(columns, _BOOKING_FIELDS, {})
    assert [names[place - 1] for place in (1, 7, 11, 14)] == [
        "Umsatz (ohne Soll/Haben-Kz)",
        "Konto",
        "Belegfeld 1",
        "Buchungstext",
    ]
    bookings = tuple(_booked(_fields(line, _BOOKING_FIELDS, _BOOKING)) for line in lines)
    return Batch(*(header[place - 1] for place in (11, 12, 13, 15, 16)), bookings)


def _booked(fields: list[str]) -> Booked:
    filled = {place for place, field in enumerate(fields, start=1) if _unquoted(field)}
    assert filled <= set(_BOOKING), filled
    amount = Decimal(fields[0].replace(",", "."))
    assert amount
    texts = [_unquoted(fields[place - 1]) for place in (3, 7, 8, 9, 10, 11, 14)]
    return Booked(amount if fields[1] == '"S"' else -amount, *texts)


def _fields(line: str, count: int, forms: dict[int, str]) -> list[str]:
    """The fields of a line as they are written; each must have its form."""
    fields, place = [], 0
    while True:
        found = _FIELD.match(line, place)
        assert found
        fields.append(found[0])
        place = found.end() + 1
        if found.end() == len(line):
            break
        assert line[found.end()] == ";", line[found.end() :][:40]
    assert len(fields) == count, (len(fields), line[:200])
    wrong = {number: fields[number - 1] for number, form in forms.items() if not re.fullmatch(form, fields[number - 1])}
    assert not wrong, wrong
    return fields


def _unquoted(field: str) -> str:
    return field[1:-1].replace('""', '"') if field.startswith('"') else field
