"""What is booked of a provider: its invoices as revenue by rate, and its credit notes on the other side."""

from collections.abc import Mapping
from datetime import date
from decimal import Context, Decimal, localcontext
from typing import Any

from faktura.exports.accounts import Accounts
from faktura.exports.datev_file import Booking
from faktura.exports.errors import ExportRefused

_EXACT = Context(prec=400)
"""Sums of numbers as DynamoDB holds them are exact with so many digits."""

NO_LINES = "{} has no lines, so its VAT is not known."
NO_CURRENCY = "{} has no currency."
NO_SIDE = "The lines of the credit note {} add up to 0, so it is not clear what is credited."


def bookings_of(invoice: Mapping[str, Any], accounts: Accounts) -> list[Booking]:
    """The bookings of a stored invoice, one for each rate; none for one that is not active or charges nothing.

    `ExportRefused` if it does not say what to book.
    """
    number = invoice["externalId"]
    if invoice["isActive"] is False or _is_nothing(invoice):
        return []
    if not invoice["details"]:
        raise ExportRefused(NO_LINES.format(number))
    if not invoice["currency"]:
        raise ExportRefused(NO_CURRENCY.format(number))
    text = f"{number} {invoice['details'][0]['name']}"
    return [
        Booking(
            amount=gross,
            currency=invoice["currency"].upper(),
            account=accounts.debtor_account,
            contra_account=(revenue := accounts.revenue("S", rate)).account,
            tax_key=revenue.tax_key,
            day=date.fromisoformat(invoice["createdAt"][: len("2026-01-31")]),
            number=number,
            text=text,
        )
        for rate, gross in _by_rate(invoice).items()
        if gross
    ]


def _is_nothing(invoice: Mapping[str, Any]) -> bool:
    return not invoice["details"] and invoice["priceNet"] == 0


def _by_rate(invoice: Mapping[str, Any]) -> dict[Decimal, Decimal]:
    """The gross amounts by rate in percent. A credit note's are negative, whichever sign its report gives them."""
    sums: dict[Decimal, Decimal] = {}
    with localcontext(_EXACT):
        for line in invoice["details"]:
            rate = Decimal(line["vatRate"]) * 100
            sums[rate] = sums.get(rate, Decimal()) + Decimal(line["totalAmountInclVat"])
        total = sum(sums.values(), Decimal())
        if invoice["type"] != "credit note" or total < 0:
            return sums
        if not total and any(sums.values()):
            raise ExportRefused(NO_SIDE.format(invoice["externalId"]))
        return {rate: -gross for rate, gross in sums.items()}
