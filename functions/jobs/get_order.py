from faktura.core.errors import InvalidRequest
from faktura.core.request import Answer
from faktura.jobs.api import api
from faktura.jobs.errors import NoSuchOrder
from faktura.jobs.order_store import OrderStore
from faktura.jobs.schemas import OrderBody, PathKey


@api.get(
    "/order-v2/{tenant}/salesorders/{orderId}",
    allow="order.order_manage",
    raises=[InvalidRequest, NoSuchOrder],
    answers=OrderBody,
)
def handler(tenant: str, key: PathKey, orders: OrderStore) -> Answer:
    """A sales order as it was put."""
    return Answer(200, orders.get(tenant, key.text))
