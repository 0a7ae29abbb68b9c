"""The endpoints of the API page, called with requests that the gateway of a running stack would tidy or refuse."""

import json

import pytest

from service import docs, docs_asset
from tests.support.builders import http_event


def test_the_page_with_a_slash_at_its_end_redirects_to_the_page() -> None:
    response = docs.handler(http_event("GET", "/docs/"), None)

    assert (response["statusCode"], response["headers"]["Location"]) == (308, "../docs")


@pytest.mark.parametrize("name", ["../page.html", "..", ".", "", "/etc/passwd", "page.html", "assets", "\0"])
def test_a_name_that_the_page_does_not_use_is_not_found(name: str) -> None:
    response = docs_asset.handler(http_event("GET", "/docs/x", asset=name), None)

    assert (response["statusCode"], json.loads(response["body"])) == (404, {"message": "Not found"})
