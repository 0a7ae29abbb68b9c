"""An item as one line of JSON: exact numbers, and compressed JSON as JSON."""

import zlib
from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from faktura.core import json
from faktura.core.errors import MalformedBody

_JSON_TEXTS = ("document",)
"""Attributes whose text is JSON."""


def line_of(item: Mapping[str, Any]) -> bytes:
    """The line of an item, with its end. Bytes that hold no JSON are `{"base64": ...}`."""
    return json.dumps({name: _plain(name, value) for name, value in item.items()}) + b"\n"


def _plain(name: str, value: Any) -> Any:
    match value:
        case bytes():
            return _of_bytes(value)
        case str() if name in _JSON_TEXTS:
            return _of_bytes(value.encode())
        case frozenset():
            return sorted(value)
        case Mapping():
            return {key: _plain(key, member) for key, member in value.items()}
        case list():
            return [_plain("", member) for member in value]
    return value


def _of_bytes(value: bytes) -> Any:
    try:
        content = zlib.decompress(value)
    except zlib.error:
        content = value
    try:
        return json.loads(content)
    except MalformedBody:
        return {"base64": b64encode(value).decode()}
