"""The review of a request: decisions and corrections on top of its data, which stays as it was.

A review is stored as JSON in the item of its request. The corrected data is made from the request's data and the
corrections whenever it is shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from faktura.core.clock import timestamp

Decision = Literal["approve", "reject"]

STATES: Mapping[str, str] = {"approve": "approved", "reject": "rejected"}
"""The state of a review after each decision."""

CORRECTABLE = (
    "invoiceNumber",
    "invoiceDate",
    "dueDate",
    "totalAmount",
    "currency",
    "balanceDue",
    "practice.practiceName",
    "customer.firstName",
    "customer.lastName",
    "customer.email",
    "customer.phone",
    "lineItems",
)
"""The fields of `data` that a reviewer may correct, by their paths."""

_NULL_IF_ABSENT = {"invoiceNumber", "invoiceDate", "totalAmount", "currency"}
"""Required fields of `data`: one without a value is `null`, not left out."""


@dataclass(frozen=True)
class Reviewer:
    """The person that the token of a reviewer names."""

    user_id: int | str
    name: str

    @property
    def shown(self) -> dict[str, Any]:
        """The reviewer as responses show them."""
        return {"userId": self.user_id, "name": self.name}


@dataclass(frozen=True)
class Review:
    """How a request was reviewed so far.

    `corrections` are the fields whose value differs from that of the request's data, by path. `changes` is the audit
    trail of corrections, states and notes: it only grows. `counted_on` is the day (UTC) whose counts have this request.
    """

    state: str = "pending"
    revision: int = 0
    reviewed_at: str = ""
    reviewer: Mapping[str, Any] | None = None
    note: str = ""
    corrections: Mapping[str, Any] | None = None
    changes: Sequence[Mapping[str, Any]] = ()
    counted_on: str = ""

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Review":
        """The review that `stored` made."""
        return cls(
            stored["state"],
            int(stored["revision"]),
            stored["reviewedAt"],
            stored["reviewer"],
            stored["note"],
            stored["corrections"],
            tuple(stored["changes"]),
            stored["countedOn"],
        )

    @property
    def stored(self) -> dict[str, Any]:
        """The review as JSON that `of` reads."""
        return {
            "state": self.state,
            "revision": self.revision,
            "reviewedAt": self.reviewed_at,
            "reviewer": self.reviewer,
            "note": self.note,
            "corrections": self.corrections or {},
            "changes": list(self.changes),
            "countedOn": self.counted_on,
        }

    def decided(
        self,
        decision: Decision,
        corrections: Mapping[str, Any],
        note: str,
        by: Reviewer,
        at: datetime,
        data: Mapping[str, Any],
    ) -> "Review":
        """The review after one more decision `at` a moment. `data` is that of the request.

        The corrections change the data as it was last corrected. A value that is there already is no correction.
        """
        moment, state = timestamp(at), STATES[decision]
        before = corrected(data, self.corrections or {})
        new = {field: value for field, value in corrections.items() if not _same(value_at(before, field), value)}
        values = [(field, value_at(before, field), _value(value)) for field, value in new.items()]
        values += [("note", _value(self.note), _value(note)), ("state", self.state, state)]
        after = {**(self.corrections or {}), **new}
        return replace(
            self,
            state=state,
            revision=self.revision + 1,
            reviewed_at=moment,
            reviewer=by.shown,
            note=note,
            corrections={field: value for field, value in after.items() if not _same(value_at(data, field), value)},
            changes=(*self.changes, *_changes(moment, by, values)),
            counted_on=self.counted_on or moment[:10],
        )

    def shown(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """The review as responses show it. `data` is that of the request."""
        if not self.revision:
            return {"state": self.state, "revision": 0, "changes": []}
        return {
            "state": self.state,
            "revision": self.revision,
            "reviewedAt": self.reviewed_at,
            "reviewer": self.reviewer,
            **({"note": self.note} if self.note else {}),
            "data": corrected(data, self.corrections or {}),
            "changes": list(self.changes),
        }


def value_at(data: Mapping[str, Any], field: str) -> Any:
    """The value of a field of invoice data; `None` if it has none."""
    whole, _, part = field.partition(".")
    value = (data.get(whole) or {}).get(part) if part else data.get(whole)
    return _value(value)


def corrected(data: Mapping[str, Any], corrections: Mapping[str, Any]) -> dict[str, Any]:
    """Invoice data with corrections."""
    result = dict(data)
    for field, value in corrections.items():
        whole, _, part = field.partition(".")
        if not part:
            _set(result, field, value)
        else:
            owner = dict(result.get(whole) or {})
            if whole == "practice" and not owner:
                owner["practiceId"] = None
            _set(owner, part, value)
            result[whole] = owner
    return result


def _changes(moment: str, by: Reviewer, values: Sequence[tuple[str, Any, Any]]) -> list[dict[str, Any]]:
    """The entries of the audit trail: each field whose value was not the same before."""
    return [
        {"at": moment, "by": by.shown, "field": field, "from": before, "to": after}
        for field, before, after in values
        if before != after
    ]


def _set(fields: dict[str, Any], name: str, value: Any) -> None:
    if value is not None or name in _NULL_IF_ABSENT:
        fields[name] = value
    else:
        fields.pop(name, None)


def _same(before: Any, after: Any) -> bool:
    return bool(before == _value(after))


def _value(value: Any) -> Any:
    return None if value in ("", []) else value
