from faktura.core.errors import InvalidRequest
from faktura.jobs.api import api
from faktura.jobs.errors import NoSuchOrder
from faktura.jobs.orders.order_store import OrderStore
from faktura.jobs.schemas.requests import PathKey, SalesOrderBody


@api.get("/order-v2/{tenant}/salesorders/{orderId}", scope="order.order_manage", raises=[InvalidRequest, NoSuchOrder])
def handler(tenant: str, key: PathKey, orders: OrderStore) -> SalesOrderBody:
    """Return a sales order as it was stored."""
    return SalesOrderBody.model_construct(orders.get(tenant, key.text))
