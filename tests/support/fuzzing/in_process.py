"""The product with its gateway, in this process: API Gateway's events and responses, and the handlers on moto."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import boto3

from local import demo_clients
from local.environment import Answer
from local.gateway import gateway
from local.gateway_responses import GatewayResponses
from local.processes import listening, url_of
from tests.support.architecture.samples import reading_the_stored_invoice
from tests.support.deployment import (
    PARAMETERS,
    REGION,
    TEMPLATE,
    Deployment,
    deployed,
)
from tests.support.faults.calls import intercepted
from tests.support.people import Provider


@contextmanager
def served_in_process() -> Iterator[str]:
    """The URL at which it is served until the block ends, with its demo clients registered."""
    with deployed() as faktura, intercepted(reading_the_stored_invoice), Provider().serving():
        demo_clients.register(partial(boto3.client, region_name=REGION), faktura.stack.physical)
        responses, listener = GatewayResponses(faktura.stack.gateway_responses), listening()
        server = gateway(TEMPLATE, listener, PARAMETERS, responses, None, partial(_invoke, faktura))
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield url_of(listener)
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


def _invoke(faktura: Deployment, logical_id: str, event: bytes) -> Answer:
    function = faktura.stack.functions[logical_id].handler.removesuffix(".handler")
    return Answer(json.dumps(faktura.call(function, json.loads(event))).encode())
