"""The bodies of exports, the same in every API."""

from datetime import date, timedelta
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, WithJsonSchema, model_validator
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from faktura.core.clock import timestamp
from faktura.core.model import Model
from faktura.exports.accounts import Accounts
from faktura.exports.errors import NotExportable
from faktura.exports.export import NOT_MADE, Day, Export, Format, Status
from faktura.exports.file_store import FileStore

MAX_DAYS = 366

_EXAMPLE_ID = "01a1f82f1e800c5afcb8c8a346bd5d42"


ExportId = Annotated[str, WithJsonSchema({"type": "string", "pattern": "^[0-9a-f]{32}$"})]
"""In a path. A text that is no id is that of no export."""


class Period(Model):
    """A period by days in UTC, both inclusive."""

    date_from: Day = Field(description="The first day, in UTC.", examples=["2026-10-01"])
    date_to: Day = Field(description="The last day, in UTC; at most a year after the first.", examples=["2026-10-31"])

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not timedelta() <= self.date_to - self.date_from < timedelta(days=MAX_DAYS):
            raise PydanticCustomError("period", "dateTo must not be before dateFrom, nor more than a year after it")
        return self


class ExportRequest(Period):
    """A period to export."""

    format: Literal["CSV", "XLSX", "DATEV", "ZIP"] = Field(
        description="`CSV`, `XLSX` (Excel), `DATEV` (a booking batch for DATEV Rechnungswesen), or `ZIP` (the PDFs).",
        examples=["CSV"],
    )


_WITH_ACCOUNTS: JsonDict = {
    "properties": {
        "format": {"enum": ["DATEV"], "description": "A booking batch."},
        "datev": {"type": "object", "description": "Required."},
    },
    "required": ["datev"],
}
_WITHOUT_ACCOUNTS: JsonDict = {
    "properties": {
        "format": {"enum": ["CSV", "XLSX"], "description": "A table."},
        "datev": {"type": "null", "description": "Not allowed."},
    }
}


class AccountedRequest(Period):
    """A period to export as a table, or as bookings with accounts that the request names."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [_WITH_ACCOUNTS, _WITHOUT_ACCOUNTS]})

    format: Literal["CSV", "XLSX", "DATEV"] = Field(
        description="`CSV`, `XLSX` (Excel), or `DATEV` (a booking batch for DATEV Rechnungswesen).", examples=["CSV"]
    )
    datev: Accounts | None = Field(None, description="How bookings are made: required with `DATEV`, and only there.")

    @model_validator(mode="after")
    def _with_accounts(self) -> Self:
        if self.format == "DATEV" and self.datev is None:
            raise PydanticCustomError("accounts", "datev is required with the format DATEV")
        if self.format != "DATEV" and self.datev:
            raise PydanticCustomError("accounts", "datev is only for the format DATEV")
        if self.datev:
            _check_year(self.datev, self.date_from, self.date_to)
        return self


class ExportBody(Model):
    """An export."""

    export_id: str = Field(description="The id of the export.", examples=[_EXAMPLE_ID])
    status: Status = Field(
        description="`IN_PROGRESS` while the file is made, `DONE` when it can be downloaded, `FAILED` if there is none."
    )
    format: Format = Field(description="The format of the file.")
    date_from: str = Field(description="The first day of the period.", examples=["2026-10-01"])
    date_to: str = Field(description="The last day of the period.", examples=["2026-10-31"])
    created_at: str = Field(description="When the export was asked for, in UTC.", examples=["2026-11-02T09:30:00.000Z"])
    records: int | None = Field(
        default=None, description="How many documents the file has; only with `DONE`.", examples=[2]
    )
    message: str = Field("", description="Why there is no file; only with `FAILED`.")
    download_link: str = Field(
        "", description="Downloads the file for 15 minutes, without a token; only with `DONE`, and not in lists."
    )
    file_name: str = Field(
        "",
        description="The name of the file; only with `DONE`.",
        examples=["invoices_2026-10-01_2026-10-31.csv"],
    )

    @classmethod
    def of(cls, export: Export, files: FileStore | None = None) -> "ExportBody":
        """The export as callers see it; with `files`, an export that is done has its link."""
        optional: dict[str, str | int | None] = {}
        if export.status == "DONE":
            optional = {"records": export.records, "file_name": export.file_name}
            optional |= {"download_link": files.link(export)} if files else {}
        elif export.status == "FAILED":
            optional = {"message": export.message or NOT_MADE}
        return cls.model_validate(
            {
                "export_id": export.export_id,
                "status": export.status,
                "format": export.format,
                "date_from": export.date_from.isoformat(),
                "date_to": export.date_to.isoformat(),
                "created_at": timestamp(export.created_at),
                **optional,
            }
        )


def _check_year(accounts: Accounts, date_from: date, date_to: date) -> None:
    try:
        accounts.year_start(date_from, date_to)
    except NotExportable as reason:
        raise PydanticCustomError("period", "{reason}", {"reason": reason.message}) from None
