import pytest

from faktura.capture.customers.customer import Customer, CustomerDetails, CustomerKey
from faktura.core import json
from faktura.core.auth import Caller
from faktura.core.errors import InvalidRequest
from faktura.core.request import Request
from tests.support.builders import http_event


@pytest.mark.parametrize("customer_id", ["c1", "a/b #1", "\u00dcmit", "x" * 128])
def test_any_printable_customer_id_is_accepted(customer_id: str) -> None:
    assert CustomerKey.from_request(_request(customer_id)) == CustomerKey("alpha", customer_id)


@pytest.mark.parametrize("customer_id", ["", "  ", "a\nb", "\x00", "x" * 129, "\ufffd"])
def test_a_blank_unprintable_or_too_long_id_is_refused(customer_id: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        CustomerKey.from_request(_request(customer_id))

    assert refused.value.message == "customerId: must have 1 to 128 printable characters"


def test_a_stored_customer_has_the_details_given_and_no_others() -> None:
    details = CustomerDetails.model_validate({"firstName": "Ana", "state": None, "nickname": "Annie"})

    stored = Customer.of(CustomerKey("alpha", "c1"), details)

    assert json.loads(json.dumps(stored)) == {"customerId": "c1", "firstName": "Ana", "state": None}


def _request(customer_id: str) -> Request:
    caller = Caller("mga-alpha", "token", 0, frozenset(), {"mga_id": "alpha"})
    return Request(http_event("GET", "/", customerId=customer_id), caller=caller)
