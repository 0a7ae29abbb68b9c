from faktura.capture.api import api
from faktura.capture.customers.customer import Customer, CustomerKey
from faktura.capture.customers.customer_store import CustomerStore
from faktura.capture.errors import NoSuchCustomer
from faktura.core.errors import InvalidRequest


@api.get("/api/v1/customers/{customerId}", scope="customer:write", raises=[InvalidRequest, NoSuchCustomer])
def handler(key: CustomerKey, customers: CustomerStore) -> Customer:
    """Return the pet owner that one of your customer ids stands for."""
    return customers.get(key)
