"""Attribute values on their way out, and less of moto's search for them.

moto keeps values in DynamoDB's own JSON, yet looks for each of a value's ten possible members under each of its names:
most of the time of a read. Here a value is answered as it is; only binary ones are left to moto, which encodes them.
"""

from functools import cache
from typing import Any

import moto.core.responses as moto_responses
from moto.core.serialize import JSONSerializer
from moto.core.utils import method_names_from_class

_AS_THEY_ARE = frozenset({"S", "N", "BOOL", "NULL", "SS", "NS"})

_moto_structure = JSONSerializer._serialize_type_structure


def install() -> None:
    """Answer attribute values as they are kept; calling it again changes nothing."""
    JSONSerializer._serialize_type_structure = _structure
    moto_responses.method_names_from_class = _method_names  # moto lists a class's methods at every call


_method_names = cache(method_names_from_class)


def _structure(self: JSONSerializer, serialized: dict[str, Any], value: Any, shape: Any, key: str) -> None:
    answered = _answered(value) if key and shape.name == "AttributeValue" else None
    if answered is None:
        _moto_structure(self, serialized, value, shape, key)
    else:
        self._default_serialize(serialized, answered, shape, key)


def _answered(value: Any) -> dict[str, Any] | None:
    """A value in DynamoDB's JSON, its containers copied; none where moto has to encode something in it."""
    match value:
        case {"L": list(members)} if len(value) == 1:
            listed = [_answered(member) for member in members]
            return None if None in listed else {"L": listed}
        case {"M": dict(members)} if len(value) == 1:
            named = {name: _answered(member) for name, member in members.items()}
            return None if None in named.values() else {"M": named}
        case dict() if len(value) == 1 and value.keys() <= _AS_THEY_ARE:
            return dict(value)
    return None
