"""The filter language as a model, for the OpenAPI description alone; runs at build time only.

How many terms a filter has in all, and how deeply its objects are nested, is beyond a schema.
"""

from typing import Annotated, Any

from pydantic import ConfigDict, Field, WithJsonSchema, create_model

from faktura.cases import filter

_PLAIN = {"type": ["string", "number", "boolean", "null"]}
_WITHOUT_NUL = {**_PLAIN, "pattern": r"^[^\u0000]*$"}
_LIST = {"type": "array", "maxItems": filter.MOST_VALUES}
_NESTED = {"type": "object", "propertyNames": {"pattern": r"^(?!\$)"}}
_COMPARED = {
    "type": "object",
    "properties": {
        **{name: {} for name in sorted(filter._ORDERS | filter._EQUALITIES)},
        **dict.fromkeys(sorted(filter._LISTS), _LIST),
        "$exists": {"type": "boolean"},
    },
    "additionalProperties": False,
    "minProperties": 1,
}


def _field(name: str) -> Any:
    """What a field is compared with: a value, or an object of operators."""
    plain = _WITHOUT_NUL if name in filter.TEXTS else _PLAIN
    return Annotated[Any, WithJsonSchema({"anyOf": [plain, _LIST, _NESTED, _COMPARED]})], None


def _logic(name: str) -> Any:
    return list["Filters"], Field(None, alias=name, min_length=1, max_length=filter.MOST_TERMS)


Filters = create_model(
    "Filters",
    __config__=ConfigDict(extra="forbid"),
    __doc__="Conditions on an invoice's fields; a plain value means equality.",
    __module__=__name__,
    **{name: _field(name) for name in sorted(filter.FIELDS)},
    **{name.lstrip("$") + "_": _logic(name) for name in filter._LOGIC},
)
Filters.model_rebuild()
