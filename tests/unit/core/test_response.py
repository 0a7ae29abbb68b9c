"""What a handler returns becomes the response that API Gateway gets."""

from typing import Any

import pytest

from faktura.core.model import Model
from faktura.core.response import Accepted, Created, Listed, NoContent, Pdf, Response, as_response

BASE = "https://api.example.com"


class Thing(Model):
    name: str


THING = Thing(name="one")


@pytest.mark.parametrize(
    ("returned", "response"),
    [
        (THING, Response(200, THING)),
        (None, Response(200)),
        (Response(304, None, {"ETag": "1"}), Response(304, None, {"ETag": "1"})),
        (Created(THING, at="/things/1"), Response(201, THING, {"Location": f"{BASE}/things/1"})),
        (Created(THING), Response(201, THING)),
        (Accepted(None), Response(202)),
        (Accepted(THING, at="/requests/1"), Response(202, THING, {"Location": f"{BASE}/requests/1"})),
        (NoContent(), Response(204)),
        (Listed([THING]), Response(200, [THING])),
        (
            Listed([THING], f"{BASE}/things?cursor=2"),
            Response(200, [THING], {"Link": f'<{BASE}/things?cursor=2>; rel="next"'}),
        ),
    ],
)
def test_a_reply_becomes_its_response(returned: Any, response: Response) -> None:
    assert as_response(returned, BASE) == response


@pytest.mark.parametrize(("is_download", "disposition"), [(False, "inline"), (True, "attachment")])
def test_a_pdf_is_shown_or_saved_under_its_name(is_download: bool, disposition: str) -> None:
    response = as_response(Pdf(b"%PDF", "Łódź.pdf", is_download), BASE)

    assert (response.status, response.body, response.headers["Content-Type"]) == (200, b"%PDF", "application/pdf")
    assert response.headers["Content-Disposition"] == (
        f"{disposition}; filename=\"__d_.pdf\"; filename*=UTF-8''%C5%81%C3%B3d%C5%BA.pdf"
    )
