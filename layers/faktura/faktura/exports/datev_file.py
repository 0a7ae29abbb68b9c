"""A booking batch for DATEV: EXTF 700, category 21, format version 13.

The source is DATEV's format description (developer.datev.de, "Buchungsstapel"): CP1252, semicolons, CRLF, texts in
quotation marks, decimal commas, a header of 31 fields, and 125 columns in a fixed order.

CP1252 lacks many letters. Such a letter is written without its accents, and as `?` if that does not help. A text that
then looks like a formula begins with an apostrophe, because such a file is opened in spreadsheets too.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from faktura.exports.accounts import Accounts
from faktura.exports.cell import harmless, plain_text
from faktura.exports.errors import ExportRefused

INVOICES = "Rechnungsausgang"
"""The name of a batch, at most 30 letters."""

MAX_TEXT = 60
MAX_REFERENCE = 36
_MAX_AMOUNT = Decimal("9999999999.99")

_HASH_LENGTH = 8
_FOREIGN = re.compile(r"[^A-Za-z0-9$&%*+\-/]")

COLUMNS = (
    *("Umsatz (ohne Soll/Haben-Kz)", "Soll/Haben-Kennzeichen", "WKZ Umsatz", "Kurs", "Basis-Umsatz"),
    *("WKZ Basis-Umsatz", "Konto", "Gegenkonto (ohne BU-Schlüssel)", "BU-Schlüssel", "Belegdatum", "Belegfeld 1"),
    *("Belegfeld 2", "Skonto", "Buchungstext", "Postensperre", "Diverse Adressnummer", "Geschäftspartnerbank"),
    *("Sachverhalt", "Zinssperre", "Beleglink"),
    *(f"Beleginfo - {kind} {n}" for n in range(1, 9) for kind in ("Art", "Inhalt")),
    *("KOST1 - Kostenstelle", "KOST2 - Kostenstelle", "Kost-Menge", "EU-Land u. UStID (Bestimmung)"),
    *("EU-Steuersatz (Bestimmung)", "Abw. Versteuerungsart", "Sachverhalt L+L", "Funktionsergänzung L+L"),
    *("BU 49 Hauptfunktionstyp", "BU 49 Hauptfunktionsnummer", "BU 49 Funktionsergänzung"),
    *(f"Zusatzinformation{kind} {n}" for n in range(1, 21) for kind in (" - Art", "- Inhalt")),
    *("Stück", "Gewicht", "Zahlweise", "Forderungsart", "Veranlagungsjahr", "Zugeordnete Fälligkeit", "Skontotyp"),
    *("Auftragsnummer", "Buchungstyp", "USt-Schlüssel (Anzahlungen)", "EU-Land (Anzahlungen)"),
    *("Sachverhalt L+L (Anzahlungen)", "EU-Steuersatz (Anzahlungen)", "Erlöskonto (Anzahlungen)", "Herkunft-Kz"),
    *("Buchungs GUID", "KOST-Datum", "SEPA-Mandatsreferenz", "Skontosperre", "Gesellschaftername"),
    *("Beteiligtennummer", "Identifikationsnummer", "Zeichnernummer", "Postensperre bis"),
    *("Bezeichnung SoBil-Sachverhalt", "Kennzeichen SoBil-Buchung", "Festschreibung", "Leistungsdatum"),
    *("Datum Zuord. Steuerperiode", "Fälligkeit", "Generalumkehr (GU)", "Steuersatz", "Land"),
    *("Abrechnungsreferenz", "BVV-Position", "EU-Land u. UStID (Ursprung)", "EU-Steuersatz (Ursprung)"),
    "Abw. Skontokonto",
)


@dataclass(frozen=True)
class Booking:
    """One booking of `account` against `contra_account`. `amount` is gross; it is negative if `account` is credited.

    `kind` tells documents whose numbers are counted apart from those of invoices: `receipt`.
    """

    amount: Decimal
    currency: str
    account: str
    contra_account: str
    tax_key: str
    day: date
    number: str
    text: str
    kind: str = ""


def write_datev(
    path: Path,
    bookings: Iterable[Booking],
    accounts: Accounts,
    period: tuple[date, date],
    created_at: datetime,
    title: str = INVOICES,
) -> None:
    """Write the batch to `path`, booking after booking; `ExportRefused` for one that DATEV cannot take."""
    with path.open("w", encoding="cp1252", newline="") as file:
        file.write(_header(accounts, period, created_at, title) + "\r\n")
        file.write(";".join(COLUMNS) + "\r\n")
        for booking in bookings:
            if booking.amount:
                file.write(_line(booking, accounts) + "\r\n")


def _header(accounts: Accounts, period: tuple[date, date], created_at: datetime, title: str) -> str:
    first, last = period
    start = accounts.year_start(first, last)
    days = [f"{start:%Y%m%d}", str(accounts.account_length), f"{first:%Y%m%d}", f"{last:%Y%m%d}"]
    moment = f"{created_at:%Y%m%d%H%M%S}{created_at.microsecond // 1000:03d}"
    begin = ['"EXTF"', "700", "21", '"Buchungsstapel"', "13", moment, "", '"FA"', '""', '""']
    name = [_quoted(title), '""', "1", "0", "0", _quoted(accounts.currency)]
    rest = ["", '""', "", "", '""', "", "", '""', '""']
    client = [str(accounts.consultant), str(accounts.client)]
    return ";".join([*begin, *client, *days, *name, *rest])


def _line(booking: Booking, accounts: Accounts) -> str:
    amount = booking.amount.copy_abs()
    if booking.currency != accounts.currency:
        raise ExportRefused(f"{booking.number} is in {booking.currency}, not in {accounts.currency}.")
    if amount > _MAX_AMOUNT or amount != round(amount, 2):
        raise ExportRefused(f"DATEV cannot hold an amount of {booking.number}: {amount:f}")
    fields = [""] * len(COLUMNS)
    fields[0] = f"{amount:.2f}".replace(".", ",")
    fields[1] = '"S"' if booking.amount > 0 else '"H"'
    fields[2] = _quoted(booking.currency)
    fields[6], fields[7] = booking.account, booking.contra_account
    fields[8] = _quoted(booking.tax_key.zfill(4)) if booking.tax_key else ""
    fields[9] = f"{booking.day:%d%m}"
    fields[10] = _quoted(reference(booking.number, booking.kind))
    fields[13] = _quoted(harmless(in_cp1252(plain_text(booking.text)))[:MAX_TEXT])
    return ";".join(fields)


def reference(number: str, kind: str = "") -> str:
    """The number of a document as `Belegfeld 1` may have it: 36 letters, digits and `$&%*+-/`.

    DATEV settles by it, so it is the same in every batch, and another for another document. A number of an invoice that
    fits stays as it is. Of any other, what does not fit becomes hyphens, and a hash of the number, with its kind, ends
    it. No number has a NUL, so what is hashed for a kind is the number of no invoice.
    """
    if not kind and number and len(number) <= MAX_REFERENCE and not _FOREIGN.search(number):
        return number
    digest = sha256((f"{kind}\0{number}" if kind else number).encode()).hexdigest()[:_HASH_LENGTH]
    kept = _FOREIGN.sub("-", in_cp1252(number))[: MAX_REFERENCE - len("-") - _HASH_LENGTH]
    return f"{kept}-{digest}"


def in_cp1252(text: str) -> str:
    """The text with letters that CP1252 has."""
    return "".join(map(_letter, text))


def _letter(letter: str) -> str:
    forms = [letter, unicodedata.normalize("NFKD", letter)[:1]]
    known = [form for form in forms if form.encode("cp1252", "ignore")]
    return known[0] if known else "" if unicodedata.combining(letter) else "?"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
