"""The items of an office that an erasure needs beyond `BillingStore`: a client's payments, and the erased clients."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from faktura.billing import keys
from faktura.billing.payment import Payment
from faktura.core.attributes import Item
from faktura.core.clock import now, timestamp
from faktura.core.dynamo import Table
from faktura.imports.digest import ERASED

_RECORD: Mapping[str, Any] = {"ExpressionAttributeNames": {"#record": "record"}, "ConsistentRead": True}
_BEGINNING = "office = :office AND begins_with(#record, :beginning)"


class OfficeClientStore:
    """Clients of offices."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def payments(self, office: str, client_id: int) -> Iterator[Payment]:
        """The payments that a client makes, also deleted ones, which no list has."""
        values = {":office": office, ":beginning": keys.of_kind("payment"), ":client": client_id}
        found = self._table.query(_BEGINNING, values, FilterExpression="contains(payerClientIds, :client)", **_RECORD)
        return map(Payment.model_validate, found)

    def imports(self, office: str, kind: keys.Kind, ids: Collection[int]) -> Iterator[tuple[str, int]]:
        """The records of the imports of these invoices or payments that have a digest of it, each with its id."""
        values = {":office": office, ":beginning": keys.imported(kind, ""), ":erased": ERASED}
        found = self._table.query(_BEGINNING, values, FilterExpression="digest <> :erased", **_RECORD) if ids else ()
        return ((item["record"], int(item["id"])) for item in found if item["id"] in ids)

    def forget_import(self, office: str, record: str) -> None:
        """Take the digest out of the record of an import; a second call changes nothing."""
        self._table.update({"office": office, "record": record}, "SET digest = :erased", {":erased": ERASED})

    def without_payer(self, office: str) -> Iterator[Payment]:
        """The payments that have a payer's name and no payer among the clients, also deleted ones."""
        values = {":office": office, ":beginning": keys.of_kind("payment"), ":none": [], ":text": "S"}
        terms = {"FilterExpression": "payerClientIds = :none AND attribute_type(payerName, :text)"}
        return map(Payment.model_validate, self._table.query(_BEGINNING, values, **terms, **_RECORD))

    def payment(self, office: str, payment_id: int) -> Payment:
        """A payment, also a deleted one."""
        return Payment.model_validate(self._table.get({"office": office, "record": keys.payment(payment_id)}))

    def erased(self, office: str) -> list[int]:
        """The ids of the clients whose personal data was erased."""
        found = self._table.query(_BEGINNING, {":office": office, ":beginning": keys.ERASURES}, **_RECORD)
        return [keys.id_of(item["record"]) for item in found]

    def note(self, office: str, client_id: int) -> None:
        """Note that a client's personal data is erased; the first note stays."""
        note: Item = {"office": office, "record": keys.erasure(client_id), "erasedAt": timestamp(now())}
        self._table.put(note, "attribute_not_exists(office)")
