"""The filter language as a model, for the OpenAPI description; it is imported at build time only.

A schema cannot limit how many terms filters have in all, nor how deeply their objects are nested.
"""

from typing import Annotated, Any

from pydantic import ConfigDict, Field, WithJsonSchema, create_model

from faktura.cases.search import filter

_PLAIN = {"type": ["string", "number", "boolean", "null"]}
_WITHOUT_NUL = {**_PLAIN, "pattern": r"^[^\u0000]*$"}
_LIST = {"type": "array", "maxItems": filter.MAX_LISTED_VALUES}
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

_LOGIC = {
    "$and": "All of these filters must match.",
    "$or": "At least one of these filters must match.",
    "$nor": "None of these filters may match.",
}


def _field(name: str) -> Any:
    """The type of a field's condition: a value, or an object of operators."""
    plain = _WITHOUT_NUL if name in filter.TEXTS else _PLAIN
    schema = WithJsonSchema({"anyOf": [plain, _LIST, _NESTED, _COMPARED]})
    description = f"Compared with the invoice's `{name}`: a value that it equals, or an object of operators."
    return Annotated[Any, schema], Field(None, description=description)


def _logic(name: str) -> Any:
    field = Field(None, alias=name, min_length=1, max_length=filter.MAX_TERMS, description=_LOGIC[name])
    return list["Filters"], field


Filters = create_model(
    "Filters",
    __config__=ConfigDict(extra="forbid"),
    __doc__="Conditions on an invoice's fields, all of which must hold. At most 20 terms in all.",
    __module__=__name__,
    **{name: _field(name) for name in sorted(filter.FIELDS)},
    **{name.lstrip("$") + "_": _logic(name) for name in filter._LOGIC},
)
Filters.model_rebuild()
