"""The endpoint that serves the OpenAPI description."""

import json
from base64 import b64decode

from faktura.service.__main__ import DESCRIPTION
from service import openapi
from tests.support.builders import http_event


def test_the_description_is_served_without_its_indentation() -> None:
    response = openapi.handler(http_event("GET", "/openapi.json"), None)
    served = b64decode(response["body"])

    assert json.loads(served) == json.loads(DESCRIPTION.read_bytes())
    assert b"\n" not in served
    assert len(served) < 0.6 * DESCRIPTION.stat().st_size
