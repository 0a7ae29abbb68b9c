"""How bookings are made for DATEV: the accounts of the client, and the financial year."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from faktura.core.exact_numbers import Exact
from faktura.core.model import Model, ShortText
from faktura.exports.errors import ExportRefused, NotExportable


def _digits(value: object) -> object:
    """A number becomes its digits; Emporix and people write both."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _number(value: object) -> object:
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10 else value


Account = Annotated[str, BeforeValidator(_digits), Field(pattern=r"^[1-9][0-9]{3,8}$")]
TaxKey = Annotated[str, BeforeValidator(_digits), Field(pattern=r"^[0-9]{0,4}$")]


class RevenueAccount(Model):
    """Where the revenue of one rate is booked, with its tax key (BU-Schlüssel) unless the account is automatic."""

    category: ShortText = "S"
    rate: Exact = Decimal()
    account: Account
    tax_key: TaxKey = ""


class Accounts(Model):
    """The configuration `datev`. `financial_year_start` is a month and a day: `01-01`."""

    consultant: Annotated[int, BeforeValidator(_number), Field(ge=1001, le=9_999_999)]
    client: Annotated[int, BeforeValidator(_number), Field(ge=1, le=99_999)]
    account_length: Annotated[int, BeforeValidator(_number), Field(ge=4, le=8)] = 4
    debtor_account: Account
    revenue_accounts: Annotated[tuple[RevenueAccount, ...], Field(strict=False, min_length=1, max_length=100)]
    financial_year_start: Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$")] = "01-01"
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "EUR"

    @model_validator(mode="after")
    def _of_one_length(self) -> Self:
        """DATEV tells a debtor from a G/L account by its length: it has one digit more."""
        if len(self.debtor_account) != self.account_length + 1:
            raise PydanticCustomError("account", "debtorAccount must have one digit more than accountLength")
        if any(len(one.account) != self.account_length for one in self.revenue_accounts):
            raise PydanticCustomError("account", "revenueAccounts must have as many digits as accountLength")
        return self

    def year_start(self, date_from: date, date_to: date) -> date:
        """When the financial year of the period begins; `NotExportable` if the period lies in two of them."""
        starts = {self._start_before(day) for day in (date_from, date_to)}
        if len(starts) > 1:
            raise NotExportable("The period lies in two financial years. Export each of them by itself.")
        return starts.pop()

    def revenue(self, category: str, rate: Decimal | None) -> RevenueAccount:
        """The account of a rate; `ExportRefused` names the one that is missing."""
        wanted = rate or Decimal()
        for one in self.revenue_accounts:
            if one.category == category and one.rate == wanted:
                return one
        raise ExportRefused(f"The configuration has no revenue account for the category {category} and {wanted:f} %.")

    def _start_before(self, day: date) -> date:
        month, first = map(int, self.financial_year_start.split("-"))
        start = date(day.year, month, first)
        return start if start <= day else date(max(day.year - 1, date.min.year), month, first)
