from faktura.core.errors import InvalidRequest
from faktura.core.response import Response
from faktura.jobs.api import api
from faktura.jobs.errors import NoSuchOrder
from faktura.jobs.order_store import OrderStore
from faktura.jobs.schemas import OrderBody, PathKey


@api.get(
    "/order-v2/{tenant}/salesorders/{orderId}",
    scope="order.order_manage",
    raises=[InvalidRequest, NoSuchOrder],
    response=OrderBody,
)
def handler(tenant: str, key: PathKey, orders: OrderStore) -> Response:
    """A sales order as it was put."""
    return Response(200, orders.get(tenant, key.text))
