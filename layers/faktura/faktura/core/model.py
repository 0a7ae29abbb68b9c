"""The base of every shape that travels as JSON, and the one place where its rules turn into faults."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar, cast

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
"""More are not named: a body of 4.5 MB could break two million rules, and the list of them would not fit an answer."""


class Model(BaseModel):
    """Frozen, strict, camelCase outside and snake_case inside; unknown fields are ignored unless forbidden."""

    model_config = ConfigDict(
        hide_input_in_errors=True,  # an error may be logged, and what was sent is personal
        frozen=True,
        strict=True,
        extra="ignore",
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
    )


def validated(adapter: TypeAdapter[T], document: Any, at: str = "") -> T:
    """`document` as the adapter's type; every broken rule becomes one fault of an `InvalidRequest`, below `at`."""
    try:
        return adapter.validate_python(document, by_alias=True, by_name=False)
    except ValidationError as error:
        within = [at] if at else []
        raise InvalidRequest(*_faults(error, *within)) from None  # pydantic's own text would log what was sent


def validated_each(
    adapter: TypeAdapter[T], documents: Sequence[Any], at: str, context: Mapping[str, Any] | None = None
) -> list[T]:
    """Every document as the adapter's type, or all faults of all of them (at most about `MAX_FAULTS`) at once.

    `context` is what the type's validators ask for besides the value (pydantic's validation context).
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
class ListLength:  # it is read as a word of an annotation
    """Refuse a longer list before its elements are looked at: a million wrong elements must not cost a gigabyte.

    With `least`, a shorter one too; `too_few` and `too_many` say it in another API's words.
    """

    length: int
    least: int = 0
    too_few: str = ""
    too_many: str = ""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return no_info_before_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        least = {"minItems": self.least} if self.least else {}
        return {**handler(schema), **least, "maxItems": self.length}

    def _check(self, value: Any) -> Any:
        if isinstance(value, list) and not self.least <= len(value) <= self.length:
            raise PydanticCustomError("length", self._message(len(value)), {"length": self.length, "least": self.least})
        return value

    def _message(self, found: int) -> str:
        usual = "must have {least} to {length} elements" if self.least else "must have at most {length} elements"
        said = self.too_few if found < self.least else self.too_many
        return said or usual


MAX_TEXT_LENGTH = 255

ShortText = Annotated[str, Field(max_length=MAX_TEXT_LENGTH)]
"""May become a key: DynamoDB holds 1,024 bytes of one, 2,048 of a partition's, and case-folding may treble a text."""


@dataclass(frozen=True)
class WithMessage:
    """Annotation: whatever is wrong with the value, `message` is what the caller reads."""

    message: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return custom_error_schema(handler(source), "refused", custom_error_message=self.message)


class _NotNull:
    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        schema = handler(source)
        return cast(CoreSchema, schema["schema"]) if schema["type"] == "nullable" else schema


NOT_NULL = _NotNull()
"""For a field that may be left out (and is `None` then) but whose `null` is a fault."""


_PLAINLY = {"model_type": "must be an object", "missing": "is required", "extra_forbidden": "is not allowed"}


def _faults(error: ValidationError, *within: int | str) -> Iterator[Fault]:
    for fault in error.errors(include_url=False, include_input=False, include_context=False):
        message = _PLAINLY.get(fault["type"], fault["msg"])
        yield Fault(_path(*within, *fault["loc"]), message)


def _path(*steps: int | str) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).removeprefix(".")
