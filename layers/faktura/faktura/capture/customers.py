"""An MGA's customers: its own id for a person, bound to the pet owner whose invoices are theirs."""

from dataclasses import dataclass

from faktura.core.errors import Fault, InvalidRequest
from faktura.core.model import Model, ShortText
from faktura.core.request import Request

LONGEST_ID = 128


@dataclass(frozen=True)
class CustomerKey:
    """A customer of the calling MGA, by the id in the request's path."""

    mga: str
    customer_id: str

    @classmethod
    def from_request(cls, request: Request) -> "CustomerKey":
        """The path's customer; an `InvalidRequest` where that is no id."""
        customer_id = request.path_parameters["customerId"]
        readable = customer_id.isprintable() and "\ufffd" not in customer_id  # U+FFFD stands for bytes that are no text
        if not (readable and customer_id.strip() and len(customer_id) <= LONGEST_ID):
            raise InvalidRequest(Fault("customerId", f"must have 1 to {LONGEST_ID} printable characters"))
        return cls(str(request.caller.context["mga_id"]), customer_id)


class CustomerDetails(Model):
    """What an MGA tells of a customer: seed 000's petOwner, so that the two can be compared."""

    first_name: ShortText = ""
    last_name: ShortText = ""
    email: ShortText = ""
    phone: ShortText = ""
    address: ShortText = ""
    city: ShortText = ""
    state: ShortText | None = None
    zip_code: ShortText = ""
    country: ShortText = ""


class Customer(CustomerDetails):
    """A stored customer."""

    customer_id: str

    @classmethod
    def of(cls, key: CustomerKey, details: CustomerDetails) -> "Customer":
        """The customer `key` names, with exactly the details given."""
        return cls(customer_id=key.customer_id, **details.model_dump(exclude_unset=True))
