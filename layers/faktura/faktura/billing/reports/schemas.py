"""The body of the report on outstanding invoices."""

from pydantic import Field

from faktura.billing.schemas.responses import Status
from faktura.core.exact_numbers import Exact
from faktura.core.model import Model


class ReportSummary(Model):
    """What a group of invoices adds up to."""

    invoices: int = Field(description="How many invoices there are.")
    redacted_invoices: int = Field(description="How many of them are redacted. The sums leave these out.")
    total_charged: Exact = Field(description="What the other invoices charge together, in dollars.")
    total_paid: Exact = Field(description="What is paid of it, in dollars.")


class OwingClient(Model):
    """A client of an outstanding invoice."""

    client_id: int = Field(description="The client's id.")


class ClientWhoOwes(OwingClient):
    """A client, and what is outstanding on all of the client's invoices of the period."""

    balance: Exact | None = Field(
        description="The sum of the balances, in dollars. An invoice for several clients counts in full for each. "
        "Null if one of the invoices is redacted."
    )
    redacted: bool = Field(description="Whether one of the client's outstanding invoices is redacted.")


class OutstandingInvoice(Model):
    """An invoice of which something is still owed."""

    id: int = Field(description="The invoice's id.")
    invoice_number: str = Field(description="The invoice's number.", examples=["0001"])
    invoice_date: str = Field(description="The date of the invoice.", examples=["2020-10-01"])
    bill_to: str | None = Field(description="The name or address that the invoice is made out to.")
    status: Status = Field(description="The state of the invoice: open or completed.")
    total_charged: Exact | None = Field(
        description="What the invoice charges, in dollars; null if the invoice is redacted."
    )
    total_paid: Exact | None = Field(description="What is paid of it, in dollars; null if the invoice is redacted.")
    balance: Exact | None = Field(description="What is still owed, in dollars; null if the invoice is redacted.")
    redacted: bool = Field(description="Whether the invoice has a tag that the request does not name.")
    clients_who_owe: list[OwingClient] = Field(description="The clients that the invoice is for.")


class OutstandingResults(Model):
    """The results of the report."""

    outstanding_summary: ReportSummary = Field(description="The outstanding invoices together.")
    completed_summary: ReportSummary = Field(description="The invoices that are paid, together.")
    clients_who_owe: list[ClientWhoOwes] = Field(
        description="The clients of the outstanding invoices, the highest balance first; null balances last."
    )
    outstanding_invoices: list[OutstandingInvoice] = Field(
        description="The outstanding invoices, the highest balance first; null balances last."
    )


class ReportParameters(Model):
    """The period of the report, as requested."""

    start: str | None = Field(description="The first day; null if the request names none.", examples=["2020-10-01"])
    end: str | None = Field(description="The last day; null if the request names none.", examples=["2020-10-31"])


class OutstandingReport(Model):
    """The report on the outstanding invoices of a period."""

    results: OutstandingResults = Field(description="The results.")
    report_parameters: ReportParameters = Field(description="The parameters.")
