"""The types of the fields of a seller: each a text or a number, without surrounding spaces, and checked by its form."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError

from faktura.core.model import ShortText
from faktura.jobs.configurations.setting_field import integer

_MAX_DAYS = 3_650

_CODES = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA "
    "CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA "
    "GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP "
    "KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS "
    "MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS "
    "RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW "
    "TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XI XK YE YT ZA ZM ZW"
)
"""ISO 3166-1, with Northern Ireland (XI) and Kosovo (XK) as EN 16931 lists them beside it."""

_COUNTRIES = frozenset(_CODES.split())

_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_SCHEME = re.compile(r"[0-9]{4}|[A-Z]{2}")


def _text(value: Any) -> Any:
    """A text without surrounding spaces; a number becomes its digits."""
    if type(value) in (int, Decimal):
        return format(value, "f") if type(value) is Decimal else str(value)
    return value.strip() if isinstance(value, str) else value


def _code(value: Any) -> Any:
    """A text in capital letters without spaces."""
    text = _text(value)
    return "".join(text.split()).upper() if isinstance(text, str) else text


def _checked(is_valid: Callable[[str], bool], message: str) -> AfterValidator:
    def check(text: str) -> str:
        if text and not is_valid(text):
            raise PydanticCustomError("seller", message)
        return text

    return AfterValidator(check)


def _is_iban(text: str) -> bool:
    """By its form and its check digits (ISO 13616)."""
    moved = text[4:] + text[:4]
    return bool(_IBAN.fullmatch(text)) and int("".join(str(int(letter, 36)) for letter in moved)) % 97 == 1


def _days(value: Any) -> int:
    days = integer(value)
    if not 0 <= days <= _MAX_DAYS:
        raise PydanticCustomError("days", f"must be a whole number of days from 0 to {_MAX_DAYS}")
    return int(days)


def _scheme(value: Any) -> Any:
    code = _code(value)
    return code.zfill(4) if isinstance(code, str) and code.isdecimal() else code


FieldText = Annotated[ShortText, BeforeValidator(_text)]
Country = Annotated[
    str, BeforeValidator(_code), _checked(_COUNTRIES.__contains__, "must be a country by ISO 3166-1, such as DE")
]
Iban = Annotated[str, BeforeValidator(_code), _checked(_is_iban, "must be an IBAN with valid check digits")]
Bic = Annotated[
    str,
    BeforeValidator(_code),
    _checked(lambda text: bool(_BIC.fullmatch(text)), "must be a BIC of 8 or 11 characters"),
]
Email = Annotated[
    ShortText, BeforeValidator(_text), _checked(lambda text: bool(_EMAIL.fullmatch(text)), "must be an email address")
]
Scheme = Annotated[
    str,
    BeforeValidator(_scheme),
    _checked(lambda text: bool(_SCHEME.fullmatch(text)), "must be a code of the list EAS: four digits or two letters"),
]
Days = Annotated[int | None, BeforeValidator(_days)]
