"""The items and files of an MGA's customers, for an erasure."""

from collections.abc import Iterator, Mapping
from typing import Any

from faktura.capture.customers.customer import CustomerKey
from faktura.capture.keys import (
    ORIGINALS,
    PAGES,
    UPLOADS,
    WORDS,
    customer_key,
    erasure_key,
    file_key,
    fingerprints_key,
    id_of_erasure,
    list_key,
    request_key,
)
from faktura.capture.requests.list_entry import LISTS
from faktura.core.aws import client
from faktura.core.clock import now, timestamp
from faktura.core.dynamo import Table, WriteConflict, transact
from faktura.operations.stack_store import StackStore

Found = dict[str, Any]
Key = Mapping[str, Any]


class CaptureStore:
    """Reads and deletes what is stored of a customer."""

    def __init__(self, stack: StackStore) -> None:
        self._table, self._bucket = Table(stack.physical("CaptureTable")), stack.physical("CaptureBucket")

    def customer(self, customer: CustomerKey) -> Found | None:
        """The customer's item."""
        return self._table.get(customer_key(customer.mga, customer.customer_id))

    def requests(self, customer: CustomerKey) -> Iterator[Found]:
        """The items of the customer's requests."""
        beginning = request_key(customer.mga, "")
        return self._beginning(beginning, "customerId = :customer", {":customer": customer.customer_id})

    def fingerprints(self, mga: str, request_id: str) -> Iterator[Found]:
        """The keys of the fingerprints of a request's document."""
        found = self._beginning(fingerprints_key(mga), "requestId = :request", {":request": request_id})
        return ({"mga": item["mga"], "record": item["record"]} for item in found)

    def entries(self, request: Found) -> list[Found]:
        """The keys of the entries that a request may have in the lists."""
        return [list_key(request["mga"], name, request["beganAt"], request["requestId"]) for name in LISTS]

    def files(self, mga: str, request_id: str) -> list[str]:
        """The keys of the files that a request may have."""
        return [file_key(prefix, mga, request_id) for prefix in (UPLOADS, ORIGINALS, PAGES, WORDS)]

    def delete_files(self, mga: str, request_id: str) -> None:
        """Delete a request's files; a second call changes nothing."""
        for key in self.files(mga, request_id):
            client("s3").delete_object(Bucket=self._bucket, Key=key)

    def delete_request(self, request: Found) -> None:
        """Delete an ended request with its entries. `WriteConflict` if it has been changed: it owes a webhook again."""
        ended = self._table.deleting(
            request_key(request["mga"], request["requestId"]),
            "attribute_not_exists(unfinished)",
            otherwise=lambda _found: WriteConflict(),
        )
        marks = list(self.fingerprints(request["mga"], request["requestId"]))
        transact([ended, *(self._table.deleting(key) for key in (*self.entries(request), *marks))])

    def delete_customer(self, customer: CustomerKey) -> None:
        """Delete the customer's item; a second call changes nothing."""
        transact([self._table.deleting(customer_key(customer.mga, customer.customer_id))])

    def erased(self, mga: str) -> list[str]:
        """The ids of the customers whose personal data was erased."""
        return [id_of_erasure(item["record"]) for item in self._beginning(erasure_key(mga, ""))]

    def note(self, customer: CustomerKey) -> None:
        """Note that a customer's personal data is erased; the first note stays."""
        key = erasure_key(customer.mga, customer.customer_id)
        self._table.put({**key, "erasedAt": timestamp(now())}, "attribute_not_exists(mga)")

    def _beginning(self, key: Key, condition: str = "", values: Key | None = None) -> Iterator[Found]:
        terms: dict[str, Any] = {"ConsistentRead": True, "ExpressionAttributeNames": {"#record": "record"}}
        terms |= {"FilterExpression": condition} if condition else {}
        return self._table.query(
            "mga = :mga AND begins_with(#record, :beginning)",
            {":mga": key["mga"], ":beginning": key["record"], **(values or {})},
            **terms,
        )
