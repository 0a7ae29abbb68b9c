"""An export: a period of a tenant's records as one file."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from secrets import token_hex
from typing import Annotated, Literal

from pydantic import Field

from faktura.core.clock import now
from faktura.core.model import Model
from faktura.exports.accounts import Accounts

Format = Literal["CSV", "XLSX", "DATEV", "ZIP"]
Status = Literal["IN_PROGRESS", "DONE", "FAILED"]

RETENTION = timedelta(days=7)
"""An export and its file are deleted after this time."""

OVERDUE_AFTER = timedelta(hours=1)
"""All tries of an execution end within this time. An export that is still in progress then has none."""

MAX_RECORDS = 100_000
"""Documents in one export: a function makes them well within its 15 minutes."""

TOO_MANY = "The period has more than {:,} documents. Choose a shorter one."
TOO_SLOW = "The export took too long. Choose a shorter period."
NOT_MADE = "The export could not be made. Please start a new one."

_ID = re.compile(r"[0-9a-f]{32}")
_EXTENSIONS = {"CSV": "csv", "XLSX": "xlsx", "DATEV": "csv", "ZIP": "zip"}

Day = Annotated[date, Field(strict=False)]
Moment = Annotated[datetime, Field(strict=False)]


def is_export_id(text: str) -> bool:
    """Whether an export may have this id. DynamoDB refuses to look for a text that is too long for a key."""
    return bool(_ID.fullmatch(text))


class ExportReference(Model):
    """An export by its owner (the API and the tenant) and its id: the input of the execution that makes it."""

    owner: str
    export_id: str
    correlation_id: str = ""
    given_up: bool = False


class Export(Model):
    """An export as it is stored. `records` are the documents in its file.

    `tags` are those that its caller named; `accounts` are those of its request, as JSON.
    """

    owner: str
    export_id: str
    correlation_id: str = ""
    format: Format
    date_from: Day
    date_to: Day
    tags: Annotated[tuple[str, ...], Field(strict=False)] = ()
    accounts: str = ""
    created_at: Moment
    stored_status: Status = "IN_PROGRESS"
    records: int | None = None
    message: str = ""

    @classmethod
    def new(
        cls,
        owner: str,
        form: Format,
        date_from: date,
        date_to: date,
        correlation_id: str,
        tags: Iterable[str] = (),
        accounts: Accounts | None = None,
    ) -> "Export":
        """A new export. Ids sort by age."""
        created_at = now()
        export_id = f"{int(created_at.timestamp() * 1000):012x}{token_hex(10)}"
        return cls(
            owner=owner,
            export_id=export_id,
            correlation_id=correlation_id,
            format=form,
            date_from=date_from,
            date_to=date_to,
            tags=tuple(sorted(tags)),
            accounts=accounts.text if accounts else "",
            created_at=created_at,
        )

    @property
    def reference(self) -> ExportReference:
        """The input of its execution."""
        return ExportReference(owner=self.owner, export_id=self.export_id, correlation_id=self.correlation_id)

    @property
    def is_overdue(self) -> bool:
        """Whether it is in progress for so long that no execution makes it any more."""
        return self.stored_status == "IN_PROGRESS" and now() - self.created_at > OVERDUE_AFTER

    @property
    def has_expired(self) -> bool:
        """Whether it counts as deleted. DynamoDB and S3 delete it some time later."""
        return now() - self.created_at > RETENTION

    @property
    def status(self) -> Status:
        """The state as callers see it: an overdue export has failed."""
        return "FAILED" if self.is_overdue else self.stored_status

    @property
    def file_name(self) -> str:
        """The name of its file. DATEV asks for the prefix `EXTF_`."""
        stem = "EXTF_Buchungsstapel" if self.format == "DATEV" else "invoices"
        return f"{stem}_{self.date_from.isoformat()}_{self.date_to.isoformat()}.{_EXTENSIONS[self.format]}"
