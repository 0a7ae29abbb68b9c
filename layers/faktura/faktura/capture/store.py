"""Capture's table: `mga` + `record`, which is `customer#<id>`, `request#<id>` or `mark#<trait>#<digest>`.

A request that has not ended carries `unfinished` and `deadline` (seconds since 1970), and so is in the index
`unfinished`. Whoever ends it removes both, on condition that they are there: it ends once, whoever comes first.
"""

import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from faktura.capture.customers import Customer, CustomerKey
from faktura.capture.errors import CustomerNotFound
from faktura.capture.marks import Duplicate, Mark
from faktura.capture.requests import OverdueRequest, Processing
from faktura.capture.responses import ErrorResponse, InvoiceResponse
from faktura.core import json
from faktura.core.aws import client
from faktura.core.clock import now
from faktura.core.dynamo import Item, Table, Write, transact
from faktura.core.errors import Failure, Refusal, Unavailable
from faktura.core.observability import log
from faktura.core.settings import setting

MOST_OVERDUE = 100
"""That one sweep fails; the next takes the rest."""


class RequestEndedError(Exception):
    """The request has its final state already."""


class DuplicateError(Exception):
    """An earlier document has the same mark."""

    def __init__(self, duplicate: Duplicate) -> None:
        self.duplicate = duplicate


class CustomerStore:
    """An MGA's customers."""

    def __init__(self, table: Table) -> None:
        self._table = table
        client("dynamodb")

    @classmethod
    def from_settings(cls) -> "CustomerStore":
        """The store the template names."""
        return cls(Table(setting("CAPTURE_TABLE")))

    def put(self, key: CustomerKey, customer: Customer) -> None:
        """Store the customer in place of what was there."""
        self._table.put(_customer_key(key) | customer.model_dump(by_alias=True, exclude_unset=True))

    def get(self, key: CustomerKey) -> Customer:
        """The customer, else `CustomerNotFound`."""
        item = self._table.get(_customer_key(key))
        if item is None:
            raise CustomerNotFound
        return Customer.model_validate(item)


class RequestStore:
    """Processing requests, kept as long as the documents they are about."""

    def __init__(self, table: Table) -> None:
        self._table = table
        client("dynamodb")

    @classmethod
    def from_settings(cls) -> "RequestStore":
        """The store the template names."""
        return cls(Table(setting("CAPTURE_TABLE")))

    def begin(self, processing: Processing, beside: Sequence[Write]) -> None:
        """Record that the request is being processed, in one transaction with the writes `beside`."""
        item = _request_key(processing.mga, processing.request_id) | {
            "requestId": processing.request_id,
            "customerId": processing.customer_id,
            "state": "processing",
            "beganAt": processing.began_at.isoformat(),
            "unfinished": "request",
            "deadline": _seconds(processing.deadline.timestamp()),
            "expiresAt": _expiry(processing),
        }
        transact([self._table.putting(item), *beside])

    def complete(
        self, processing: Processing, response: InvoiceResponse, marks: Sequence[Mark], beside: Sequence[Write]
    ) -> None:
        """Record the answer and the document's marks, in one transaction with the writes `beside`.

        `RequestEndedError` after a sweep; `DuplicateError` where an earlier document has one of the marks.
        """
        ending = self._ending(_request_key(processing.mga, processing.request_id), "completed", response)
        transact([ending, *(self._marking(processing, mark) for mark in marks), *beside])

    @contextmanager
    def failing(self, processing: Processing) -> Iterator[None]:
        """Record as failed what is raised within; what kills the process instead is left to the sweep."""
        try:
            yield
        except Exception as fault:
            failure = ErrorResponse.to(_refusal(fault), processing.request_id)
            with suppress(RequestEndedError, Refusal, ClientError, BotoCoreError):  # the sweep fails it then
                transact([self._ending(_request_key(processing.mga, processing.request_id), "failed", failure)])
                log.info("request failed", request_id=processing.request_id, code=failure.error.code)
            raise

    def overdue(self) -> list[OverdueRequest]:
        """Requests past their deadline, the longest first, at most `MOST_OVERDUE`."""
        found = self._table.query(
            "unfinished = :request AND deadline < :now",
            {":request": "request", ":now": _seconds(now().timestamp())},
            index="unfinished",
            Limit=MOST_OVERDUE,
        )
        return [OverdueRequest(mga=item["mga"], record=item["record"]) for item in islice(found, MOST_OVERDUE)]

    def fail_overdue(self, overdue: OverdueRequest) -> bool:
        """Fail it if it still is overdue; whether it was."""
        failure = ErrorResponse.to(Failure(), overdue.record.partition("#")[2])
        key = {"mga": overdue.mga, "record": overdue.record}
        still = " AND deadline < :now"
        try:
            transact([self._ending(key, "failed", failure, still, {":now": _seconds(now().timestamp())})])
        except RequestEndedError:
            return False
        return True

    def _ending(
        self, key: Item, state: str, response: InvoiceResponse | ErrorResponse, condition: str = "", values: Any = None
    ) -> Write:
        return self._table.updating(
            key,
            "SET #state = :state, #response = :response REMOVE unfinished, deadline",
            {":state": state, ":response": zlib.compress(json.dumps(response)), **(values or {})},
            f"attribute_exists(unfinished){condition}",
            lambda _: RequestEndedError(),
            ExpressionAttributeNames={"#state": "state", "#response": "response"},
        )

    def _marking(self, processing: Processing, mark: Mark) -> Write:
        """Marks are kept as long as requests; a request delivered again meets its own."""
        owner = {"requestId": processing.request_id, "expiresAt": _expiry(processing)}
        return self._table.putting(
            {"mga": processing.mga, "record": f"mark#{mark.trait}#{mark.digest}"} | owner,
            "attribute_not_exists(mga) OR expiresAt <= :now OR requestId = :request",
            {":now": _seconds(now().timestamp()), ":request": processing.request_id},
            lambda found: DuplicateError(Duplicate(mark, found["requestId"] if found else "")),
        )


def _customer_key(key: CustomerKey) -> dict[str, Any]:
    return {"mga": key.mga, "record": f"customer#{key.customer_id}"}


def _request_key(mga: str, request_id: str) -> dict[str, Any]:
    return {"mga": mga, "record": f"request#{request_id}"}


def _expiry(processing: Processing) -> Decimal:
    return _seconds((processing.began_at + timedelta(days=int(setting("RETENTION_DAYS")))).timestamp())


def _seconds(moment: float) -> Decimal:
    return Decimal(int(moment))


def _refusal(fault: Exception) -> Refusal:
    if isinstance(fault, Refusal):
        return fault
    return Unavailable() if isinstance(fault, ClientError | BotoCoreError) else Failure()
