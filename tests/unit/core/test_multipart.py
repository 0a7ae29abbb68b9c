"""Multipart bodies as clients write them, and as attackers do."""

import random
from base64 import b64encode, encodebytes, urlsafe_b64encode
from pathlib import Path

import pytest

from faktura.core.errors import MalformedBody
from faktura.core.multipart import Part
from faktura.core.request import Request
from tests.support.builders import http_event

TYPE = "multipart/form-data; boundary=xyz"
FILE = bytes(range(256)) + b"\r\n--xy\r\n\n--xyz\n\r\n\r" * 3
"""All bytes, and lines that look like the boundary's and are none: the body's lines end with CRLF."""

FAILING = Path(__file__).parents[4] / "shared" / "data" / "failing" / "multipart-latin1-filename" / "body.bin"
PLAIN = b'Content-Disposition: form-data; name="invoice"'
NAMED = b'Content-Disposition: form-data; name="invoice"; filename="%b"'


def read(body: bytes, content_type: str = TYPE) -> list[Part]:
    return Request(http_event("POST", "/", body, headers={"Content-Type": content_type})).form()


def form(headers: bytes = PLAIN, content: bytes = FILE, boundary: bytes = b"xyz") -> bytes:
    return b"--%b\r\n%b\r\n\r\n%b\r\n--%b--\r\n" % (boundary, headers, content, boundary)


HEADERS = {
    "no file name": PLAIN,
    "an empty file name": NAMED % b"",
    "Latin-1": NAMED % "Rechnung März.jpg".encode("latin-1"),
    "Shift-JIS": NAMED % "請求書.jpg".encode("shift-jis"),
    "Shift-JIS that ends with a backslash": NAMED % "一覧表".encode("shift-jis"),
    "GBK": NAMED % "发票.pdf".encode("gbk"),
    "GBK that ends with a backslash, before the name": b'Content-Disposition: form-data; filename="%b"; name="invoice"'
    % "繺".encode("gbk"),
    "Big5": NAMED % "許功蓋.pdf".encode("big5"),
    "UTF-8": NAMED % "請求書.jpg".encode(),
    "half a character": NAMED % b"\xe8\xab",
    "a raw quote": NAMED % b'7" screen.jpg',
    "an escaped quote": NAMED % rb"a\"b.jpg",
    "a percent-encoded quote": NAMED % b"a%22b.jpg",
    "a whole path, as Internet Explorer sends it": NAMED % rb"C:\scans\invoice.jpg",
    "a semicolon, a colon and an equals sign": NAMED % b"a; name=b: c.jpg",
    "an extended name": NAMED % b"x.jpg" + b"; filename*=UTF-8''%e8%ab%8b.jpg",
    "an encoded word, as .NET sends it": NAMED % b"=?utf-8?B?6KuL?=",
    "no quotes, as .NET sends it": b"Content-Disposition: form-data; name=invoice; filename=a=b/c; filename*=utf-8''x",
    "the name last": b'Content-Disposition: form-data; filename="x; y.jpg"; name="invoice"',
    "whitespace around the equals sign": b'Content-Disposition: form-data ;name = "invoice" ; filename\t=\t"x"',
    "tabs": b'Content-Disposition:\tform-data;\tname="invoice";\tfilename="x"\t',
    "a folded header": b'Content-Disposition: form-data;\r\n\tname="invoice";\r\n filename="x"',
    "other cases": b'CONTENT-disposition: Form-Data; NAME="invoice"; FileName="x"',
    "no blank behind the colon": b'content-disposition:form-data;name="invoice"',
    "a blank before the colon": b'Content-Disposition : form-data; name="invoice"',
    "okhttp": PLAIN + b"\r\nContent-Length: %d\r\nContent-Type: image/jpeg" % len(FILE),
    "a wrong length": PLAIN + b"\r\nContent-Length: 3",
    "Apache HttpClient": PLAIN + b"\r\nContent-Type: image/jpeg\r\nContent-Transfer-Encoding: binary",
    "8bit": PLAIN + b"\r\nContent-Transfer-Encoding: 8BIT",
    "7bit": PLAIN + b"\r\ncontent-transfer-encoding:7bit ",
    "a type with a charset": b"Content-Type: text/plain; charset=Shift_JIS\r\n" + PLAIN,
    "the same header twice": PLAIN + b"\r\n" + PLAIN,
    "twelve headers": PLAIN + b"".join(b"\r\nX-%d: %d" % (n, n) for n in range(11)),
    "a long file name": NAMED % (b"%e8%ab%8b" * 255),
}


