"""An office's payments of a period, by the day in the office's time zone.

No index has the payments by their date, so all of the office are read. DynamoDB leaves out those of other days.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Self

from faktura.billing import keys
from faktura.billing.fields.time_zone import payment_day
from faktura.billing.payment import Payment
from faktura.billing.printing.organisation_store import OrganisationStore
from faktura.core.aws import client
from faktura.core.dynamo import Table
from faktura.core.settings import setting

_DAY = timedelta(days=1)
"""A moment in UTC is in a day of another time zone at most so far away."""

Dated = tuple[Payment, str]
"""A payment with its day."""


class PaymentStore:
    """Payments by their date."""

    def __init__(self, table: Table, organisations: OrganisationStore) -> None:
        self._table, self._organisations = table, organisations
        client("dynamodb")

    @classmethod
    def from_settings(cls) -> Self:
        """The store with the table that the template names."""
        return cls(Table(setting("BILLING_TABLE")), OrganisationStore.from_settings())

    def payments(self, office: str, first: date, last: date) -> Iterator[Dated]:
        """The payments made from the first to the last day, in ascending order of ids. Deleted ones are left out."""
        time_zone = self._organisations.get(office).time_zone
        for payment in self._around(office, first, last):
            day = payment_day(payment.payment_date, time_zone)
            if not payment.deleted_by and first.isoformat() <= day <= last.isoformat():
                yield payment, day

    def _around(self, office: str, first: date, last: date) -> Iterator[Payment]:
        """The payments of the period, and some of the days next to it."""
        earliest = max(first, date.min + _DAY) - _DAY
        latest = min(last, date.max - _DAY) + _DAY
        found = self._table.query(
            "office = :office AND begins_with(#record, :payments)",
            {
                ":office": office,
                ":payments": keys.of_kind("payment"),
                ":earliest": earliest.isoformat(),
                ":latest": f"{latest.isoformat()}~",  # sorts after every moment of the day
            },
            ConsistentRead=True,
            FilterExpression="paymentDate BETWEEN :earliest AND :latest",
            ExpressionAttributeNames={"#record": "record"},
        )
        return map(Payment.model_validate, found)
