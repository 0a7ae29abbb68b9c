"""The operators of a PDF's content stream with their operands. What cannot be told apart for certain is refused."""

import re
from collections.abc import Iterator
from typing import Any

MAX_OPERATORS = 100_000
"""Of one content stream. The pages of invoices have some thousands."""

_MAX_TOKENS = 1_000_000
"""Operators, operands, and the space between them."""

_TOKEN = re.compile(
    rb"(?P<space>[\x00\t\n\f\r ]++|%[^\r\n]*+)"
    rb"|(?P<number>[-+]?(?:\d++\.?\d*+|\.\d++))(?![^\x00\t\n\f\r \[\]()<>/{}%])"
    rb"|(?P<operator>[A-Za-z'\"][A-Za-z0-9*]*+)(?![^\x00\t\n\f\r \[\]()<>/{}%])"
    rb"|(?P<string>\((?:[^\\()]++|\\.|\((?:[^\\()]++|\\.)*+\))*+\))"
    rb"|(?P<hex><[0-9A-Fa-f\x00\t\n\f\r ]*+>)"
    rb"|(?P<name>/[^\x00\t\n\f\r \[\]()<>/{}%]*+)"
    rb"|(?P<open>\[|<<)|(?P<close>\]|>>)"
    rb"|(?P<other>.)",
    re.DOTALL,
)
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|\r|\n)|(.))", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_NAME_ESCAPE = re.compile(r"#([0-9A-Fa-f]{2})")


class Unprovable(Exception):
    """It cannot be told what a reader sees."""


def operations(content: bytes) -> Iterator[tuple[bytes, list[Any]]]:
    """Each operator and its operands: floats, bytes of strings, names as `str`, and lists of these.

    `Unprovable` for images within the stream, and for whatever does not follow the grammar.
    """
    operands: list[Any] = []
    outer: list[list[Any]] = []
    count = 0
    for number, token in enumerate(_TOKEN.finditer(content)):
        kind, written = token.lastgroup, token[0]
        if number > _MAX_TOKENS:
            raise Unprovable
        if kind == "space":
            continue
        if kind == "number":
            operands.append(float(written))
        elif kind == "operator" and not outer and written not in (b"true", b"false", b"null"):
            count += 1
            if written == b"BI" or count > MAX_OPERATORS:
                raise Unprovable
            yield written, operands
            operands = []
        elif kind == "open":
            outer.append(operands)
            operands = []
        elif kind == "close" and outer:
            outer[-1].append(operands)
            operands = outer.pop()
        elif kind in ("string", "hex", "name", "operator"):
            operands.append(_value(kind, written))
        else:
            raise Unprovable
    if outer:
        raise Unprovable


def _value(kind: str, written: bytes) -> Any:
    if kind == "string":
        return _ESCAPE.sub(_unescaped, written[1:-1]) if b"\\" in written else written[1:-1]
    if kind == "hex":
        digits = re.sub(rb"[\x00\s]", b"", written[1:-1])
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    name = written.decode("latin-1")
    return _NAME_ESCAPE.sub(lambda found: chr(int(found[1], 16)), name)


def _unescaped(found: re.Match[bytes]) -> bytes:
    if found[1]:
        return bytes([int(found[1], 8) & 0xFF])
    return b"" if found[2] else _ESCAPED.get(found[3], found[3])
