"""Who gets a file compressed, and who gets none because it is held already."""

import gzip

import pytest

from faktura.core.request import Request
from faktura.service.served_file import ServedFile

FILE = ServedFile("text/css", b"body { margin: 0 }", caching="no-cache", headers={"X-More": "1"})


@pytest.mark.parametrize("accepted", ["gzip", "br, GZIP", "deflate, gzip;q=0.5, *;q=0", "gzip ; q=1.0"])
def test_who_takes_gzip_gets_gzip(accepted: str) -> None:
    answer = FILE.answer(_request(**{"Accept-Encoding": accepted}))

    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.body) == FILE.content


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "gzip;q=0.000", "x-gzip2", "identity"])
def test_who_does_not_gets_the_file_itself(accepted: str) -> None:
    answer = FILE.answer(_request(**{"Accept-Encoding": accepted}))

    assert (answer.status, answer.body) == (200, FILE.content)
    assert "Content-Encoding" not in answer.headers


def test_what_was_compressed_before_is_not_compressed_again() -> None:
    file = ServedFile("text/css", b"body", compressed=b"packed")

    assert file.answer(_request(**{"Accept-Encoding": "gzip"})).body == b"packed"


@pytest.mark.parametrize("form", ["{}", '"other", {}', "*"])
def test_who_holds_the_file_is_told_so(form: str) -> None:
    tag = FILE.answer(_request()).headers["ETag"]

    answer = FILE.answer(_request(**{"If-None-Match": form.format(tag)}))

    assert (answer.status, answer.body) == (304, None)
    assert answer.headers == {
        "Cache-Control": "no-cache",
        "ETag": tag,
        "Vary": "Accept-Encoding",
        "X-More": "1",
    }


@pytest.mark.parametrize("held", ['"other"', "", 'W/"other"'])
def test_who_holds_another_file_gets_this_one(held: str) -> None:
    assert FILE.answer(_request(**{"If-None-Match": held})).status == 200


def _request(**headers: str) -> Request:
    return Request({"requestContext": {"requestId": "1"}, "httpMethod": "GET", "path": "/", "headers": headers})
