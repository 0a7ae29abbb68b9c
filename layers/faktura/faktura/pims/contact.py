"""What identifies a person: an e-mail address, a telephone number, a full name (docs/decisions/0038).

Practice systems ask for an e-mail address and a telephone number. Where an owner has none, the practice enters a
placeholder: `n/a`, `noemail@example.com`, `000-000-0000`. Strangers share it, so a placeholder is not a contact.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Protocol

from phonenumbers import (
    NumberParseException,
    PhoneNumber,
    PhoneNumberFormat,
    ValidationResult,
    format_number,
    is_possible_number_with_reason,
    is_valid_number,
    parse,
)

from faktura.core.folding import folded


class Person(Protocol):
    """A pet owner of a practice, or a customer of an MGA."""

    @property
    def first_name(self) -> str: ...  # noqa: D102 -- the names say it
    @property
    def last_name(self) -> str: ...  # noqa: D102
    @property
    def email(self) -> str: ...  # noqa: D102
    @property
    def phone(self) -> str: ...  # noqa: D102


MAX_EMAIL_LENGTH = 254
"""Characters of an e-mail address (RFC 5321)."""

_MAX_INPUT_LENGTH = 4 * MAX_EMAIL_LENGTH
"""Characters. A longer text is not a contact, and to normalise it could take seconds."""

_ADDRESS = re.compile(r"([^\s@<>()\[\],;:\\\"]+)@((?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_](?:[\w-]*[^\W_])?)")


def email_address(written: str) -> str:
    """The address, trimmed and without case; empty for a placeholder or text that is not an address."""
    if len(written) > _MAX_INPUT_LENGTH:
        return ""
    visible = "".join(letter for letter in written if unicodedata.category(letter) != "Cf")
    address = unicodedata.normalize("NFC", visible.strip().lower())
    form = _ADDRESS.fullmatch(address)
    if not form or len(address) > MAX_EMAIL_LENGTH or _is_placeholder(form[1], form[2].split(".")[:-1]):
        return ""
    return address


def phone_number(written: str, country: str | None) -> str:
    """The number as E.164; empty for a placeholder or text that is not a number.

    A number without a country code is read as one of `country` (ISO 3166).
    """
    number = _parsed(written, country)
    if number is None or _is_placeholder_number(number):
        return ""
    if not is_valid_number(number) and not _is_plausible(number):
        return ""
    return format_number(number, PhoneNumberFormat.E164)


def national_digits(number: str) -> str:
    """The national digits of an E.164 number, without leading zeros."""
    parsed = _parsed(number, None)
    return str(parsed.national_number) if parsed else ""


def possible_digits(written: str) -> set[str]:
    """The national digits that a number may have when its country is not known.

    `1-305-555-0100`, `8 912 345-67-89` and `06 1 234 5678` begin with a trunk prefix, which is not dialled from abroad.
    """
    numbers = [number for plan in _PLANS if (number := _parsed(written, plan))]
    found = {str(number.national_number) for number in numbers}
    if all(number.country_code in _PLAN_CODES for number in numbers):
        found |= {digits.removeprefix(trunk) for digits in found for trunk in _TRUNK_PREFIXES}
    return found - {""}


_PLANS, _PLAN_CODES = ("IT", "US"), {39, 1}
"""Two numbering plans cover all ways to write a number. Italy has no trunk prefix, and dials 00 for abroad, as nearly
every country does. The US dials 011."""

_TRUNK_PREFIXES = ("1", "6", "8", "80")


def full_name(person: Person) -> str:
    """First and last name as folded words, without accents, hyphens and apostrophes; empty if one is missing."""
    first, last = words(person.first_name), words(person.last_name)
    return " ".join(first + last) if first and last else ""


_APOSTROPHES = re.compile("['`\u00b4\u02b0-\u02ff\u2018\u2019]")
"""Unicode counts some of them as letters, as in `O\u02bcBrien`."""


def words(text: str) -> list[str]:
    """The text's words, folded. Anything but letters and digits separates words."""
    separated = "".join(
        letter if unicodedata.category(letter)[0] in "LMN" else " " for letter in _APOSTROPHES.sub("", folded(text))
    )
    return separated.split()


_MIN_DIFFERENT_DIGITS = 4
"""In a number that its country's plan does not know but that may exist."""

_COUNTING_UP = "01234567890123456789"
_RUNS = "1234567890", "9876543210"
_MIN_RUN_LENGTH = 7
"""Digits in the order of one of `_RUNS` that make a number a placeholder; no real number has them by chance."""

_NANP = 1
"""The country code of North America. Its plan knows every number that exists."""

_DIRECTORY_ASSISTANCE = "5551212"
"""The last seven digits, in every North American area."""


def _parsed(written: str, country: str | None) -> PhoneNumber | None:
    try:
        return parse(written, country)
    except NumberParseException:
        return None


def _is_plausible(number: PhoneNumber) -> bool:
    """Whether a number that its plan does not know may exist: it has the right length and an area code."""
    is_possible = is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE
    return (
        is_possible and number.country_code != _NANP and len(set(str(number.national_number))) >= _MIN_DIFFERENT_DIGITS
    )


def _is_placeholder_number(number: PhoneNumber) -> bool:
    """Whether it is like `999-999-9999` or `0171 1234567`, a placeholder even where a plan has such numbers."""
    digits = str(number.national_number)
    has_one_digit = len(set(digits[-_MIN_RUN_LENGTH:])) == 1
    is_directory_assistance = number.country_code == _NANP and digits.endswith(_DIRECTORY_ASSISTANCE)
    return has_one_digit or is_directory_assistance or _has_run(digits)


