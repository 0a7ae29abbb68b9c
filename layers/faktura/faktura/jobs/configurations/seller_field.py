"""The types of the fields of a seller: each a text or a number, without surrounding spaces, and checked by its form."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError

from faktura.core.model import ShortText
from faktura.einvoices.codes import ADDRESS_SCHEMES, COUNTRIES
from faktura.einvoices.payment_means import is_iban
from faktura.jobs.configurations.setting_field import integer

_MAX_DAYS = 3_650

_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


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
    str, BeforeValidator(_code), _checked(COUNTRIES.__contains__, "must be a country by ISO 3166-1, such as DE")
]
Iban = Annotated[
    str,
    BeforeValidator(_code),
    _checked(lambda text: bool(_IBAN.fullmatch(text)) and is_iban(text), "must be an IBAN with valid check digits"),
]
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
    _checked(ADDRESS_SCHEMES.__contains__, "must be a code of the list EAS, such as 0088 or EM"),
]
Days = Annotated[int | None, BeforeValidator(_days)]
