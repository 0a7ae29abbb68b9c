from faktura.core.errors import InvalidRequest, MalformedBody
from faktura.core.observability import log
from faktura.jobs.api import api
from faktura.jobs.orders.order_store import OrderStore
from faktura.jobs.schemas.requests import PathKey, SalesOrderBody


@api.put("/order-v2/{tenant}/salesorders/{orderId}", scope="order.order_manage", raises=[MalformedBody, InvalidRequest])
def handler(tenant: str, key: PathKey, order: SalesOrderBody, orders: OrderStore) -> SalesOrderBody:
    """Store a sales order and replace an earlier version; an invoice that it has does not change."""
    content = order.stored_as(key.text)
    orders.put(tenant, key.text, content)
    log.info("order stored", tenant=tenant, order_id=key.text)
    return SalesOrderBody.model_construct(content)
