from faktura.capture.api import api
from faktura.capture.customers.customer import Customer, CustomerDetails, CustomerKey
from faktura.capture.customers.customer_store import CustomerStore
from faktura.core.errors import InvalidRequest, MalformedBody
from faktura.core.observability import log


@api.put("/api/v1/customers/{customerId}", scope="customer:write", raises=[MalformedBody, InvalidRequest])
def handler(key: CustomerKey, details: CustomerDetails, customers: CustomerStore) -> Customer:
    """Store the pet owner that one of your customer ids stands for, replacing an earlier one."""
    customer = Customer.of(key, details)
    customers.put(key, customer)
    log.info("customer stored", mga=key.mga, customer_id=key.customer_id)
    return customer
