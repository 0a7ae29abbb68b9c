"""The customers of an MGA, in DynamoDB."""

from faktura.capture.customers.customer import Customer, CustomerKey
from faktura.capture.errors import NoSuchCustomer
from faktura.capture.keys import customer_key
from faktura.core.aws import client
from faktura.core.dynamo import Table
from faktura.core.settings import setting


class CustomerStore:
    """Stores and reads customers."""

    def __init__(self, table: Table) -> None:
        self._table = table
        client("dynamodb")

    @classmethod
    def from_settings(cls) -> "CustomerStore":
        """With the table that the template names."""
        return cls(Table(setting("CAPTURE_TABLE")))

    def put(self, key: CustomerKey, customer: Customer) -> None:
        """Store the customer, replacing an earlier one."""
        item = customer_key(key.mga, key.customer_id) | customer.model_dump(by_alias=True, exclude_unset=True)
        self._table.put(item)

    def get(self, key: CustomerKey) -> Customer:
        """The customer; `NoSuchCustomer` if there is none."""
        item = self._table.get(customer_key(key.mga, key.customer_id))
        if item is None:
            raise NoSuchCustomer
        return Customer.model_validate(item)
