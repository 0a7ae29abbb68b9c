"""The bodies and path variables of requests: a job to start, an order, a configuration."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, Field, GetJsonSchemaHandler, RootModel, TypeAdapter, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from faktura.core.errors import Fault, InvalidRequest
from faktura.core.model import ListLength, Model, validated
from faktura.core.request import Request
from faktura.core.text import PRINTABLE_ID
from faktura.jobs.configurations.configuration import MAX_CONFIGURATION_BYTES
from faktura.jobs.job import JOB_ID, MAX_ORDERS, JobType
from faktura.jobs.orders.optional_field import is_empty
from faktura.jobs.orders.order import MAX_ORDER_BYTES

_MAX_INTEGER_DIGITS, _MAX_DECIMALS = 61, 60
_MAX_INTEGER = 10**_MAX_INTEGER_DIGITS
_TOO_MANY_DIGITS = Fault(
    "",
    f"must not have a number with more than {_MAX_INTEGER_DIGITS} digits before the point or {_MAX_DECIMALS} after it",
)

JobId = Annotated[str, WithJsonSchema({"type": "string", "pattern": f"^{JOB_ID.pattern}$"})]


@dataclass(frozen=True)
class PathKey:
    """The last variable of a path, which becomes a key: 1 to 128 printable characters."""

    PATH: ClassVar[Mapping[str, Any]] = {"orderId": PRINTABLE_ID.schema, "key": PRINTABLE_ID.schema}
    """The variables in the OpenAPI description."""

    text: str

    @classmethod
    def from_request(cls, request: Request) -> "PathKey":
        """The variable, or an `InvalidRequest` if it cannot be a key."""
        [(name, text)] = [(name, text) for name, text in request.path_parameters.items() if name != "tenant"]
        return cls(PRINTABLE_ID.verify(text, at=name))


def _distinct(order_ids: list[str]) -> list[str]:
    if len(set(order_ids)) < len(order_ids):
        raise PydanticCustomError("duplicate", "must not contain the same id twice")
    return order_ids


class _AnyJob(Model):
    job_type: JobType


class ManualJob(Model):
    """A job for the orders that the request names."""

    job_type: Literal["MANUAL"] = Field(description="`MANUAL`: the request names the orders.")
    order_ids: Annotated[
        list[Annotated[str, PRINTABLE_ID]],
        ListLength(MAX_ORDERS, minimum=1),
        AfterValidator(_distinct),
        Field(
            description="The ids of 1 to 10,000 orders, none of them twice.",
            examples=[["SAMPLE-1", "SAMPLE-2"]],
            json_schema_extra={"uniqueItems": True},
        ),
    ]


class AutomaticJob(Model):
    """A job for the orders that are due."""

    job_type: Literal["AUTOMATIC"] = Field(
        description="`AUTOMATIC`: the job selects the orders that are due, by the configuration `invoiceSettings`."
    )


class JobRequest(Model):
    """The job to start: `MANUAL` with the ids of its orders, or `AUTOMATIC`."""

    job_type: JobType
    order_ids: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, document: Any, _: int = 0) -> "JobRequest":
        """The request; `orderIds` of an AUTOMATIC job are ignored, whatever they are."""
        wanted = validated(TypeAdapter(_AnyJob), document)
        if wanted.job_type == "AUTOMATIC":
            return cls(job_type="AUTOMATIC")
        return cls(job_type="MANUAL", order_ids=tuple(validated(TypeAdapter(ManualJob), document).order_ids))

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        kinds = [handler(TypeAdapter(kind).core_schema) for kind in (ManualJob, AutomaticJob)]
        return {"type": "object", "description": cls.__doc__, "oneOf": kinds}


class SalesOrderBody(RootModel[dict[str, Any]]):
    """An Emporix v2 sales order, of at most 400 KB. A job checks what an invoice needs of it."""

    @classmethod
    def from_json(cls, document: Any, length: int) -> "SalesOrderBody":
        """Any JSON object of at most 400 KB."""
        if not isinstance(document, dict):
            raise InvalidRequest(Fault("", "must be an object"))
        if length > MAX_ORDER_BYTES:
            raise InvalidRequest(Fault("", "must not be larger than 400 KB"))
        _refuse_long_numbers(document)
        return cls.model_construct(document)

    def stored_as(self, order_id: str) -> dict[str, Any]:
        """The order as it is stored under the id in the path; an `InvalidRequest` if it has another id."""
        if not is_empty(sent := self.root.get("id")) and sent != order_id:
            raise InvalidRequest(Fault("id", "must be the id in the path"))
        return {"id": order_id} | self.root | {"id": order_id}


class ConfigurationBody(Model):
    """One configuration, of at most 350 KB."""

    key: str = Field(description="The key in the path.", examples=["invoiceNumbering"])
    value: Any = Field(
        description="Any JSON; null means no configuration. "
        "`invoiceSettings`, `invoiceNumbering` and `sellerAddress` have a form of their own."
    )

    @classmethod
    def from_json(cls, document: Any, length: int) -> "ConfigurationBody":
        """The configuration of at most 350 KB, as it was sent."""
        if length > MAX_CONFIGURATION_BYTES:
            raise InvalidRequest(Fault("", "must not be larger than 350 KB"))
        _refuse_long_numbers(document)
        return validated(TypeAdapter(cls), document)

    def stored_as(self, key: str) -> "ConfigurationBody":
        """Itself; an `InvalidRequest` if the path has another key."""
        if self.key != key:
            raise InvalidRequest(Fault("key", "must be the key in the path"))
        return self


def _refuse_long_numbers(document: Any) -> None:
    """The JSON is stored without exponents, and `1e999999999` would become a gigabyte of zeros."""
    match document:
        case dict():
            for value in document.values():
                _refuse_long_numbers(value)
        case list():
            for value in document:
                _refuse_long_numbers(value)
        case Decimal() if (
            document.adjusted() >= _MAX_INTEGER_DIGITS or -int(document.as_tuple().exponent) > _MAX_DECIMALS
        ):
            raise InvalidRequest(_TOO_MANY_DIGITS)
        case int() if not -_MAX_INTEGER < document < _MAX_INTEGER:
            raise InvalidRequest(_TOO_MANY_DIGITS)
