"""The base of every model that is sent as JSON, and the one place where broken rules become faults."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar, cast, get_args

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    TypeAdapter,
    ValidationError,
)
from pydantic.alias_generators import to_camel
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError
from pydantic_core.core_schema import custom_error_schema, no_info_before_validator_function

from faktura.core.errors import Fault, InvalidRequest

T = TypeVar("T")

MAX_FAULTS = 1_000
"""No more are named: a body of 4.5 MB can break two million rules, and their list would not fit in a response."""


class Model(BaseModel):
    """Frozen and strict; camelCase in JSON, snake_case in Python. Unknown fields are ignored unless forbidden."""

    model_config = ConfigDict(
        hide_input_in_errors=True,  # an error may be logged, and input is personal data
        frozen=True,
        defer_build=True,  # `build` builds what an endpoint needs; many models are only parts of others
        strict=True,
        extra="ignore",
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
    )


def build(kind: Any) -> None:
    """Build the models in a type, and the models of their fields, instead of when the first request needs them."""
    for part in get_args(kind):
        build(part)
    if isinstance(kind, type) and issubclass(kind, BaseModel) and not kind.__pydantic_complete__:
        kind.model_rebuild()
        for field in kind.model_fields.values():
            build(field.annotation)


def validated(adapter: TypeAdapter[T], document: Any, at: str = "") -> T:
    """`document` as the adapter's type. Each broken rule is a fault of an `InvalidRequest`, at a path below `at`."""
    try:
        return adapter.validate_python(document, by_alias=True, by_name=False)
    except ValidationError as error:
        within = [at] if at else []
        raise InvalidRequest(*_faults(error, *within)) from None  # pydantic's own error contains the input


def validated_each(
    adapter: TypeAdapter[T], documents: Sequence[Any], at: str, context: Mapping[str, Any] | None = None
) -> list[T]:
    """Every document as the adapter's type, or one `InvalidRequest` with the faults of all of them (`MAX_FAULTS`).

    `context` is pydantic's validation context, for validators that need more than the value.
    """
    accepted: list[T] = []
    faults: list[Fault] = []
    for position, document in enumerate(documents):
        try:
            accepted.append(adapter.validate_python(document, by_alias=True, by_name=False, context=context))
        except ValidationError as error:
            faults.extend(_faults(error, at, position))
            if len(faults) >= MAX_FAULTS:
                break
    if faults:
        raise InvalidRequest(*faults[:MAX_FAULTS])
    return accepted


@dataclass(frozen=True)
class ListLength:
    """Annotation: a list has at most `maximum` elements, and at least `minimum`.

    The length is checked before the elements: a million invalid elements must not cost a gigabyte. `too_few` and
    `too_many` replace the usual messages.
    """

    maximum: int
    minimum: int = 0
    too_few: str = ""
    too_many: str = ""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return no_info_before_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        minimum = {"minItems": self.minimum} if self.minimum else {}
        return {**handler(schema), **minimum, "maxItems": self.maximum}

    def _check(self, value: Any) -> Any:
        if isinstance(value, list) and not self.minimum <= len(value) <= self.maximum:
            raise PydanticCustomError("length", self._message(len(value)))
        return value

    def _message(self, found: int) -> str:
        usual = "must have {minimum} to {maximum} elements" if self.minimum else "must have at most {maximum} elements"
        own = self.too_few if found < self.minimum else self.too_many
        return (own or usual).format(minimum=self.minimum, maximum=self.maximum)


MAX_TEXT_LENGTH = 255

ShortText = Annotated[str, Field(max_length=MAX_TEXT_LENGTH)]
"""Short enough for a key: DynamoDB takes 1,024 bytes (2,048 of a partition key), and case-folding may treble a text."""


@dataclass(frozen=True)
class WithMessage:
    """Annotation: if anything is wrong with the value, the caller gets `message`."""

    message: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return custom_error_schema(handler(source), "refused", custom_error_message=self.message)


class _NotNull:
    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        schema = handler(source)
        return cast(CoreSchema, schema["schema"]) if schema["type"] == "nullable" else schema


NOT_NULL = _NotNull()
"""For a field that may be absent (then it is `None`) but must not be `null`."""


_MESSAGES = {
    "missing": "is required",
    "extra_forbidden": "is not allowed",
    **dict.fromkeys(("model_type", "model_attributes_type", "dict_type"), "must be an object"),
    **dict.fromkeys(("list_type", "tuple_type"), "must be an array"),
    **dict.fromkeys(("string_type", "string_sub_type"), "must be a string"),
    "string_unicode": "must be valid Unicode text",
    "string_too_long": "must have at most {max_length} characters",
    "string_too_short": "must have at least {min_length} characters",
    "too_long": "must have at most {max_length} elements",
    "too_short": "must have at least {min_length} elements",
    "bool_type": "must be true or false",
    **dict.fromkeys(("int_type", "int_from_float", "int_parsing"), "must be a whole number"),
    "literal_error": "must be {expected}",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be at most {le}",
}
"""Messages for callers, by pydantic's type of error. Its own are for programmers ("Input should be a valid ...")."""


def _faults(error: ValidationError, *within: int | str) -> Iterator[Fault]:
    for fault in error.errors(include_url=False, include_input=False):
        known = _MESSAGES.get(fault["type"])
        message = known.format(**fault.get("ctx", {})) if known else fault["msg"]
        yield Fault(_path(*within, *fault["loc"]), message)


def _path(*steps: int | str) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).removeprefix(".")