def _has_run(digits: str) -> bool:
    parts = {digits[start : start + _MIN_RUN_LENGTH] for start in range(max(1, len(digits) - _MIN_RUN_LENGTH + 1))}
    return any(part in run for part in parts for run in _RUNS)


_PLACEHOLDER_WORDS = """
none null nobody nothing nowhere unknown undefined unspecified anonymous anon blank missing pending placeholder default
invalid unavailable undisclosed withheld declined decline declines refused refuse refuses optout optedout unsubscribe
noreply donotreply donotsend nothanks nointernet nocomputer noone nope nada deceased notapplicable notavailable na
test tester testing example dummy fake bogus foobar johndoe janedoe asdf asdfg asdfgh asdfghjkl qwer qwert qwerty
qwertz azerty abc abcd abcde qwe xyz xx nil no unk tbd tba tbc nvt
email emailaddress address client customer owner petowner user username someone somebody anyone
firstname lastname yourname youremail
kein keine ohne unbekannt fehlt kunde kundin keineangabe keineangaben aucun aucune inconnu inconnue neant sansobjet
ninguno ninguna desconocido desconocida notiene notengo nohay noaplica cliente nessuno nessuna sconosciuto sconosciuta
nonha nenhum nenhuma desconhecido desconhecida naotem naopossui naoconsta naoinformado geen onbekend nietbekend
ingen okand ukjent ukendt saknas eiole puuttuu brak nieznany niema niepodano neni neuvedeno nincs yok tidakada meiyou
нет неизвестно なし 無し 无 無 没有 없음
"""
_WORDS = frozenset(_PLACEHOLDER_WORDS.split())
_WORDS_BEFORE_DIGITS = {"none", "test", "unknown", "nobody", "dummy", "fake", "anonymous", "null"}
"""Placeholders even with digits after them. `na85` is not one: it may be initials and a year."""

_SUBJECT = "(?:the|this|client|customer|owner|patient|person|pet|user|he|she|they|e?mail|address|contact|kunde|cliente)"
_VERB = "(?:has|have|had|does|do|did|is|was|will|hat|heeft|har|tiene|ma)*"
_LACKING = (
    "(?:no|not|non|none|dont|doesnt|didnt|wont|never|without|unknown|missing|invalid|wrong|bad|dummy|fake|test|sample|need"
    "|needs|needed|update|ask|get|pending|placeholder|declined?|declines|refused?|refuses|keine?|nicht|ohne|sans|pasd|pasde"
    "|aucune?|sin|senza|nessuna?|sem|nao|geen|niet|ingen|ej|utan|uden|ikke|brak|bez|nie)"
)
_FILLER = "(?:an?|any|for|have|has|the|to|want|wants|use|uses|their|his|her|tiene|ma)*"
_THING = (
    "(?:e?mails?|emaila|maila|addresse?s?|adresse|addr|contact|info|data|reply|spam|give|given|giving|provide|provided"
    "|available|have|use|applicable|known|supplied|specified|entered|existent|listed|required|recorded|stated|onfile|asked"
    "|needed|correo|courriel|electronico|indirizzo|posta|angegeben|angiven|vorhanden|bekannt|bekend|donnee?|fournie?"
    "|disponible|disponibile|fornita|renseignee?|communiquee?|user|customer|client|owner|account|name)+"
)
_MISSING_CONTACT = re.compile(f"{_SUBJECT}*{_VERB}{_LACKING}{_FILLER}{_THING}(?:yet)?|{_SUBJECT}+{_VERB}{_LACKING}")
"""`noemail`, `clienthasnoemail`, `emailnotprovided`, `ownerdeclined`, `keineadresse`."""

_PLACEHOLDER_LABEL = re.compile(
    "none|unknown|nowhere|invalid|(?:no|keine?|sans|sin|senza|sem|geen|ingen)e?mails?(?:address)?"
)
_SECOND_LEVEL = {"co", "com", "org", "net", "ac", "gov", "edu", "me", "or", "ne"}
_REPEATED_LETTERS = "xazq"


def _is_placeholder(local: str, labels: Sequence[str]) -> bool:
    """Whether the part before the @ says that there is no address, or repeats the domain (without its last label)."""
    domain = labels[-2] if len(labels) > 1 and labels[-1] in _SECOND_LEVEL else labels[-1]
    bare = "".join(words(local.partition("+")[0])) or "0"
    letters = "".join(filter(str.isalpha, bare))
    return (
        local == domain
        or (len(local) == 1 and len(domain) == 1)
        or bare in _WORDS
        or letters in _WORDS_BEFORE_DIGITS
        or _MISSING_CONTACT.fullmatch(letters) is not None
        or _is_filler(bare)
        or any(_PLACEHOLDER_LABEL.fullmatch(label.replace("-", "")) for label in labels)
    )


def _is_filler(bare: str) -> bool:
    if bare.isdecimal():
        return (
            len(bare) < _MIN_DIFFERENT_DIGITS
            or len(set(bare)) == 1
            or bare in _COUNTING_UP
            or bare in _COUNTING_UP[::-1]
        )
    return bare == "x" or (len(bare) > 2 and len(set(bare)) == 1 and bare[0] in _REPEATED_LETTERS)