@pytest.mark.parametrize("headers", HEADERS.values(), ids=HEADERS.keys())
def test_a_part_is_read_whatever_its_headers_say_of_the_files_name(headers: bytes) -> None:
    """In a charset other than UTF-8, folded, with a backslash or over 4 KB it was 400."""
    assert read(form(headers)) == [Part("invoice", FILE)]


BODIES = {
    "plain": form(),
    "no line end behind the last boundary": form()[:-2],
    "half a line end behind the last boundary": form()[:-1],
    "a preamble": b"This is a multi-part message in MIME format.\r\n --xyz is its boundary\r\n" + form(),
    "an empty line first": b"\r\n" + form(),
    "an epilogue": form() + b"and that is all\r\n--xyz\r\n",
    "padding behind the boundaries": form().replace(b"--xyz\r\n", b"--xyz \t \r\n", 1)[:-2] + b"  \t\r\n",
    "padding behind the last boundary, and no line end": form()[:-2] + b" ",
    "lines of headers that end with LF": form().replace(PLAIN + b"\r\n\r\n", b"X: y\n" + PLAIN + b"\n\n"),
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_a_part_ends_at_its_boundary_whatever_stands_around(body: bytes) -> None:
    assert read(body) == [Part("invoice", FILE)]


def test_lines_may_all_end_with_lf_and_the_content_keeps_its_own() -> None:
    content = b"\r\nall\n--xy\r"
    body = b'--xyz \nContent-Disposition: form-data;\n name="invoice"\n\n%b\n--xyz--' % content

    assert read(body) == [Part("invoice", content)]


def test_a_part_may_be_empty() -> None:
    empty = [b"--xyz\r\n%b\r\n\r\n\r\n", b"--xyz\r\n%b\r\n\r\n", b"--xyz\r\n%b\r\n", b"--xyz \r\n%b\r\n\r\n\r\n"]

    parts = read(b"".join(part % PLAIN for part in empty) + b"--xyz--")

    assert parts == [Part("invoice", b"")] * 4


@pytest.mark.parametrize(
    ("content_type", "boundary"),
    [
        ("multipart/form-data;boundary=xyz", b"xyz"),
        ("multipart/form-data;\tboundary=xyz", b"xyz"),
        ("multipart/form-data ; charset=utf-8 ; Boundary = xyz ; x=y", b"xyz"),
        ("Multipart/Form-Data; boundary=xyz;", b"xyz"),
        ("multipart/form-data; boundary=----=_Part_7:1/2.3?", b"----=_Part_7:1/2.3?"),
        ("multipart/form-data; boundary='(a)+_,-.b'", b"'(a)+_,-.b'"),
        ('multipart/form-data; boundary="gc0p4Jq0M2Yt08j34c0p"', b"gc0p4Jq0M2Yt08j34c0p"),
        ('multipart/form-data; boundary="a b: c/=;d"', b"a b: c/=;d"),
        (r'multipart/form-data; boundary="a\"b\\c"', b'a"b\\c'),
        ('multipart/form-data; boundary="xyz  "', b"xyz"),
        ("multipart/form-data; boundary=xyz  ", b"xyz"),
        ("multipart/form-data; boundary=xyz; boundary=xyz", b"xyz"),
        (f"multipart/form-data; boundary={'-' * 70}", b"-" * 70),
        ("multipart/form-data; boundary=-", b"-"),
        ("multipart/form-data; boundary=.*", b".*"),
    ],
)
def test_a_boundary_may_be_written_in_many_ways(content_type: str, boundary: bytes) -> None:
    """Without quotes an `=` ended it, and behind a tab it was not found."""
    assert read(form(content=b"content", boundary=boundary), content_type) == [Part("invoice", b"content")]


@pytest.mark.parametrize("text", [b64encode(FILE), encodebytes(FILE), encodebytes(FILE).replace(b"\n", b"\r\n"), b""])
def test_base64_is_decoded(text: bytes) -> None:
    """The text itself was taken for the file."""
    headers = PLAIN + b"\r\nContent-Transfer-Encoding: Base64"

    assert read(form(headers, text)) == [Part("invoice", FILE if text else b"")]


@pytest.mark.parametrize(
    "text",
    [
        b"TWFu*",
        b"TWF",
        b"TQ",
        b"TQ=",
        b"TR==",
        b"TWFu=",
        b"TWFu====",
        b"TQ==TWFu",
        b"TW Fu",
        b"TWFu\t",
        b"TWFu\0",
        "TWFü".encode(),
        urlsafe_b64encode(b"\xff\xfe\xfd" * 9),
        FILE,
    ],
)
def test_what_is_not_quite_base64_is_refused(text: bytes) -> None:
    with pytest.raises(MalformedBody, match="not valid base64"):
        read(form(PLAIN + b"\r\nContent-Transfer-Encoding: base64", text))


@pytest.mark.parametrize("encoding", [b"quoted-printable", b"x-foo", b"gzip", b"base64, base64", b"\xff" * 999])
def test_another_encoding_is_refused_by_its_name(encoding: bytes) -> None:
    """Its text was taken for the file."""
    with pytest.raises(MalformedBody) as refused:
        read(form(PLAIN + b"\r\nContent-Transfer-Encoding: " + encoding))

    assert f"Content-Transfer-Encoding {encoding[:40].decode('latin-1')} is not supported" in refused.value.message
    assert len(refused.value.message) < 200


def test_twenty_parts_are_read_and_one_more_is_said_as_such() -> None:
    """It said that the body could not be read."""
    part = b"--xyz\r\n" + PLAIN + b"\r\n\r\n1\r\n"

    assert len(read(part * 20 + b"--xyz--")) == 20
    with pytest.raises(MalformedBody, match="more than 20 parts"):
        read(part * 21 + b"--xyz--")


HOSTILE = {
    "nothing": (b"", TYPE),
    "another boundary": (form(boundary=b"abc"), TYPE),
    "the boundary within a line": (b"a--xyz\r\n" + form()[7:], TYPE),
    "no last boundary": (form()[:-9], TYPE),
    "half of the last boundary": (form()[:-3], TYPE),
    "the first boundary alone": (b"--xyz", TYPE),
    "a longer boundary first": (b"--xyzabc\r\n" + form(), TYPE),
    "a longer boundary in the content": (form(content=b"a\r\n--xyzabc\r\nb"), TYPE),
    "a longer last boundary": (form()[:-2] + b"abc\r\n", TYPE),
    "no headers": (b"--xyz\r\n\r\ncontent\r\n--xyz--", TYPE),
    "no disposition": (form(b"Content-Type: image/jpeg"), TYPE),
    "another disposition": (form(b'Content-Disposition: attachment; name="invoice"'), TYPE),
    "no name": (form(b'Content-Disposition: form-data; filename="invoice"'), TYPE),
    "two names": (form(PLAIN + b"; name=other"), TYPE),
    "two dispositions": (form(PLAIN + b'\r\nContent-Disposition: form-data; name="other"'), TYPE),
    "two encodings": (
        form(PLAIN + b"\r\nContent-Transfer-Encoding: base64\r\nContent-Transfer-Encoding: 8bit", b""),
        TYPE,
    ),
    "no header": (form(PLAIN + b"\r\nwhat is this"), TYPE),
    "thousands of headers": (form(PLAIN + b"\r\nX: 1" * 2_000), TYPE),
    "tens of thousands of headers": (form(PLAIN + b"\r\nX: 1" * 50_000), TYPE),
    "a header of 1 MB": (form(NAMED % (b"x" * 1_000_000)), TYPE),
    "1 MB of folds": (form(b"\r\n ".join([PLAIN] + [b""] * 300_000)), TYPE),
    "headers without an end": (b"--xyz\r\n" + b"X: " + b"x" * 4_000_000, TYPE),
    "no boundary": (form(), "multipart/form-data"),
    "an empty boundary": (form(), 'multipart/form-data; boundary=""'),
    "a boundary of blanks": (form(), 'multipart/form-data; boundary="  "'),
    "a boundary of 71 characters": (form(boundary=b"-" * 71), f"multipart/form-data; boundary={'-' * 71}"),
    "a boundary of 8 KB": (form(boundary=b"-" * 8_000), f"multipart/form-data; boundary={'-' * 8_000}"),
    "two boundaries": (form(), f"{TYPE}; boundary=abc"),
    "a boundary outside ASCII": (form(boundary="ü".encode()), "multipart/form-data; boundary=ü"),
    "a boundary with a line end": (form(boundary=b"a\nb"), 'multipart/form-data; boundary="a\nb"'),
    "half a character in the boundary": (form(), "multipart/form-data; boundary=\ud800"),
}


@pytest.mark.parametrize(("body", "content_type"), HOSTILE.values(), ids=HOSTILE.keys())
def test_what_nobody_can_read_for_certain_is_refused(body: bytes, content_type: str) -> None:
    with pytest.raises(MalformedBody):
        read(body, content_type)


LARGE = {
    "nearly boundaries": (b"\r\n--xy" * 600_000, None),
    "line ends": (b"\n" * 4_000_000, None),
    "padding": (b"--xyz" + b" " * 4_000_000 + b"x", None),
    "a preamble of dashes": (b"\n--" + b"-" * 4_000_000, None),
    "boundaries": (b"--xyz\r\n" * 500_000, None),
    "quotes": (form(PLAIN + b'; a="\\' * 2_500), 1),
    "quotes and more behind them": (form(PLAIN + b';a="x"x' * 2_000), 1),
    "blanks": (form(PLAIN + b";" + b" " * 16_000 + b"x"), 1),
    "semicolons": (form(PLAIN + b";" * 16_000), 1),
    "a file of nearly boundaries": (form(content=b"\r\n--xy" * 600_000), 1),
}


@pytest.mark.parametrize(("body", "parts"), LARGE.values(), ids=LARGE.keys())
def test_a_body_takes_no_longer_than_its_length_warrants(body: bytes, parts: int | None) -> None:
    """Nothing is measured here: what is quadratic in four million bytes would not end today."""
    if parts is None:
        with pytest.raises(MalformedBody):
            read(body)
    else:
        assert len(read(body)) == parts


@pytest.mark.skipif(not FAILING.exists(), reason="the reported body is not on this machine")
@pytest.mark.parametrize("content_type", [TYPE, "multipart/form-data;\tboundary=xyz"])
def test_the_reported_photo_with_a_latin_1_name_is_read(content_type: str) -> None:
    """An upload of OctoPrint's: 400."""
    [photo] = read(FAILING.read_bytes(), content_type)

    assert (photo.name, photo.content[:3], photo.content[-2:]) == ("invoice", b"\xff\xd8\xff", b"\xff\xd9")


def test_no_damage_makes_anything_worse_than_a_refusal() -> None:
    dice = random.Random(33)
    sound = form(NAMED % b"x" + b"\r\nContent-Transfer-Encoding: base64", b64encode(FILE))
    outcomes = set()
    for _ in range(3_000):
        body = bytearray(sound)
        for _ in range(dice.randint(1, 4)):
            position = dice.randrange(len(body))
            body[position : position + dice.randint(0, 3)] = dice.choice(
                [b"", b"\r\n", b'"', b";", b"--", b"\xff", b"\0"]
            )
        try:
            outcomes.add(type(read(bytes(body))))
        except MalformedBody:
            outcomes.add(MalformedBody)

    assert outcomes == {list, MalformedBody}
