"""The accounts of an office: one for revenue, and those for money that is received."""

from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from faktura.exports.accounts import Account, Accounts, RevenueAccount
from faktura.exports.errors import ExportRefused
from faktura.exports.schemas import AccountedRequest


class OfficeAccounts(Accounts):
    """How an office's bookings are made for DATEV."""

    currency: Literal["USD"] = Field("USD", description="The currency of all amounts; always `USD`.")
    payment_account: Account | None = Field(
        None,
        description="The bank or cash account of all payments. Without it, payments are not booked.",
        examples=["1200"],
    )
    donation_account: Account | None = Field(
        None, description="Where donations are booked; needed for payments that have one.", examples=["8950"]
    )

    @property
    def own_accounts(self) -> tuple[Account, ...]:
        """The accounts that have `account_length` digits."""
        named = (self.payment_account, self.donation_account)
        return (*super().own_accounts, *(account for account in named if account))

    @property
    def only_revenue(self) -> RevenueAccount:
        """The account of all revenue."""
        [account] = self._without_vat
        return account

    @property
    def _without_vat(self) -> list[RevenueAccount]:
        return [one for one in self.revenue_accounts if not one.rate]

    @model_validator(mode="after")
    def _with_one_account(self) -> Self:
        if len(self._without_vat) != 1:
            message = "revenueAccounts must have one account with the rate 0, as invoices show no VAT"
            raise PydanticCustomError("account", message)
        return self

    @model_validator(mode="after")
    def _with_money_apart(self) -> Self:
        """A debtor's account is longer than all others, so it is apart from them."""
        if self.payment_account is None:
            return self
        if self.payment_account in {one.account for one in self.revenue_accounts}:
            message = "paymentAccount must be no revenue account: its money would cancel the revenue"
            raise PydanticCustomError("account", message)
        if self.payment_account == self.donation_account:
            message = "paymentAccount and donationAccount must differ: donations would be booked against themselves"
            raise PydanticCustomError("account", message)
        return self

    def donations(self, receipt: str) -> str:
        """The account of donations; `ExportRefused` if there is none."""
        if self.donation_account is None:
            raise ExportRefused(f"The payment of {receipt} has a donation, and there is no donationAccount.")
        return self.donation_account


class OfficeRequest(AccountedRequest):
    """A period to export as a table, or as bookings with accounts that the request names."""

    datev: OfficeAccounts | None = Field(
        None, description="How bookings are made: required with `DATEV`, and only there."
    )
