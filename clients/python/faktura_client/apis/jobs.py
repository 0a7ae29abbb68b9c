"""Invoice jobs. This file is generated from the OpenAPI document: `make client`."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from faktura_client import models
from faktura_client.api import Api, AsyncApi
from faktura_client.apis.error_bodies import JobsErrorBody
from faktura_client.calls import Call, as_file, as_json, in_path, new_key
from faktura_client.files import File
from faktura_client.pages import AsyncPages, Pages


class Jobs(Api):
    """Invoice jobs.

    A shop's orders become numbered invoices, on request or by schedule. A tenant first needs the configuration
    `invoiceNumbering`, and should set `sellerAddress`.
    """

    def audit_numbering(
        self,
        tenant: str,
        range: str,
        *,
        after: int | None = None,
        page_size: int | None = None,
        disclose: Literal["true", "false"] | None = None,
    ) -> models.JournalPage:
        """Export part of the journal of a number range, for an auditor to verify offline.

        Go on with `after` as the position of the last entry until that is the position of `end`.

        Required scope: `invoice.invoice_view` or `invoice.invoice_manage`.

        Args:
            tenant: Your tenant. It must be the one that the access token names.
            range: The name of the range, as `GET /invoice/{tenant}/numbering` lists it.
            after: The entries past this position: that of the last entry of the page before, or of a head that you
                hold.
            page_size: How many entries the page has at most.
            disclose: Whether the page has the content behind the commitments, with their salts.
        """

        return self._result(
            Call[models.JournalPage](
                "jobs.audit_numbering",
                "GET",
                f"/invoice/{in_path(tenant)}/numbering/audit",
                {
                    200: as_json(models.JournalPage),
                },
                JobsErrorBody,
                query={
                    "range": range,
                    "after": after,
                    "pageSize": page_size,
                    "disclose": disclose,
                },
            )
        )

    def create_export(
        self,
        tenant: str,
        body: models.ExportRequest,
        *,
        idempotency_key: str | None = None,
    ) -> models.ExportBody:
        """Export the invoices and credit notes of a period as a file, made in the background.

        The file shows them as they are when it is made, and stays for seven days. It follows writes within seconds:
        an invoice that was just issued may be missing. `DATEV` needs the configuration `datev` and a period within
        one financial year.

        Required scope: `invoice.invoice_view` or `invoice.invoice_manage`.

        Args:
            tenant: Your tenant. It must be the one that the access token names.
        """

        return self._result(
            Call[models.ExportBody](
                "jobs.create_export",
                "POST",
                f"/invoice/{in_path(tenant)}/exports",
                {
                    202: as_json(models.ExportBody),
                },
                JobsErrorBody,
                json=body,
                key=idempotency_key or new_key(),
            )
        )

    def create_job(
        self,
        tenant: str,
        body: models.JobRequest,
        *,
        idempotency_key: str | None = None,
    ) -> models.JobCreated:
        """Start a job that invoices the named orders (`MANUAL`) or the orders that are due (`AUTOMATIC`).

        The job runs in the background. A `MANUAL` job takes each order as it is when the job reaches it. An
        `AUTOMATIC` job follows writes within seconds: it may leave an order that was just stored to the next job.

        Required scope: `invoice.invoice_manage`.

        Args:
            tenant: Your tenant. It must be the one that the access token names.
        """

        return self._result(
            Call[models.JobCreated](
                "jobs.create_job",
                "POST",
                f"/invoice/{in_path(tenant)}/jobs/invoices",
                {
                    201: as_json(models.JobCreated),
                },
                JobsErrorBody,
                json=body,
                key=idempotency_key or new_key(),
            )
        )

    def credit_invoice(
        self,
        tenant: str,
        invoice_id: str,
        body: models.CreditRequest,
        *,
        idempotency_key: str | None = None,
    ) -> models.IssuedDocument:
        """Credit an invoice: all that is left of it, or some lines.

        Never more is credited than is left. If nothing is left, a `MANUAL` job can invoice the order anew.

        Required scope: `invoice.invoice_manage`.

        Args:
            tenant: Your tenant. It must be the one that the access token names.
            invoice_id: The invoice's id.
        """

        return self._result(
            Call[models.IssuedDocument](
                "jobs.credit_invoice",
                "POST",
                f"/invoice/{in_path(tenant)}/invoices/{in_path(invoice_id)}/credit-note",
                {
                    201: as_json(models.IssuedDocument),
                },
                JobsErrorBody,
                json=body,
                key=idempotency_key or new_key(),
            )
        )

    def get_configuration(
        self,
        tenant: str,
        key: str,
    ) -> models.ConfigurationBody:
        """Return a configuration.

        Required scope: `configuration.configuration_manage`.

        Args:
            tenant: Your tenant. It must be the one that the access token names.
            key: The configuration's key, such as `invoiceNumbering`.
        """

        return self._result(
            Call[models.ConfigurationBody](
                "jobs.get_configuration",
                "GET",
                f"/configuration/{in_path(tenant)}/configurations/{in_path(key)}",
                {
                    200: as_json(models.ConfigurationBody),
                },
                JobsErrorBody,
            )
        )

    def get_e_invoice(
        self,
        tenant: str,
        invoice_id: str,
        *,
        format_: Literal["factur-x", "cii", "ubl", "xrechnung-cii", "xrechnung-ubl", "peppol-bis"] | None = None,
    ) -> File:
        """Return the e-invoice: a Factur-X as PDF, each other format as XML.

        Without `format` it is the tenant's own, from the configuration `eInvoice`. If the document lacks what the
        format requires, the error names each missing term.

        Required scope: `invoice.invoice_view` or `invoice.invoice_manage`.

        Args:
            tenant: Your tenant. It must be the one that the access token names.
            invoice_id: The invoice's id.
            format_: The form of the e-invoice; by default the tenant's own.
        """

        return self._result(
            Call[File](
                "jobs.get_e_invoice",
                "GET",
                f"/invoice/{in_path(tenant)}/invoices/{in_path(invoice_id)}/e-invoice",
                {
                    200: as_file,
                },
                JobsErrorBody,
                query={
                    "format": format_,
                },
            )
        )

    def get_export(
        self,
        tenant: str,
        export_id: str,
    ) -> models.ExportBody:
        """Return the status of an export and, when it is done, a link that downloads its file for 15 minutes.

        Required scope: `invoice.invoice_view` or `invoice.invoice_manage`.

        Args:
            tenant: Your tenant. It must be the one that the access token names.
            export_id: The export's id, from the response that created it.
        """

        return self._result(
            Call[models.ExportBody](
                "jobs.get_export",
                "GET",
                f"/invoice/{in_path(tenant)}/exports/{in_path(export_id)}",
                {
                    200: as_json(models.ExportBody),
                },
                JobsErrorBody,
            )
        )

    def get_invoice(
        self,
        tenant: str,
        invoice_id: str,
    ) -> models.IssuedDocument:
        """Return an invoice or a credit note with its lines, what is left of them to credit, and its links.

        Required scope: `invoice.invoice_view` or `invoice.invoice_manage`.

        Args:
            tenant: Your tenant. It must be the one that the access token names.
            invoice_id: The invoice's id.
        """

        return self._result(
            Call[models.IssuedDocument](
                "jobs.get_invoice",
                "GET",
                f"/invoice/{in_path(tenant)}/invoices/{in_path(invoice_id)}",
                {
                    200: as_json(models.IssuedDocument),
                },
                JobsErrorBody,
            )
        )

    def get_job(
        self,
        tenant: str,
        job_id: str,
        *,
        page_number: int | None = None,
        page_size: int | None = None,
    ) -> models.JobBody:
        """Return the status of a job and a page of its orders.

        Each order that has an invoice has a link that downloads its PDF for 15 minutes.

        Required scope: `invoice.invoice_view` or `invoice.invoice_manage`.

        Args:
            tenant: Your tenant. It must be the one that the access token names.
            job_id: The job's id, from the response that created it.
            page_number: The page, counted from 1.
            page_size: How many orders a page has.
        """

        return self._result(
            Call[models.JobBody](
                "jobs.get_job",
                "GET",
                f"/invoice/{in_path(tenant)}/jobs/invoices/{in_path(job_id)}",
                {
                    200: as_json(models.JobBody),
                },
                JobsErrorBody,
                query={
                    "pageNumber": page_number,
                    "pageSize": page_size,
                },
            )
        )

    def get_order(
        self,
        tenant: str,
        order_id: str,
    ) -> models.SalesOrderBody:
        """Return a sales order as it was stored.

        Required scope: `order.order_manage`.

        Args:
            tenant: Your tenant. It must be the one that the access token names.
            order_id: The order's id.
        """

        return self._result(
            Call[models.SalesOrderBody](
                "jobs.get_order",
                "GET",
                f"/order-v2/{in_path(tenant)}/salesorders/{in_path(order_id)}",
                {
                    200: as_json(models.SalesOrderBody),
                },
                JobsErrorBody,
            )
        )

    def list_exports(
        self,
        tenant: str,
        *,
        limit: int | None = None,
    ) -> Pages[models.ExportBody]:
        """List the exports, the newest first and without links to files; the header `Link` leads to the next page.

        Required scope: `invoice.invoice_view` or `invoice.invoice_manage`.

        The result is all elements of all pages, fetched as they are needed.

        Args:
            tenant: Your tenant. It must be the one that the access token names.
            limit: How many exports a page has.
        """

        return Pages(
            self._client,
            Call[list[models.ExportBody]](
                "jobs.list_exports",
                "GET",
                f"/invoice/{in_path(tenant)}/exports",
                {
                    200: as_json(list[models.ExportBody]),
                },
                JobsErrorBody,
                query={
                    "limit": limit,
                },
            ),
        )

    def list_invoices(
        self,
        tenant: str,
        *,
        number: str | None = None,
        order_id: str | None = None,
        kind: Literal["INVOICE", "CREDIT_NOTE"] | None = None,
        date_from: date | None = None,
        date_to: date | None = None,
        page_size: int | None = None,
    ) -> Pages[models.DocumentSummary]:
        """List invoices and credit notes, the newest first; the header `Link` leads to the next page.

        The filters may be combined. The list follows writes within seconds: an invoice that was just issued may be
        missing. With `number` or `orderId` it is always current.

        Required scope: `invoice.invoice_view` or `invoice.invoice_manage`.

        The result is all elements of all pages, fetched as they are needed.

        Args:
            tenant: Your tenant. It must be the one that the access token names.
            number: Only the invoice or credit note with this number.
            order_id: Only those of this order.
            kind: Only invoices, or only credit notes.
            date_from: Only those that were issued on this day (in UTC) or later.
            date_to: Only those that were issued on this day (in UTC) or earlier.
            page_size: How many documents a page has.
        """

        return Pages(
            self._client,
            Call[list[models.DocumentSummary]](
                "jobs.list_invoices",
                "GET",
                f"/invoice/{in_path(tenant)}/invoices",
                {
                    200: as_json(list[models.DocumentSummary]),
                },
                JobsErrorBody,
                query={
                    "number": number,
                    "orderId": order_id,
                    "kind": kind,
                    "dateFrom": date_from,
                    "dateTo": date_to,
                    "pageSize": page_size,
                },
            ),
        )

    def list_jobs(
        self,
        tenant: str,
        *,
        page_size: int | None = None,
    ) -> Pages[models.JobSummary]:
        """List the jobs, the newest first; the header `Link` leads to the next page.

        The list follows writes within seconds: a job that was just created may be missing, and one that has just
        ended may still be in progress. A job that is read by its id is always current.

        Required scope: `invoice.invoice_view` or `invoice.invoice_manage`.

        The result is all elements of all pages, fetched as they are needed.

        Args:
            tenant: Your tenant. It must be the one that the access token names.
            page_size: How many jobs a page has.
        """

        return Pages(
            self._client,
            Call[list[models.JobSummary]](
                "jobs.list_jobs",
                "GET",
                f"/invoice/{in_path(tenant)}/jobs/invoices",
                {
                    200: as_json(list[models.JobSummary]),
                },
                JobsErrorBody,
                query={
                    "pageSize": page_size,
                },
            ),
        )

    def list_number_ranges(
        self,
        tenant: str,
    ) -> list[models.RangeBody]:
        """List the number ranges, each with the end of its journal and its last signed head.

        Each pair of texts around the digits of a number is a range of its own. A range appears with its first
        invoice or credit note.

        Required scope: `invoice.invoice_view` or `invoice.invoice_manage`.

        Args:
            tenant: Your tenant. It must be the one that the access token names.
        """

        return self._result(
            Call[list[models.RangeBody]](
                "jobs.list_number_ranges",
                "GET",
                f"/invoice/{in_path(tenant)}/numbering",
                {
                    200: as_json(list[models.RangeBody]),
                },
                JobsErrorBody,
            )
        )

    def put_configuration(
        self,
        tenant: str,
        key: str,
        body: models.ConfigurationBody,
    ) -> models.ConfigurationBody:
        """Store a configuration and replace an earlier one; one that jobs read must be valid.

        Required scope: `configuration.configuration_manage`.

        Args:
            tenant: Your tenant. It must be the one that the access token names.
            key: The configuration's key, such as `invoiceNumbering`.
        """

        return self._result(
            Call[models.ConfigurationBody](
                "jobs.put_configuration",
                "PUT",
                f"/configuration/{in_path(tenant)}/configurations/{in_path(key)}",
                {
                    200: as_json(models.ConfigurationBody),
                },
                JobsErrorBody,
                json=body,
            )
        )

    def put_order(
        self,
        tenant: str,
        order_id: str,
        body: models.SalesOrderBody | Mapping[str, Any],
    ) -> models.SalesOrderBody:
        """Store a sales order and replace an earlier version; an invoice that it has does not change.

        Required scope: `order.order_manage`.

        Args:
            tenant: Your tenant. It must be the one that the access token names.
            order_id: The order's id.
        """

        return self._result(
            Call[models.SalesOrderBody](
                "jobs.put_order",
                "PUT",
                f"/order-v2/{in_path(tenant)}/salesorders/{in_path(order_id)}",
                {
                    200: as_json(models.SalesOrderBody),
                },
                JobsErrorBody,
                json=body,
            )
        )


class AsyncJobs(AsyncApi):
    """Invoice jobs.

    The methods are those of `Jobs`, with `await`.
    """

    async def audit_numbering(
        self,
        tenant: str,
        range: str,
        *,
        after: int | None = None,
        page_size: int | None = None,
        disclose: Literal["true", "false"] | None = None,
    ) -> models.JournalPage:
        """Export part of the journal of a number range, for an auditor to verify offline."""

        return await self._result(
            Call[models.JournalPage](
                "jobs.audit_numbering",
                "GET",
                f"/invoice/{in_path(tenant)}/numbering/audit",
                {
                    200: as_json(models.JournalPage),
                },
                JobsErrorBody,
                query={
                    "range": range,
                    "after": after,
                    "pageSize": page_size,
                    "disclose": disclose,
                },
            )
        )

    async def create_export(
        self,
        tenant: str,
        body: models.ExportRequest,
        *,
        idempotency_key: str | None = None,
    ) -> models.ExportBody:
        """Export the invoices and credit notes of a period as a file, made in the background."""

        return await self._result(
            Call[models.ExportBody](
                "jobs.create_export",
                "POST",
                f"/invoice/{in_path(tenant)}/exports",
                {
                    202: as_json(models.ExportBody),
                },
                JobsErrorBody,
                json=body,
                key=idempotency_key or new_key(),
            )
        )

    async def create_job(
        self,
        tenant: str,
        body: models.JobRequest,
        *,
        idempotency_key: str | None = None,
    ) -> models.JobCreated:
        """Start a job that invoices the named orders (`MANUAL`) or the orders that are due (`AUTOMATIC`)."""

        return await self._result(
            Call[models.JobCreated](
                "jobs.create_job",
                "POST",
                f"/invoice/{in_path(tenant)}/jobs/invoices",
                {
                    201: as_json(models.JobCreated),
                },
                JobsErrorBody,
                json=body,
                key=idempotency_key or new_key(),
            )
        )

    async def credit_invoice(
        self,
        tenant: str,
        invoice_id: str,
        body: models.CreditRequest,
        *,
        idempotency_key: str | None = None,
    ) -> models.IssuedDocument:
        """Credit an invoice: all that is left of it, or some lines."""

        return await self._result(
            Call[models.IssuedDocument](
                "jobs.credit_invoice",
                "POST",
                f"/invoice/{in_path(tenant)}/invoices/{in_path(invoice_id)}/credit-note",
                {
                    201: as_json(models.IssuedDocument),
                },
                JobsErrorBody,
                json=body,
                key=idempotency_key or new_key(),
            )
        )

    async def get_configuration(
        self,
        tenant: str,
        key: str,
    ) -> models.ConfigurationBody:
        """Return a configuration."""

        return await self._result(
            Call[models.ConfigurationBody](
                "jobs.get_configuration",
                "GET",
                f"/configuration/{in_path(tenant)}/configurations/{in_path(key)}",
                {
                    200: as_json(models.ConfigurationBody),
                },
                JobsErrorBody,
            )
        )

    async def get_e_invoice(
        self,
        tenant: str,
        invoice_id: str,
        *,
        format_: Literal["factur-x", "cii", "ubl", "xrechnung-cii", "xrechnung-ubl", "peppol-bis"] | None = None,
    ) -> File:
        """Return the e-invoice: a Factur-X as PDF, each other format as XML."""

        return await self._result(
            Call[File](
                "jobs.get_e_invoice",
                "GET",
                f"/invoice/{in_path(tenant)}/invoices/{in_path(invoice_id)}/e-invoice",
                {
                    200: as_file,
                },
                JobsErrorBody,
                query={
                    "format": format_,
                },
            )
        )

    async def get_export(
        self,
        tenant: str,
        export_id: str,
    ) -> models.ExportBody:
        """Return the status of an export and, when it is done, a link that downloads its file for 15 minutes."""

        return await self._result(
            Call[models.ExportBody](
                "jobs.get_export",
                "GET",
                f"/invoice/{in_path(tenant)}/exports/{in_path(export_id)}",
                {
                    200: as_json(models.ExportBody),
                },
                JobsErrorBody,
            )
        )

    async def get_invoice(
        self,
        tenant: str,
        invoice_id: str,
    ) -> models.IssuedDocument:
        """Return an invoice or a credit note with its lines, what is left of them to credit, and its links."""

        return await self._result(
            Call[models.IssuedDocument](
                "jobs.get_invoice",
                "GET",
                f"/invoice/{in_path(tenant)}/invoices/{in_path(invoice_id)}",
                {
                    200: as_json(models.IssuedDocument),
                },
                JobsErrorBody,
            )
        )

    async def get_job(
        self,
        tenant: str,
        job_id: str,
        *,
        page_number: int | None = None,
        page_size: int | None = None,
    ) -> models.JobBody:
        """Return the status of a job and a page of its orders."""

        return await self._result(
            Call[models.JobBody](
                "jobs.get_job",
                "GET",
                f"/invoice/{in_path(tenant)}/jobs/invoices/{in_path(job_id)}",
                {
                    200: as_json(models.JobBody),
                },
                JobsErrorBody,
                query={
                    "pageNumber": page_number,
                    "pageSize": page_size,
                },
            )
        )

    async def get_order(
        self,
        tenant: str,
        order_id: str,
    ) -> models.SalesOrderBody:
        """Return a sales order as it was stored."""

        return await self._result(
            Call[models.SalesOrderBody](
                "jobs.get_order",
                "GET",
                f"/order-v2/{in_path(tenant)}/salesorders/{in_path(order_id)}",
                {
                    200: as_json(models.SalesOrderBody),
                },
                JobsErrorBody,
            )
        )

    def list_exports(
        self,
        tenant: str,
        *,
        limit: int | None = None,
    ) -> AsyncPages[models.ExportBody]:
        """List the exports, the newest first and without links to files; the header `Link` leads to the next page."""

        return AsyncPages(
            self._client,
            Call[list[models.ExportBody]](
                "jobs.list_exports",
                "GET",
                f"/invoice/{in_path(tenant)}/exports",
                {
                    200: as_json(list[models.ExportBody]),
                },
                JobsErrorBody,
                query={
                    "limit": limit,
                },
            ),
        )

    def list_invoices(
        self,
        tenant: str,
        *,
        number: str | None = None,
        order_id: str | None = None,
        kind: Literal["INVOICE", "CREDIT_NOTE"] | None = None,
        date_from: date | None = None,
        date_to: date | None = None,
        page_size: int | None = None,
    ) -> AsyncPages[models.DocumentSummary]:
        """List invoices and credit notes, the newest first; the header `Link` leads to the next page."""

        return AsyncPages(
            self._client,
            Call[list[models.DocumentSummary]](
                "jobs.list_invoices",
                "GET",
                f"/invoice/{in_path(tenant)}/invoices",
                {
                    200: as_json(list[models.DocumentSummary]),
                },
                JobsErrorBody,
                query={
                    "number": number,
                    "orderId": order_id,
                    "kind": kind,
                    "dateFrom": date_from,
                    "dateTo": date_to,
                    "pageSize": page_size,
                },
            ),
        )

    def list_jobs(
        self,
        tenant: str,
        *,
        page_size: int | None = None,
    ) -> AsyncPages[models.JobSummary]:
        """List the jobs, the newest first; the header `Link` leads to the next page."""

        return AsyncPages(
            self._client,
            Call[list[models.JobSummary]](
                "jobs.list_jobs",
                "GET",
                f"/invoice/{in_path(tenant)}/jobs/invoices",
                {
                    200: as_json(list[models.JobSummary]),
                },
                JobsErrorBody,
                query={
                    "pageSize": page_size,
                },
            ),
        )

    async def list_number_ranges(
        self,
        tenant: str,
    ) -> list[models.RangeBody]:
        """List the number ranges, each with the end of its journal and its last signed head."""

        return await self._result(
            Call[list[models.RangeBody]](
                "jobs.list_number_ranges",
                "GET",
                f"/invoice/{in_path(tenant)}/numbering",
                {
                    200: as_json(list[models.RangeBody]),
                },
                JobsErrorBody,
            )
        )

    async def put_configuration(
        self,
        tenant: str,
        key: str,
        body: models.ConfigurationBody,
    ) -> models.ConfigurationBody:
        """Store a configuration and replace an earlier one; one that jobs read must be valid."""

        return await self._result(
            Call[models.ConfigurationBody](
                "jobs.put_configuration",
                "PUT",
                f"/configuration/{in_path(tenant)}/configurations/{in_path(key)}",
                {
                    200: as_json(models.ConfigurationBody),
                },
                JobsErrorBody,
                json=body,
            )
        )

    async def put_order(
        self,
        tenant: str,
        order_id: str,
        body: models.SalesOrderBody | Mapping[str, Any],
    ) -> models.SalesOrderBody:
        """Store a sales order and replace an earlier version; an invoice that it has does not change."""

        return await self._result(
            Call[models.SalesOrderBody](
                "jobs.put_order",
                "PUT",
                f"/order-v2/{in_path(tenant)}/salesorders/{in_path(order_id)}",
                {
                    200: as_json(models.SalesOrderBody),
                },
                JobsErrorBody,
                json=body,
            )
        )
