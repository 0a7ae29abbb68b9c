from faktura.core.errors import InvalidRequest, MalformedBody
from faktura.core.observability import log
from faktura.core.response import Response
from faktura.jobs.api import api
from faktura.jobs.order_store import OrderStore
from faktura.jobs.schemas import OrderBody, PathKey


@api.put(
    "/order-v2/{tenant}/salesorders/{orderId}",
    scope="order.order_manage",
    raises=[MalformedBody, InvalidRequest],
    response=OrderBody,
)
def handler(tenant: str, key: PathKey, order: OrderBody, orders: OrderStore) -> Response:
    """Store a sales order in place of what was there; an invoice that it has already stays as it was issued."""
    content = order.of(key.text)
    orders.put(tenant, key.text, content)
    log.info("order stored", tenant=tenant, order_id=key.text)
    return Response(200, content)
