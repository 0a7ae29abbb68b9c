"""Forms on the running stack, byte for byte as clients write them.

The file is not a picture, so that no test waits for OCR. An error about the file shows that its form was read.
"""

from base64 import encodebytes

import pytest
import requests

from tests.support.local.calls import Caller
from tests.support.local.stacks import Served

PLAIN = b'Content-Disposition: form-data; name="invoice"'
NO_PICTURE = b"no picture at all\r\n" * 3_000


@pytest.fixture(scope="module")
def mga(running: Served) -> Caller:
    caller = Caller(running, "mga-alpha")
    assert caller.bind("forms", firstName="Ana", lastName="Ortiz").status_code == 200
    return caller


def send(
    mga: Caller, body: bytes, content_type: str = "multipart/form-data; boundary=xyz", **headers: str
) -> requests.Response:
    headers = {"Content-Type": content_type, **headers}
    return mga.call("POST", "/api/v1/invoice/forms/process", data=body, headers=headers)


def form(headers: bytes = PLAIN, content: bytes = NO_PICTURE, boundary: bytes = b"xyz") -> bytes:
    return b"--%b\r\n%b\r\n\r\n%b\r\n--%b--\r\n" % (boundary, headers, content, boundary)


def error(answer: requests.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


UNDERSTOOD = {
    "latin-1": form(PLAIN + '; filename="März.jpg"'.encode("latin-1")),
    "shift-jis": form(PLAIN + '; filename="一覧表"'.encode("shift-jis")),
    "gbk": form(PLAIN + '; filename="发票.jpg"'.encode("gbk")),
    "no file name": form(),
    "an empty file name": form(PLAIN + b'; filename=""'),
    "a fold": form(PLAIN.replace(b"; ", b";\r\n\t")),
    "tabs": form(PLAIN.replace(b" ", b"\t")),
    "padding": form().replace(b"--xyz\r\n", b"--xyz \t\r\n").replace(b"--xyz--", b"--xyz--  "),
    "line feeds": form(content=b"x" * 60_000).replace(b"\r\n", b"\n"),
    "base64": form(PLAIN + b"\r\nContent-Transfer-Encoding: base64", encodebytes(NO_PICTURE)),
    "binary": form(PLAIN + b"\r\nContent-Transfer-Encoding: binary"),
}


@pytest.mark.parametrize("body", UNDERSTOOD.values(), ids=UNDERSTOOD.keys())
def test_a_form_is_understood(mga: Caller, body: bytes) -> None:
    """Regression: only some encodings were understood. The others were MALFORMED_BODY."""
    assert error(send(mga, body)) == (400, "UNSUPPORTED_FORMAT")


@pytest.mark.parametrize(
    ("parameter", "boundary"),
    [(";\tboundary=xyz", b"xyz"), ("; boundary=--=_a/b:c", b"--=_a/b:c"), (' ; Boundary = "a b" ; x=y', b"a b")],
)
def test_a_boundary_is_understood(mga: Caller, parameter: str, boundary: bytes) -> None:
    """Regression: the boundary was missing, or ended at the equals sign."""
    answer = send(mga, form(boundary=boundary), f"multipart/form-data{parameter}")

    assert error(answer) == (400, "UNSUPPORTED_FORMAT")


def test_the_size_of_a_file_in_base64_is_its_own(mga: Caller) -> None:
    """Regression: the text was measured, which is over 50 KB. The file is not."""
    body = form(PLAIN + b"\r\nContent-Transfer-Encoding: base64", encodebytes(b"x" * 50_000))

    assert error(send(mga, body)) == (400, "FILE_TOO_SMALL")


REFUSED = {
    "quoted-printable": (form(PLAIN + b"\r\nContent-Transfer-Encoding: quoted-printable"), "quoted-printable"),
    "not in base64": (form(PLAIN + b"\r\nContent-Transfer-Encoding: base64", b"x y z!"), "not valid base64"),
    "21 parts": ((form(content=b"1")[:-9]) * 20 + form(), "more than 20 parts"),
    "a longer boundary": (form(content=b"x\r\n--xyzabc\r\ny"), "other text after the boundary"),
    "a cut body": (form()[:-9], "ends before its last boundary"),
    "a header of 1 MB": (form(PLAIN + b'; filename="%b"' % (b"x" * 1_000_000)), "more than 16384 bytes"),
    "thousands of headers": (form(PLAIN + b"\r\nX: 1" * 2_000), "more than 32 headers"),
}


@pytest.mark.parametrize(("body", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_an_unreadable_body_has_a_reason(mga: Caller, body: bytes, reason: str) -> None:
    """Regression: the reason was always that the body cannot be read."""
    answer = send(mga, body)

    assert error(answer) == (400, "MALFORMED_BODY")
    assert reason in answer.json()["error"]["message"]


def test_a_boundary_of_a_hundred_characters_is_refused(mga: Caller) -> None:
    answer = send(mga, form(boundary=b"-" * 100), f"multipart/form-data; boundary={'-' * 100}")

    assert error(answer) == (400, "MALFORMED_BODY")
