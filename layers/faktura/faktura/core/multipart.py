"""`multipart/form-data` byte for byte, as its clients write it (RFC 7578, RFC 2046).

Clients write more than the RFCs allow: file names in any charset, folded headers, lines that end with LF alone. All of
that is accepted. Only the beginning, the end and the content of each part are checked strictly.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from faktura.core.errors import MalformedBody

MAX_PARTS = 20
MAX_BOUNDARY_LENGTH = 70
"""Characters (RFC 2046, 5.1.1)."""

MAX_HEADERS = 32
MAX_HEADER_BYTES = 16_384
"""Of one part; a long file name in percent-encoding has about 3,000."""

_DISPOSITION, _ENCODING = "content-disposition", "content-transfer-encoding"
_PARAMETER = re.compile(
    r';\s*([^\s=;"]+)\s*=\s*("(?:[^"\\]|\\.)*"(?=\s*(?:;|$))|"[^"]*"(?=\s*(?:;|$))|[^;]*)', re.DOTALL
)
"""`; name=value`. A quoted value may end with a backslash: characters of Shift-JIS and GBK have that byte."""

_REST_OF_BOUNDARY_LINE = re.compile(rb"(--)?[ \t]*\r?(\n|\Z)")
_BLANK_LINE = re.compile(rb"(?:\A|\r?\n)\r?\n")
_FOLD = re.compile(r"\r?\n[ \t]+")
_IDENTITY_ENCODINGS = {"", "binary", "8bit", "7bit"}


@dataclass(frozen=True)
class Part:
    """One field of a form: its name, with each byte as a Latin-1 character, and its decoded content."""

    name: str
    content: bytes


def fields(content_type: str, body: bytes) -> list[Part]:
    """The fields of the form in their order; at most 20. `content_type` is the header that names the boundary."""
    boundary = _boundary(content_type)
    parts: list[Part] = []
    for part in _parts(body, boundary):
        if len(parts) == MAX_PARTS:
            raise MalformedBody(f"The form has more than {MAX_PARTS} parts.")
        parts.append(_read(part))
    return parts


def _boundary(content_type: str) -> bytes:
    boundary = (_parameter(content_type, "boundary") or "").rstrip()
    if not boundary:
        raise MalformedBody("The multipart body has no boundary.")
    if len(boundary) > MAX_BOUNDARY_LENGTH:
        raise MalformedBody(f"The multipart boundary has more than {MAX_BOUNDARY_LENGTH} characters.")
    if not (boundary.isascii() and boundary.isprintable()):
        raise MalformedBody("The multipart boundary has characters other than printable ASCII.")
    return boundary.encode()


def _parts(body: bytes, boundary: bytes) -> Iterator[bytes]:
    """The parts between the boundary lines. Text before the first and after the last line is ignored.

    Lines end as the first boundary line does. A line that only begins with the boundary is an error, because it may or
    may not be content.
    """
    opening = re.search(rb"(?:\A|\n)--" + re.escape(boundary), body)
    if not opening:
        raise MalformedBody("The multipart body does not contain the boundary that its content type names.")
    rest = _rest_of_boundary_line(body, opening.end())
    newline = b"\r\n" if body.endswith(b"\r\n", 0, rest.end()) else b"\n"
    separator = newline + b"--" + boundary
    while not rest[1]:
        begin = rest.end()
        end = body.find(separator, begin - len(newline))
        if end < 0:
            raise MalformedBody("The multipart body ends before its last boundary.")
        yield body[begin:end]
        rest = _rest_of_boundary_line(body, end + len(separator))


def _rest_of_boundary_line(body: bytes, position: int) -> re.Match[bytes]:
    rest = _REST_OF_BOUNDARY_LINE.match(body, position)
    if not rest:
        raise MalformedBody("A boundary line of the multipart body has other text after the boundary.")
    return rest


def _read(part: bytes) -> Part:
    blank = _BLANK_LINE.search(part, 0, MAX_HEADER_BYTES)
    if not blank and len(part) > MAX_HEADER_BYTES:
        raise MalformedBody(f"The headers of a part have more than {MAX_HEADER_BYTES} bytes.")
    block, content = (part[: blank.start()], part[blank.end() :]) if blank else (part, b"")
    headers = _headers(block)
    disposition = headers.get(_DISPOSITION, "")
    if disposition.partition(";")[0].strip().lower() != "form-data":
        raise MalformedBody("A part lacks the header Content-Disposition: form-data.")
    name = _parameter(disposition, "name")
    if name is None:
        raise MalformedBody("A part has no name in its Content-Disposition.")
    return Part(name, _decoded(content, headers.get(_ENCODING, "")))


def _headers(block: bytes) -> dict[str, str]:
    """Values by lower-case name; Latin-1 gives every byte a character."""
    lines = [line for line in re.split(r"\r?\n", _FOLD.sub(" ", block.decode("latin-1"))) if line]
    if len(lines) > MAX_HEADERS:
        raise MalformedBody(f"A part has more than {MAX_HEADERS} headers.")
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = (text.strip() for text in line.partition(":"))
        if not colon:
            raise MalformedBody("A header of a part could not be read.")
        if headers.setdefault(name.lower(), value) != value and name.lower() in (_DISPOSITION, _ENCODING):
            raise MalformedBody(f"A part has two different headers {name}.")
    return headers


def _parameter(header: str, name: str) -> str | None:
    """The value of a header's parameter, `None` if there is none."""
    values = {_unquoted(found[2]) for found in _PARAMETER.finditer(header) if found[1].lower() == name}
    if len(values) > 1:
        raise MalformedBody(f"A header has two different values of {name}.")
    return next(iter(values), None)


def _unquoted(value: str) -> str:
    value = value.strip()
    return re.sub(r"\\(.)", r"\1", value[1:-1]) if len(value) > 1 and value[0] == value[-1] == '"' else value


def _decoded(content: bytes, encoding: str) -> bytes:
    """The decoded bytes. Base64 may contain line breaks and is checked strictly otherwise."""
    if encoding.lower() in _IDENTITY_ENCODINGS:
        return content
    if encoding.lower() != "base64":
        raise MalformedBody(
            f"The Content-Transfer-Encoding {encoding[:40]} is not supported. Send the bytes unencoded, or in base64."
        )
    text = content.translate(None, b"\r\n")
    with suppress(ValueError):
        decoded = b64decode(text)
        if b64encode(decoded) == text:
            return decoded
    raise MalformedBody("A part is not valid base64, though its Content-Transfer-Encoding says so.")
