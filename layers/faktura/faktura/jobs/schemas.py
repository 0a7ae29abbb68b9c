"""What callers send: a job to start, an order, a configuration; and the path variables that become keys."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, Field, GetJsonSchemaHandler, RootModel, TypeAdapter
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from faktura.core.errors import Fault, InvalidRequest
from faktura.core.model import ListLength, Model, validated
from faktura.core.request import Request
from faktura.core.text import PRINTABLE_ID
from faktura.jobs.optional_field import is_absent

MOST_ORDERS = 10_000
"""Of one job (CONTRACT section 4)."""

LARGEST_ORDER = 400 * 1024
"""Bytes of an order as JSON."""

LARGEST_CONFIGURATION = 350 * 1024
"""Bytes of a configuration as JSON."""

_HIGHEST, _LONGEST = 60, 60
"""Digits of a number before its point, and behind it."""

_LARGEST_NUMBER = 10 ** (_HIGHEST + 1)
_ENDLESS = Fault("", "has a number of more digits than anybody writes")

JobType = Literal["AUTOMATIC", "MANUAL"]


@dataclass(frozen=True)
class PathKey:
    """The last variable of a path, as part of a key: 1 to 128 printable characters."""

    PATH: ClassVar[Mapping[str, Any]] = {"orderId": PRINTABLE_ID.schema, "key": PRINTABLE_ID.schema}
    """What the OpenAPI description says of it."""

    text: str

    @classmethod
    def from_request(cls, request: Request) -> "PathKey":
        """An `InvalidRequest` where it is no key."""
        [(name, text)] = [(name, text) for name, text in request.path_parameters.items() if name != "tenant"]
        return cls(PRINTABLE_ID.verify(text, at=name))


def _distinct(order_ids: list[str]) -> list[str]:
    if len(set(order_ids)) < len(order_ids):
        raise PydanticCustomError("duplicate", "must be distinct")
    return order_ids


class _Job(Model):
    job_type: JobType


class ManualJob(Model):
    """A job of the orders that are named."""

    job_type: Literal["MANUAL"]
    order_ids: Annotated[
        list[Annotated[str, PRINTABLE_ID]],
        ListLength(MOST_ORDERS, minimum=1),
        AfterValidator(_distinct),
        Field(json_schema_extra={"uniqueItems": True}),
    ]


class AutomaticJob(Model):
    """A job of the orders that are due."""

    job_type: Literal["AUTOMATIC"]


class JobRequest(Model):
    """A job to start. MANUAL names its orders, AUTOMATIC finds them, whatever it names."""

    job_type: JobType
    order_ids: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, document: Any, _: int = 0) -> "JobRequest":
        """The request; an `InvalidRequest` unless a MANUAL job names 1 to 10,000 distinct orders."""
        wanted = validated(TypeAdapter(_Job), document)
        if wanted.job_type == "AUTOMATIC":
            return cls(job_type="AUTOMATIC")
        return cls(job_type="MANUAL", order_ids=tuple(validated(TypeAdapter(ManualJob), document).order_ids))

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        kinds = [handler(TypeAdapter(kind).core_schema) for kind in (ManualJob, AutomaticJob)]
        return {"type": "object", "description": cls.__doc__, "oneOf": kinds}


class OrderBody(RootModel[dict[str, Any]]):
    """A sales order in Emporix's v2 shape; what of it an invoice needs is judged when a job takes it."""

    @classmethod
    def from_json(cls, document: Any, length: int) -> "OrderBody":
        """Any JSON object of at most 400 KB."""
        if not isinstance(document, dict):
            raise InvalidRequest(Fault("", "must be an object"))
        if length > LARGEST_ORDER:
            raise InvalidRequest(Fault("", "is larger than 400 KB"))
        _refuse_endless_numbers(document)
        return cls.model_construct(document)

    def of(self, order_id: str) -> dict[str, Any]:
        """The order as it is stored under `order_id`; an `InvalidRequest` where it has another id."""
        if not is_absent(sent := self.root.get("id")) and sent != order_id:
            raise InvalidRequest(Fault("id", "must be the id in the path"))
        return {"id": order_id} | self.root | {"id": order_id}


class Configuration(Model):
    """One configuration: any JSON value under a key."""

    key: str
    value: Any

    @classmethod
    def from_json(cls, document: Any, length: int) -> "Configuration":
        """The configuration as it was sent, of at most 350 KB."""
        if length > LARGEST_CONFIGURATION:
            raise InvalidRequest(Fault("", "is larger than 350 KB"))
        _refuse_endless_numbers(document)
        return validated(TypeAdapter(cls), document)

    def stored_as(self, key: str) -> "Configuration":
        """Itself; an `InvalidRequest` where the path names another key."""
        if self.key != key:
            raise InvalidRequest(Fault("key", "must be the key in the path"))
        return self


def _refuse_endless_numbers(document: Any) -> None:
    """JSON of any shape is written without exponents, and `1e999999999` would be a gigabyte of zeros."""
    match document:
        case dict():
            for member in document.values():
                _refuse_endless_numbers(member)
        case list():
            for member in document:
                _refuse_endless_numbers(member)
        case Decimal() if document.adjusted() > _HIGHEST or -int(document.as_tuple().exponent) > _LONGEST:
            raise InvalidRequest(_ENDLESS)
        case int() if not -_LARGEST_NUMBER < document < _LARGEST_NUMBER:
            raise InvalidRequest(_ENDLESS)
