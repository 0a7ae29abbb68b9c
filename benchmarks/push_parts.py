"""Where the time of a push of a hundred invoices goes: each part, compared with FastAPI's time for the whole push.

The goal of the whole is 0.5 (`warm_request.py`). The first three parts are the floor of any push that reads exact
numbers with pydantic. They include no rule of ours. The rules of numbers and dates are the ones that are not compiled.
"""

import sys
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT)]

import jiter  # noqa: E402  # found from any folder, like the next ones
from pydantic import BaseModel, ConfigDict, TypeAdapter, create_model  # noqa: E402
from pydantic.alias_generators import to_camel  # noqa: E402

from benchmarks.measuring import NotMeasured, paired, run  # noqa: E402
from benchmarks.warm_request import PATH, ROUNDS, microseconds  # noqa: E402
from faktura.core import json  # noqa: E402
from faktura.core.exact_numbers import exact  # noqa: E402
from faktura.pims.batch import Batch  # noqa: E402
from faktura.pims.date import in_calendar  # noqa: E402
from faktura.pims.schemas import Invoice  # noqa: E402
from tests.support.builders import http_event, pims_invoice  # noqa: E402

INVOICES, REPEATS = 100, 4
DATES = {"date", "lossDate", "invoiceCreatedAt", "invoiceUpdatedAt"}


def without_rules(kind: Any) -> Any:
    """The type without its rules: a text is any text, a number anything, and a model has the same fields."""
    if get_origin(kind) in (Union, UnionType):
        return Union[tuple(without_rules(part) for part in get_args(kind))]  # noqa: UP007  # made from a tuple
    if get_origin(kind) is list:
        return list[without_rules(get_args(kind)[0])]  # type: ignore[misc]  # a type that is made at run time
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        plain = {
            name: (without_rules(field.annotation), ... if field.is_required() else field.get_default())
            for name, field in kind.model_fields.items()
        }
        config = ConfigDict(frozen=True, strict=True, alias_generator=to_camel)
        return create_model(kind.__name__, __config__=config, **plain)
    return Any if kind in (Decimal, int) else kind


def parts(body: bytes) -> dict[str, Callable[[], object]]:
    """What each part does, by its name."""
    document = json.loads(body)
    encoded = b64encode(body).decode()
    plain = TypeAdapter(list[without_rules(Invoice)])  # type: ignore[misc]  # likewise
    numbers = [value for value in _values(document) if type(value) in (int, Decimal)]
    dates = [value for name, value in _members(document) if name in DATES]
    return {
        "the body out of base64": lambda: b64decode(encoded, validate=True),
        "JSON, exact decimals, no repeated name": lambda: json.loads(body),
        "models without rules": lambda: plain.validate_python(document["invoices"]),
        "JSON, binary floats, repeated names": lambda: jiter.from_json(body),
        "models with all rules": lambda: Batch.from_json(document, len(body)),
        f"of these, the rules of {len(numbers)} numbers": lambda: [exact(number) for number in numbers],
        f"of these, the rules of {len(dates)} dates": lambda: [in_calendar(date) for date in dates],
    }


def compare(name: str, part: Callable[[], object], peer: Callable[[], object]) -> None:
    """Print the time of a part and its ratio to the peer's time for the whole push."""
    pairs = paired(partial(microseconds, part, REPEATS), partial(microseconds, peer, REPEATS), ROUNDS)
    print(f"{INVOICES} invoices: {name:42} {pairs.ours:7.0f} us   {pairs.ratio} FastAPI ({pairs.theirs:.0f} us)")


def compare_all() -> None:
    """Print every part, and the floor."""
    try:
        from benchmarks.peers import fastapi
    except ImportError as reason:
        raise NotMeasured(f"a peer is not installed ({reason}); `make bench` installs it") from reason
    body = {"invoices": [pims_invoice(id=str(n)) for n in range(INVOICES)]}
    event = http_event("POST", PATH, body)
    peer = partial(fastapi(), {**event, "path": PATH, "resource": PATH})
    measured = parts(json.dumps(body))
    first = list(measured.values())[:3]
    compare("the floor, the next three together", lambda: [part() for part in first], peer)
    for name, part in measured.items():
        compare(name, part, peer)


def _members(value: Any) -> Iterator[tuple[str, Any]]:
    """Every name and value of every object in a JSON document."""
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _members(inner)
    yield from value.items() if isinstance(value, dict) else ()


def _values(value: Any) -> Iterator[Any]:
    return (member for _, member in _members(value))


if __name__ == "__main__":
    run({"the parts of a push": compare_all})
