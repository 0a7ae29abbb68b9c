"""What callers send: a job to start, an order, a configuration; and the path variables that become keys."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, RootModel, TypeAdapter

from faktura.core.errors import Fault, InvalidRequest
from faktura.core.model import Model, at_most, validated
from faktura.core.request import Request
from faktura.jobs.optional import is_absent

MOST_ORDERS = 10_000
"""Of one job (CONTRACT section 4)."""

LONGEST_ID = 128
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

    text: str

    @classmethod
    def from_request(cls, request: Request) -> "PathKey":
        """An `InvalidRequest` where it is no key."""
        [(name, text)] = [(name, text) for name, text in request.path_parameters.items() if name != "tenant"]
        if not is_key(text):
            raise InvalidRequest(Fault(name, f"must have 1 to {LONGEST_ID} printable characters"))
        return cls(text)


class _JobRequest(Model):
    job_type: JobType


class _Orders(Model):
    order_ids: Annotated[list[str], at_most(MOST_ORDERS), Field(min_length=1)]


class JobRequest(Model):
    """A job to start. MANUAL names its orders, AUTOMATIC finds them, whatever it names."""

    job_type: JobType
    order_ids: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, document: Any, _: int = 0) -> "JobRequest":
        """The request; an `InvalidRequest` unless a MANUAL job names 1 to 10,000 distinct orders."""
        wanted = validated(TypeAdapter(_JobRequest), document)
        if wanted.job_type == "AUTOMATIC":
            return cls(job_type="AUTOMATIC")
        order_ids = validated(TypeAdapter(_Orders), document).order_ids
        faults = [
            Fault(f"orderIds[{position}]", f"must have 1 to {LONGEST_ID} printable characters")
            for position, order_id in enumerate(order_ids)
            if not is_key(order_id)
        ]
        if len(set(order_ids)) < len(order_ids):
            faults.append(Fault("orderIds", "must be distinct"))
        if faults:
            raise InvalidRequest(*faults)
        return cls(job_type="MANUAL", order_ids=tuple(order_ids))


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


def is_key(text: str) -> bool:
    """Whether a text can be part of a key, of a file's name and of a page."""
    readable = text.isprintable() and "\ufffd" not in text  # U+FFFD stands for bytes that are no text
    return readable and bool(text.strip()) and len(text) <= LONGEST_ID


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
