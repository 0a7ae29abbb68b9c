"""A static file is compressed for clients that accept gzip, and not sent to clients that have it."""

import gzip

import pytest

from faktura.core.request import Request
from faktura.service.served_file import ServedFile

FILE = ServedFile("text/css", b"body { margin: 0 }", cache_control="no-cache", headers={"X-More": "1"})


@pytest.mark.parametrize("accepted", ["gzip", "br, GZIP", "deflate, gzip;q=0.5, *;q=0", "gzip ; q=1.0"])
def test_a_client_that_accepts_gzip_gets_gzip(accepted: str) -> None:
    response = FILE.response(_request(**{"Accept-Encoding": accepted}))

    assert response.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.body) == FILE.content


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "gzip;q=0.000", "x-gzip2", "identity"])
def test_a_client_that_does_not_accept_gzip_gets_the_file_itself(accepted: str) -> None:
    response = FILE.response(_request(**{"Accept-Encoding": accepted}))

    assert (response.status, response.body) == (200, FILE.content)
    assert "Content-Encoding" not in response.headers


def test_a_file_that_comes_compressed_is_not_compressed_again() -> None:
    file = ServedFile("text/css", b"body", compressed=b"packed")

    assert file.response(_request(**{"Accept-Encoding": "gzip"})).body == b"packed"


@pytest.mark.parametrize("form", ["{}", '"other", {}', "*"])
def test_a_client_that_has_the_file_gets_304(form: str) -> None:
    tag = FILE.response(_request()).headers["ETag"]

    response = FILE.response(_request(**{"If-None-Match": form.format(tag)}))

    assert (response.status, response.body) == (304, None)
    assert response.headers == {
        "Cache-Control": "no-cache",
        "ETag": tag,
        "Vary": "Accept-Encoding",
        "X-More": "1",
    }


@pytest.mark.parametrize("tag", ['"other"', "", 'W/"other"'])
def test_a_client_that_has_another_file_gets_this_one(tag: str) -> None:
    assert FILE.response(_request(**{"If-None-Match": tag})).status == 200


def _request(**headers: str) -> Request:
    return Request({"requestContext": {"requestId": "1"}, "httpMethod": "GET", "path": "/", "headers": headers})
