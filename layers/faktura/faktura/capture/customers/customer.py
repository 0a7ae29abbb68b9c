"""A customer of an MGA: the MGA's own id for a person, and the details that identify that pet owner."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from pydantic import Field

from faktura.core.model import Model, ShortText
from faktura.core.request import Request
from faktura.core.text import PRINTABLE_ID


@dataclass(frozen=True)
class CustomerKey:
    """A customer of the calling MGA, by the id in the path of the request."""

    PATH: ClassVar[Mapping[str, Any]] = {"customerId": PRINTABLE_ID.schema}
    """The path parameter in the OpenAPI description."""

    mga: str
    customer_id: str

    @classmethod
    def from_request(cls, request: Request) -> "CustomerKey":
        """The customer in the path; `InvalidRequest` if the id is invalid."""
        customer_id = PRINTABLE_ID.verify(request.path_parameters["customerId"], at="customerId")
        return cls(str(request.caller.context["mga_id"]), customer_id)


class CustomerDetails(Model):
    """The pet owner that a customer is. The fields are those of a PIMS invoice's pet owner, so they can be compared."""

    first_name: ShortText = Field("", description="First name.", examples=["Ana"])
    last_name: ShortText = Field("", description="Last name.", examples=["Ortiz"])
    email: ShortText = Field(
        "",
        description="E-mail address. Invoices are matched to the customer by e-mail address or phone number.",
        examples=["ana@example.com"],
    )
    phone: ShortText = Field(
        "",
        description="Phone number. Without a country code it is read as a number of the practice's country.",
        examples=["+1 305 555 0100"],
    )
    address: ShortText = Field("", description="Street and house number.", examples=["14 Pines Blvd"])
    city: ShortText = Field("", description="City.", examples=["Miami"])
    state: ShortText | None = Field(None, description="State or province.", examples=["Florida"])
    zip_code: ShortText = Field("", description="Postal code.", examples=["33027"])
    country: ShortText = Field("", description="Country, as a name or an ISO 3166 code.", examples=["USA"])


class Customer(CustomerDetails):
    """A stored customer."""

    customer_id: str = Field(description="Your own id for the customer.", examples=["C1"])

    @classmethod
    def of(cls, key: CustomerKey, details: CustomerDetails) -> "Customer":
        """The customer that `key` names, with exactly these details."""
        return cls(customer_id=key.customer_id, **details.model_dump(exclude_unset=True))
