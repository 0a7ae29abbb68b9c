"""Which requests a list shows: those that meet every filter of the request, and that the caller may see."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from faktura.capture.errors import NoSuchRequest
from faktura.capture.requests.list_entry import LISTS, began_at
from faktura.capture.requests.request import State
from faktura.capture.requests.request_item import visible_to
from faktura.capture.review.schemas.reviews import ReviewState
from faktura.core.attributes import Item
from faktura.core.auth import Caller
from faktura.core.days import verify_days
from faktura.core.errors import Fault, InvalidRequest
from faktura.core.request import Request
from faktura.core.text import DATE, TextRule

CHECK_NAME = TextRule("must be the name of a field", "[A-Za-z][A-Za-z.]{0,63}", max_length=64)

_A_DAY = {"type": "string", **DATE}

FILTERS: Mapping[str, Any] = {
    "state": {
        "description": "Only requests in this state.",
        "schema": {"type": "string", "enum": list(get_args(State))},
    },
    "review": {
        "description": "Only completed requests with data whose review is in this state.",
        "schema": {"type": "string", "enum": list(get_args(ReviewState))},
    },
    "failedCheck": {
        "description": "Only those with a failed check of this field. If few have one, a page may have fewer requests "
        "than `limit`, or none, and still a `Link` to the next one.",
        "schema": CHECK_NAME.schema,
    },
    "from": {"description": "Only requests that began on this day (UTC) or later.", "schema": _A_DAY},
    "to": {"description": "Only requests that began on this day (UTC) or earlier.", "schema": _A_DAY},
    "order": {
        "description": "`desc`: the newest first; `asc`: the oldest first.",
        "schema": {"type": "string", "enum": ["desc", "asc"], "default": "desc"},
    },
}
"""The parameters in the OpenAPI description."""

_CHOICES = {"state": get_args(State), "review": get_args(ReviewState), "order": ("desc", "asc")}


@dataclass(frozen=True)
class RequestFilter:
    """The filters by name; an absent one is empty. Days are those of UTC, inclusive."""

    state: str = ""
    review: str = ""
    failed_check: str = ""
    first_day: str = ""
    last_day: str = ""
    order: str = ""

    @classmethod
    def from_request(cls, request: Request) -> "RequestFilter":
        """From the query; the first value if a filter is repeated. `InvalidRequest` for a value that it cannot have."""
        values = {name: request.query.get(name, [""])[0] for name in FILTERS}
        for name, choices in _CHOICES.items():
            if name in request.query and values[name] not in choices:
                raise InvalidRequest(Fault(name, f"must be {', '.join(choices[:-1])} or {choices[-1]}"))
        if "failedCheck" in request.query:
            CHECK_NAME.verify(values["failedCheck"], at="failedCheck")
        verify_days(request, "from", "to")
        return cls(*values.values())

    @property
    def query(self) -> dict[str, str]:
        """The filters that are given, as a query has them."""
        values = (self.state, self.review, self.failed_check, self.first_day, self.last_day, self.order)
        return {name: value for name, value in zip(FILTERS, values, strict=True) if value}

    @property
    def list_name(self) -> str:
        """The list that has all of these requests; empty if it is that of all requests."""
        name = self.review or self.state
        return name if name in LISTS else ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing can meet the filters: only completed requests have a review."""
        return bool(self.review) and self.state not in ("", "completed")

    @property
    def is_ascending(self) -> bool:
        """Whether the oldest come first."""
        return self.order == "asc"

    @property
    def first(self) -> str:
        """A text that sorts before every moment of the first day."""
        return self.first_day or "0"

    @property
    def last(self) -> str:
        """A text that sorts after every moment of the last day."""
        return f"{self.last_day or '9'}~"

    def passes(self, item: Item, caller: Caller) -> bool:
        """Whether a request, by its item or its entry, meets the filters and may be seen by the caller."""
        try:
            visible_to(caller, item)
        except NoSuchRequest:
            return False
        failed = item.get("summary", {}).get("failedChecks", [])
        return (
            self.state in ("", item["state"])
            and self.failed_check in ("", *failed)
            and self.first <= began_at(item) <= self.last
        )
