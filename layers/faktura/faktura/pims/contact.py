"""What tells a person from strangers: an e-mail address, a telephone number, a full name (docs/decisions/0038).

Practice systems ask for an e-mail address and a telephone number, and whoever has none types something: `n/a`,
`noemail@example.com`, `000-000-0000`. Two strangers share such a placeholder, so it is no contact.
"""

import re
import unicodedata
from collections.abc import Iterable
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
    """A pet owner as a practice has it, or a customer as an MGA has it."""

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

_ADDRESS = re.compile(r"([^\s@<>()\[\],;:\\\"]+)@((?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_](?:[\w-]*[^\W_])?)")


def email_address(written: str) -> str:
    """The address, trimmed and without case; empty where it is not an address or a placeholder."""
    address = unicodedata.normalize("NFC", unicodedata.normalize("NFC", written).strip().casefold())
    form = _ADDRESS.fullmatch(address)
    if not form or len(address) > MAX_EMAIL_LENGTH:
        return ""
    local, labels = form[1], form[2].split(".")[:-1]
    if local in labels or _is_placeholder(local) or _is_placeholder_domain(labels):
        return ""
    return address


def phone_number(written: str, country: str | None) -> str:
    """The number as E.164, a national one read in `country` (ISO 3166); empty where it is none or a placeholder."""
    try:
        number = parse(written, country)
    except NumberParseException:
        return ""
    digits = str(number.national_number)
    if _is_typed_for_none(digits) or not (is_valid_number(number) or (_is_possible(number) and _is_various(digits))):
        return ""
    return format_number(number, PhoneNumberFormat.E164)


_ENDING = 7
"""Digits: every spelling of a number, national or international, ends in the same ones."""

_MIN_ENDING = 4
_PLAIN_PLAN = "IT"
"""Numbers there have no prefix that is left out from abroad, and 00 leads abroad, as nearly everywhere."""


def phone_ending(written: str) -> str:
    """The last seven digits of a national number, its extension left out: the same whatever country it is read in."""
    try:
        digits = str(parse(written, _PLAIN_PLAN).national_number)
    except NumberParseException:
        return ""
    return digits[-_ENDING:] if len(digits) >= _MIN_ENDING else ""


_SPACING_MODIFIER = re.compile("[\u02b0-\u02ff]")
"""Apostrophes that Unicode calls letters, as in `O\u02bcBrien`."""


def full_name(person: Person) -> str:
    """First and last name, folded to their letters: hyphens, apostrophes and spaces do not count.

    Empty where one of the two is missing: half a name is no full name.
    """
    first, last = _letters(person.first_name), _letters(person.last_name)
    return first + last if first and last else ""


def any_name(person: Person) -> str:
    """The full name, or the half of it that there is."""
    return _letters(person.first_name) + _letters(person.last_name)


def _letters(text: str) -> str:
    """Its letters and the marks that belong to them, folded: no spaces, hyphens, apostrophes or digits."""
    letters = _SPACING_MODIFIER.sub("", folded(text))
    return "".join(letter for letter in letters if unicodedata.category(letter)[0] in "LM")


_VARIOUS_DIGITS = 4
"""Different ones in a number that its country's plan does not know but may be somebody's."""

_COUNTING = "01234567890123456789"


def _is_possible(number: PhoneNumber) -> bool:
    """Of the right length; one that lacks its area code is no E.164 number."""
    return bool(is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE)


def _is_typed_for_none(digits: str) -> bool:
    """`9999999999` and `9876543210` are numbers in some country's plan, and typed for none in all of them."""
    return len(set(digits[-_ENDING:])) == 1 or digits in _COUNTING or digits in _COUNTING[::-1]


def _is_various(digits: str) -> bool:
    return len(set(digits)) >= _VARIOUS_DIGITS


_TYPED_FOR_NONE = """
nobody noone nothing nowhere unknown undefined unspecified anonymous empty blank missing pending placeholder default
invalid unavailable undisclosed withheld declined decline declines refused refuse refuses optout noreply donotreply
test tester testing sample example dummy fake bogus foobar johndoe janedoe
abcd abcde asdf asdfg asdfgh asdfghjkl qwer qwert qwerty qwertz azerty
email emailaddress address client customer owner petowner user username
someone somebody anyone firstname lastname yourname youremail
kein keine unbekannt fehlt aucun aucune inconnu inconnue neant ninguno ninguna desconocido desconocida notiene
nessuno nessuna sconosciuto sconosciuta nenhum nenhuma desconhecido desconhecida geen onbekend ingen okand ukjent
ukendt brak none null nope anon
"""
_ALONE = "na no nil unk tbd tba tbc abc foo x"
"""Without digits: `na85` may be somebody's initials and year."""

_WORDS, _SHORT_WORDS = frozenset(_TYPED_FOR_NONE.split()), frozenset(_ALONE.split())
_WHOSE = "(?:the|this|client|customer|owner|patient|person|pet|user|he|she|they|e?mail|address|contact)*"
_VERB = "(?:has|have|does|do|did|is|was|will)*"
_LACKING = (
    "(?:no|not|non|none|dont|doesnt|didnt|wont|never|without|unknown|missing|invalid|bad|dummy|fake|test|sample|need|needs"
    "|update|ask|get|pending|placeholder|declined?|declines|refused?|refuses|keine?|ohne|sans|pasd|pasde|aucune?|sin"
    "|senza|nessuna?|sem|geen|ingen|utan|uden|ikke|brak|bez)"
)
_FILLER = "(?:an?|any|for|have|has|the|to|want|wants|use|uses|their|his|her)*"
_THING = (
    "(?:e?mails?|addresse?s?|adresse|addr|contact|info|data|reply|spam|give|given|giving|provide|provided|available|have"
    "|applicable|known|supplied|specified|entered|existent|listed|required|recorded|stated|onfile|asked|needed|correo"
    "|courriel|electronico|indirizzo|posta|angegeben|vorhanden|bekannt|donne|fourni|disponible|user|customer|client"
    "|owner|account|name)+"
)
_LACK = re.compile(_WHOSE + _VERB + _LACKING + _FILLER + _THING)
"""`noemail`, `clienthasnoemail`, `emailnotprovided`, `keineadresse`."""

_NOWHERE = {"none", "unknown", "nowhere", "invalid", "null", "nobody", "noone"}


def _is_placeholder(local: str) -> bool:
    """Whether the part before the @ says that there is no address, or was typed at random."""
    bare = folded(local.partition("+")[0])
    if bare.isdecimal():
        return not _is_various(bare) or bare in _COUNTING or bare in _COUNTING[::-1]
    if _alphanumeric(bare) in _SHORT_WORDS:
        return True
    letters = _letters(bare)
    return not letters or letters in _WORDS or _LACK.fullmatch(letters) is not None or _is_one_key_held(letters)


def _is_one_key_held(letters: str) -> bool:
    return len(letters) > 2 and len(set(letters)) == 1


def _is_placeholder_domain(labels: Iterable[str]) -> bool:
    words = [_letters(label) for label in labels]
    return any(word in _NOWHERE or _LACK.fullmatch(word) for word in words)


def _alphanumeric(text: str) -> str:
    return "".join(filter(str.isalnum, text))
