"""What tells a person from strangers: an e-mail address, a telephone number, a full name (docs/decisions/0038).

Practice systems ask for an e-mail address and a telephone number, and whoever has none types something: `n/a`,
`noemail@example.com`, `000-000-0000`. Two strangers share such a placeholder, so it is no contact.
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

_MAX_WRITTEN = 4 * MAX_EMAIL_LENGTH
"""Characters that are looked at: more are no contact, and composing them could take seconds."""

_ADDRESS = re.compile(r"([^\s@<>()\[\],;:\\\"]+)@((?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_](?:[\w-]*[^\W_])?)")


def email_address(written: str) -> str:
    """The address, trimmed and without case; empty where it is not an address or a placeholder."""
    if len(written) > _MAX_WRITTEN:
        return ""
    seen = "".join(letter for letter in written if unicodedata.category(letter) != "Cf")
    address = unicodedata.normalize("NFC", seen.strip().lower())
    form = _ADDRESS.fullmatch(address)
    if not form or len(address) > MAX_EMAIL_LENGTH or _is_placeholder(form[1], form[2].split(".")[:-1]):
        return ""
    return address


def phone_number(written: str, country: str | None) -> str:
    """The number as E.164, a national one read in `country` (ISO 3166); empty where it is none or a placeholder."""
    number = _parsed(written, country)
    if number is None or _is_typed_for_none(number):
        return ""
    if not is_valid_number(number) and not _may_be_somebodys(number):
        return ""
    return format_number(number, PhoneNumberFormat.E164)


def national_digits(number: str) -> str:
    """Those of a number in E.164, without the zeros before them."""
    parsed = _parsed(number, None)
    return str(parsed.national_number) if parsed else ""


def possible_digits(written: str) -> set[str]:
    """What a number's national digits may be, as long as nobody knows in what country it was written.

    `1-305-555-0100`, `8 912 345-67-89` and `06 1 234 5678` begin with a digit that is not dialled from abroad.
    """
    read = [number for plan in _PLANS if (number := _parsed(written, plan))]
    found = {str(number.national_number) for number in read}
    if all(number.country_code in _OF_PLANS for number in read):
        found |= {digits.removeprefix(trunk) for digits in found for trunk in _TRUNKS}
    return found - {""}


_PLANS, _OF_PLANS = ("IT", "US"), {39, 1}
"""Italian numbers have no prefix that is left out from abroad. 00 leads abroad from there, as nearly everywhere; from
the US 011 does."""

_TRUNKS = ("1", "6", "8", "80")


def full_name(person: Person) -> str:
    """First and last name as folded words: accents, hyphens and apostrophes do not count.

    Empty where one of the two is missing: half a name is no full name.
    """
    first, last = words(person.first_name), words(person.last_name)
    return " ".join(first + last) if first and last else ""


_APOSTROPHES = re.compile("['`\u00b4\u02b0-\u02ff\u2018\u2019]")
"""Unicode calls some of them letters, as in `O\u02bcBrien`."""


def words(text: str) -> list[str]:
    """Its words, folded; what is neither letter nor digit parts them."""
    parted = "".join(
        letter if unicodedata.category(letter)[0] in "LMN" else " " for letter in _APOSTROPHES.sub("", folded(text))
    )
    return parted.split()


_VARIOUS_DIGITS = 4
"""Different ones in a number that its country's plan does not know but may be somebody's."""

_COUNTING = "01234567890123456789"
_RUNS = "1234567890", "9876543210"
_COUNTED = 7
"""Digits in the order of one of these that nobody is given by chance."""

_NANP = 1
"""The country code of North America, whose plan knows every number that there is."""

_INQUIRIES = "5551212"
"""Directory assistance, in every North American area."""


def _parsed(written: str, country: str | None) -> PhoneNumber | None:
    try:
        return parse(written, country)
    except NumberParseException:
        return None


def _may_be_somebodys(number: PhoneNumber) -> bool:
    """Of the right length; one that lacks its area code is no E.164 number."""
    is_possible = is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE
    return is_possible and number.country_code != _NANP and len(set(str(number.national_number))) >= _VARIOUS_DIGITS


def _is_typed_for_none(number: PhoneNumber) -> bool:
    """`999-999-9999`, `0171 1234567`: there are such numbers in some plans, and they are typed for none everywhere."""
    digits = str(number.national_number)
    ends_alike = len(set(digits[-_COUNTED:])) == 1
    is_inquiry = number.country_code == _NANP and digits.endswith(_INQUIRIES)
    return ends_alike or is_inquiry or _counts(digits)


def _counts(digits: str) -> bool:
    stretches = {digits[start : start + _COUNTED] for start in range(max(1, len(digits) - _COUNTED + 1))}
    return any(stretch in run for stretch in stretches for run in _RUNS)


_TYPED_FOR_NONE = """
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
_WORDS = frozenset(_TYPED_FOR_NONE.split())
_DIGITS_ASIDE = {"none", "test", "unknown", "nobody", "dummy", "fake", "anonymous", "null"}
"""With digits behind them they are placeholders still; `na85` may be somebody's initials and year."""

_WHOSE = "(?:the|this|client|customer|owner|patient|person|pet|user|he|she|they|e?mail|address|contact|kunde|cliente)"
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
_LACK = re.compile(f"{_WHOSE}*{_VERB}{_LACKING}{_FILLER}{_THING}(?:yet)?|{_WHOSE}+{_VERB}{_LACKING}")
"""`noemail`, `clienthasnoemail`, `emailnotprovided`, `ownerdeclined`, `keineadresse`."""

_NOWHERE = re.compile("none|unknown|nowhere|invalid|(?:no|keine?|sans|sin|senza|sem|geen|ingen)e?mails?(?:address)?")
_SECOND_LEVEL = {"co", "com", "org", "net", "ac", "gov", "edu", "me", "or", "ne"}
_HELD_KEYS = "xazq"


def _is_placeholder(local: str, labels: Sequence[str]) -> bool:
    """Whether an address's part before the @ says that there is none, or is as its domain (without its last label)."""
    domain = labels[-2] if len(labels) > 1 and labels[-1] in _SECOND_LEVEL else labels[-1]
    bare = "".join(words(local.partition("+")[0])) or "0"
    letters = "".join(filter(str.isalpha, bare))
    return (
        local == domain
        or (len(local) == 1 and len(domain) == 1)
        or bare in _WORDS
        or letters in _DIGITS_ASIDE
        or _LACK.fullmatch(letters) is not None
        or _is_one_key_held(bare)
        or any(_NOWHERE.fullmatch(label.replace("-", "")) for label in labels)
    )


def _is_one_key_held(bare: str) -> bool:
    if bare.isdecimal():
        return len(bare) < _VARIOUS_DIGITS or len(set(bare)) == 1 or bare in _COUNTING or bare in _COUNTING[::-1]
    return bare == "x" or (len(bare) > 2 and len(set(bare)) == 1 and bare[0] in _HELD_KEYS)
