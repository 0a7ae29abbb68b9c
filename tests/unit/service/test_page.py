"""The API page's two endpoints, as they answer what a running stack's gateway would tidy or refuse before."""

import json

import pytest

from service import docs, docs_asset
from tests.support.builders import http_event


def test_the_page_below_a_slash_leads_to_the_page() -> None:
    answer = docs.handler(http_event("GET", "/docs/"), None)

    assert (answer["statusCode"], answer["headers"]["Location"]) == (308, "../docs")


@pytest.mark.parametrize("name", ["../page.html", "..", ".", "", "/etc/passwd", "page.html", "assets", "\0"])
def test_a_name_that_the_page_does_not_use_is_not_found(name: str) -> None:
    answer = docs_asset.handler(http_event("GET", "/docs/x", asset=name), None)

    assert (answer["statusCode"], json.loads(answer["body"])) == (404, {"message": "Not found"})
