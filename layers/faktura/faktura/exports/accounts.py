"""How bookings are made for DATEV: the accounts of the client, and the financial year."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, TypeAdapter, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from faktura.core import json
from faktura.core.exact_numbers import Exact
from faktura.core.model import ListLength, Model, ShortText, WithMessage, validated
from faktura.exports.errors import ExportRefused, NotExportable

_YEARS = range(2000, 2100)
"""Those that the header of a batch may name."""

_TOO_LARGE = 10**9
"""No account has so many digits."""


def _digits(value: object) -> object:
    """A number becomes its digits; Emporix and people write both."""
    value = _whole(value)
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _number(value: object) -> object:
    value = _whole(value)
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value.lstrip("0")) < 10:
        return int(value.lstrip("0") or "0")
    return value


def _whole(value: object) -> object:
    """`6.0` is the number 6 in JSON."""
    if isinstance(value, Decimal) and value.copy_abs() < _TOO_LARGE and value == value.to_integral_value():
        return int(value)
    return value


def _digits_or_number(pattern: str, minimum: int, maximum: int) -> WithJsonSchema:
    number = {"type": "integer", "minimum": minimum, "maximum": maximum}
    return WithJsonSchema({"anyOf": [{"type": "string", "pattern": pattern}, number]})


_ACCOUNT = "^[1-9][0-9]{3,8}$"
_TAX_KEY = "^[0-9]{0,4}$"

Account = Annotated[
    str,
    BeforeValidator(_digits),
    Field(pattern=_ACCOUNT),
    WithMessage("must be an account number of 4 to 9 digits"),
    _digits_or_number(_ACCOUNT, 1_000, 999_999_999),
]
TaxKey = Annotated[
    str,
    BeforeValidator(_digits),
    Field(pattern=_TAX_KEY),
    WithMessage("must be a tax key of at most 4 digits"),
    _digits_or_number(_TAX_KEY, 0, 9_999),
]
Consultant = Annotated[
    int,
    BeforeValidator(_number),
    Field(ge=1_001, le=9_999_999),
    _digits_or_number("^0*(100[1-9]|10[1-9][0-9]|1[1-9][0-9]{2}|[2-9][0-9]{3}|[1-9][0-9]{4,6})$", 1_001, 9_999_999),
]
Client = Annotated[
    int, BeforeValidator(_number), Field(ge=1, le=99_999), _digits_or_number("^0*[1-9][0-9]{0,4}$", 1, 99_999)
]
AccountLength = Annotated[int, BeforeValidator(_number), Field(ge=4, le=8), _digits_or_number("^0*[4-8]$", 4, 8)]


class RevenueAccount(Model):
    """Where the revenue of one rate is booked, with its tax key (BU-Schlüssel) unless the account is automatic."""

    category: ShortText = Field("S", description="The VAT category of orders, `S` by default.", examples=["S"])
    rate: Exact = Field(Decimal(), description="The rate in percent, 0 by default.", examples=[19])
    account: Account = Field(description="The account, with `accountLength` digits.", examples=["8400"])
    tax_key: TaxKey = Field(
        "", description="The tax key (BU-Schlüssel); none for an automatic account.", examples=["3"]
    )


class Accounts(Model):
    """How bookings are made for DATEV. It is the configuration `datev`, or a part of a request."""

    consultant: Consultant = Field(description="The number of the tax adviser (Beraternummer).", examples=[29098])
    client: Client = Field(description="The number of the adviser's client (Mandantennummer).", examples=[55003])
    account_length: AccountLength = Field(
        4, description="The digits of an account, 4 by default; a debtor's account has one more."
    )
    debtor_account: Account = Field(description="The account of all debtors.", examples=["10000"])
    revenue_accounts: Annotated[tuple[RevenueAccount, ...], Field(strict=False), ListLength(100, minimum=1)] = Field(
        description="Where revenue is booked, by rate."
    )
    financial_year_start: Annotated[
        str,
        Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$"),
        WithMessage("must be a month and a day from 1 to 28, such as 01-01"),
    ] = Field("01-01", description="The first day of the financial year, `01-01` by default.")
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$"), WithMessage("must be a currency code such as EUR")] = Field(
        "EUR", description="The currency of the batch, `EUR` by default."
    )

    @classmethod
    def from_text(cls, text: str) -> Self:
        """The accounts that `text` made."""
        return validated(TypeAdapter(cls), json.loads(text.encode()))

    @property
    def text(self) -> str:
        """The accounts as JSON, to be stored."""
        return json.dumps(self).decode()

    @property
    def own_accounts(self) -> tuple[Account, ...]:
        """The accounts that have `account_length` digits."""
        return tuple(one.account for one in self.revenue_accounts)

    @model_validator(mode="after")
    def _of_one_length(self) -> Self:
        """DATEV tells a debtor from a G/L account by its length: it has one digit more."""
        if len(self.debtor_account) != self.account_length + 1:
            raise PydanticCustomError("account", "debtorAccount must have one digit more than accountLength")
        if any(len(account) != self.account_length for account in self.own_accounts):
            raise PydanticCustomError("account", "all other accounts must have as many digits as accountLength")
        return self

    def year_start(self, date_from: date, date_to: date) -> date:
        """When the financial year of the period begins; `NotExportable` for two of them, or for no year of DATEV's."""
        starts = {self._start_before(day) for day in (date_from, date_to)}
        if len(starts) > 1:
            raise NotExportable("The period lies in two financial years. Export each of them by itself.")
        start = starts.pop()
        if start.year not in _YEARS or date_to.year not in _YEARS:
            raise NotExportable("DATEV takes periods and financial years from 2000 to 2099.")
        return start

    def revenue(self, category: str, rate: Decimal | None) -> RevenueAccount:
        """The account of a rate; `ExportRefused` names the one that is missing."""
        wanted = rate or Decimal()
        for one in self.revenue_accounts:
            if one.category == category and one.rate == wanted:
                return one
        raise ExportRefused(f"There is no revenue account for the category {category} and {wanted.normalize():f} %.")

    def _start_before(self, day: date) -> date:
        month, first = map(int, self.financial_year_start.split("-"))
        start = date(day.year, month, first)
        return start if start <= day else date(max(day.year - 1, date.min.year), month, first)
