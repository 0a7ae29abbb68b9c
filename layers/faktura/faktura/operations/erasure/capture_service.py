"""Erases a customer of an MGA: the customer, and all requests with documents, words, readings and fingerprints.

What a customer sends is not the MGA's own invoice, and is only kept for a time (`DocumentRetentionDays`). So nothing of
it is kept, except what is still in work.
"""

from typing import Any

from faktura.capture.customers.customer import CustomerKey
from faktura.operations.erasure.capture_store import CaptureStore
from faktura.operations.erasure.customer import Customer
from faktura.operations.erasure.step import Redaction, Step, Steps, kept
from faktura.operations.stack_store import StackStore

_NOT_OF_DOCUMENT = ("requestId", "status", "completedAt", "state", "revision")
_IN_WORK = "it is in work, or its webhook is due; erase again when it has ended"


class CaptureErasureService:
    """Erases customers of one MGA."""

    def __init__(self, stack: StackStore, mga: str) -> None:
        self._mga, self._store = mga, CaptureStore(stack)

    def registered(self) -> list[Customer]:
        """The customers that were erased before."""
        return [Customer("customer", one) for one in self._store.erased(self._mga)]

    def note(self, customer: Customer) -> None:
        """Note that the customer is erased."""
        self._store.note(self._key(customer))

    def redaction(self, customer: Customer) -> Redaction:
        """Leaves of an answer about one of the customer's requests only what it does not tell of the document."""
        ids = {one["requestId"] for one in self._store.requests(self._key(customer))}

        def redacted(answer: Any) -> Any:
            if not isinstance(answer, dict) or answer.get("requestId") not in ids:
                return answer
            return {name: answer[name] for name in _NOT_OF_DOCUMENT if name in answer}

        return redacted

    def steps(self, customer: Customer) -> Steps:
        """The customer first, so that no request begins any more."""
        if self._store.customer(self._key(customer)):
            yield Step("customer", customer.value, lambda: self._store.delete_customer(self._key(customer)))
        for request in self._store.requests(self._key(customer)):
            if "unfinished" in request:
                yield kept("request", request["requestId"], _IN_WORK)
            else:
                yield self._step(request)

    def _step(self, request: dict[str, Any]) -> Step:
        def erase() -> None:
            self._store.delete_files(self._mga, request["requestId"])
            self._store.delete_request(request)

        return Step("request", request["requestId"], erase)

    def _key(self, customer: Customer) -> CustomerKey:
        return CustomerKey(self._mga, customer.value)
