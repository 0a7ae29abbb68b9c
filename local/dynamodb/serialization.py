"""A faster serialization of attribute values.

moto keeps values in DynamoDB's JSON, but looks for each of ten possible members in each value, which takes most of the
time of a read. This module returns values unchanged. Only binary values are left to moto, which encodes them.
"""

from functools import cache
from typing import Any

import moto.core.responses as moto_responses
from moto.core.serialize import JSONSerializer
from moto.core.utils import method_names_from_class

_AS_THEY_ARE = frozenset({"S", "N", "BOOL", "NULL", "SS", "NS"})

_moto_structure = JSONSerializer._serialize_type_structure


def install() -> None:
    """Return attribute values unchanged. A second call changes nothing."""
    JSONSerializer._serialize_type_structure = _structure
    moto_responses.method_names_from_class = _method_names  # cached, because moto lists a class's methods in every call


_method_names = cache(method_names_from_class)


def _structure(self: JSONSerializer, serialized: dict[str, Any], value: Any, shape: Any, key: str) -> None:
    answered = _answered(value) if key and shape.name == "AttributeValue" else None
    if answered is None:
        _moto_structure(self, serialized, value, shape, key)
    else:
        self._default_serialize(serialized, answered, shape, key)


def _answered(value: Any) -> dict[str, Any] | None:
    """A copy of a value in DynamoDB's JSON. None if it contains binary data, which moto must encode."""
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
