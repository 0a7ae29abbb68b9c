"""Client billing. This file is generated from the OpenAPI document: `make client`."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from faktura_client import models
from faktura_client.api import Api, AsyncApi
from faktura_client.apis.error_bodies import BillingErrorBody
from faktura_client.calls import Call, as_file, as_json, as_nothing, in_path, new_key
from faktura_client.files import File
from faktura_client.pages import AsyncPages, Pages


class Billing(Api):
    """Client billing.

    An office keeps its invoices and the payments for them, and prints both as PDFs. A tagged invoice or payment is
    redacted unless the request names the tag and the token allows it.
    """

    def audit_numbering(
        self,
        *,
        tags: Sequence[Literal["immigration"]] | None = None,
        after: int | None = None,
        page_size: int | None = None,
        disclose: Literal["true", "false"] | None = None,
    ) -> models.JournalPage:
        """Export part of the journal of the office's invoice numbers, for an auditor to verify offline.

        Go on with `after` as the position of the last entry until that is the position of `end`. The journal shows
        the totals of all invoices, also of those with tags. What it discloses leaves out invoices with a tag that
        the request does not name.

        Required scope: `numbering:audit`.

        Args:
            tags: Show invoices and payments with these tags in full, and add the tags to what is written. Repeat the
                parameter, or separate tags by commas.
            after: The entries past this position: that of the last entry of the page before, or of a head that you
                hold.
            page_size: How many entries the page has at most.
            disclose: Whether the page has the content behind the commitments, with their salts.
        """

        return self._result(
            Call[models.JournalPage](
                "billing.audit_numbering",
                "GET",
                "/api/numbering/audit",
                {
                    200: as_json(models.JournalPage),
                },
                BillingErrorBody,
                query={
                    "tags": tags,
                    "after": after,
                    "pageSize": page_size,
                    "disclose": disclose,
                },
            )
        )

    def create_export(
        self,
        body: models.OfficeRequest,
        *,
        tags: Sequence[Literal["immigration"]] | None = None,
        idempotency_key: str | None = None,
    ) -> models.ExportBody:
        """Export the invoices with a date in a period as a file, made in the background.

        The file shows them as they are when it is made, and stays for seven days. It follows writes within seconds.
        An invoice with a tag that the request does not name has no amounts in it. An export made with tags exists
        only for callers who may name them.

        `DATEV` books the open and completed invoices. If `datev` names a `paymentAccount`, it books the payments of
        the period as well, which needs the scope `payments:read`. Something with a tag that the request does not
        name fails it.

        Required scope: `invoices:read`.

        Args:
            tags: Show invoices and payments with these tags in full, and add the tags to what is written. Repeat the
                parameter, or separate tags by commas.
        """

        return self._result(
            Call[models.ExportBody](
                "billing.create_export",
                "POST",
                "/api/exports",
                {
                    202: as_json(models.ExportBody),
                },
                BillingErrorBody,
                query={
                    "tags": tags,
                },
                json=body,
                key=idempotency_key or new_key(),
            )
        )

    def create_invoice(
        self,
        *,
        tags: Sequence[Literal["immigration"]] | None = None,
        idempotency_key: str | None = None,
    ) -> models.BillingInvoiceBody:
        """Create an invoice: an empty draft with the office's next number.

        The invoice gets the tags of the request.

        Required scope: `invoices:write`.

        Args:
            tags: Show invoices and payments with these tags in full, and add the tags to what is written. Repeat the
                parameter, or separate tags by commas.
        """

        return self._result(
            Call[models.BillingInvoiceBody](
                "billing.create_invoice",
                "POST",
                "/api/invoices",
                {
                    201: as_json(models.BillingInvoiceBody),
                },
                BillingErrorBody,
                query={
                    "tags": tags,
                },
                key=idempotency_key or new_key(),
            )
        )

    def create_payment(
        self,
        body: models.NewPayment,
        *,
        tags: Sequence[Literal["immigration"]] | None = None,
        idempotency_key: str | None = None,
    ) -> models.PaymentBody:
        """Record a payment, the invoices that it pays, and its donation.

        The payment gets the tags of the request.

        Required scope: `payments:write`.

        Args:
            tags: Show invoices and payments with these tags in full, and add the tags to what is written. Repeat the
                parameter, or separate tags by commas.
        """

        return self._result(
            Call[models.PaymentBody](
                "billing.create_payment",
                "POST",
                "/api/payments",
                {
                    201: as_json(models.PaymentBody),
                },
                BillingErrorBody,
                query={
                    "tags": tags,
                },
                json=body,
                key=idempotency_key or new_key(),
            )
        )

    def delete_payment(
        self,
        payment_id: int,
        *,
        tags: Sequence[Literal["immigration"]] | None = None,
    ) -> None:
        """Delete a payment and its donation.

        The amounts that it paid are due again.

        Required scope: `payments:write`.

        Args:
            payment_id: The payment's id.
            tags: Show invoices and payments with these tags in full, and add the tags to what is written. Repeat the
                parameter, or separate tags by commas.
        """

        return self._result(
            Call[None](
                "billing.delete_payment",
                "DELETE",
                f"/api/payments/{in_path(payment_id)}",
                {
                    204: as_nothing,
                },
                BillingErrorBody,
                query={
                    "tags": tags,
                },
            )
        )

    def download_invoice(
        self,
        invoice_id: int,
        *,
        tags: Sequence[Literal["immigration"]] | None = None,
        download: bool | None = None,
    ) -> File:
        """Get an invoice as a PDF, to show in the browser or, with `download=true`, to save.

        A redacted invoice has no PDF.

        Required scope: `invoices:read`.

        Args:
            invoice_id: The invoice's id.
            tags: Show invoices and payments with these tags in full, and add the tags to what is written. Repeat the
                parameter, or separate tags by commas.
            download: Save the file instead of showing it.
        """

        return self._result(
            Call[File](
                "billing.download_invoice",
                "GET",
                f"/api/invoices/{in_path(invoice_id)}/pdfs",
                {
                    200: as_file,
                },
                BillingErrorBody,
                query={
                    "tags": tags,
                    "download": download,
                },
            )
        )

    def download_receipt(
        self,
        payment_id: int,
        *,
        tags: Sequence[Literal["immigration"]] | None = None,
        download: bool | None = None,
    ) -> File:
        """Get the receipt of a payment as a PDF, to show in the browser or, with `download=true`, to save.

        A redacted payment has no receipt.

        Required scope: `payments:read`.

        Args:
            payment_id: The payment's id.
            tags: Show invoices and payments with these tags in full, and add the tags to what is written. Repeat the
                parameter, or separate tags by commas.
            download: Save the file instead of showing it.
        """

        return self._result(
            Call[File](
                "billing.download_receipt",
                "GET",
                f"/api/payments/{in_path(payment_id)}/receipts",
                {
                    200: as_file,
                },
                BillingErrorBody,
                query={
                    "tags": tags,
                    "download": download,
                },
            )
        )

    def get_export(
        self,
        export_id: str,
    ) -> models.ExportBody:
        """Return the status of an export and, when it is done, a link that downloads its file for 15 minutes.

        Required scope: `invoices:read`.

        Args:
            export_id: The export's id, from the response that created it.
        """

        return self._result(
            Call[models.ExportBody](
                "billing.get_export",
                "GET",
                f"/api/exports/{in_path(export_id)}",
                {
                    200: as_json(models.ExportBody),
                },
                BillingErrorBody,
            )
        )

    def get_invoice(
        self,
        invoice_id: int,
        *,
        tags: Sequence[Literal["immigration"]] | None = None,
    ) -> models.BillingInvoiceBody:
        """Get an invoice.

        It is redacted unless the request names its tags.

        Required scope: `invoices:read`.

        Args:
            invoice_id: The invoice's id.
            tags: Show invoices and payments with these tags in full, and add the tags to what is written. Repeat the
                parameter, or separate tags by commas.
        """

        return self._result(
            Call[models.BillingInvoiceBody](
                "billing.get_invoice",
                "GET",
                f"/api/invoices/{in_path(invoice_id)}",
                {
                    200: as_json(models.BillingInvoiceBody),
                },
                BillingErrorBody,
                query={
                    "tags": tags,
                },
            )
        )

    def get_payment(
        self,
        payment_id: int,
        *,
        tags: Sequence[Literal["immigration"]] | None = None,
    ) -> models.PaymentBody:
        """Get a payment.

        It is redacted unless the request names its tags and those of its invoices.

        Required scope: `payments:read`.

        Args:
            payment_id: The payment's id.
            tags: Show invoices and payments with these tags in full, and add the tags to what is written. Repeat the
                parameter, or separate tags by commas.
        """

        return self._result(
            Call[models.PaymentBody](
                "billing.get_payment",
                "GET",
                f"/api/payments/{in_path(payment_id)}",
                {
                    200: as_json(models.PaymentBody),
                },
                BillingErrorBody,
                query={
                    "tags": tags,
                },
            )
        )

    def list_client_invoices(
        self,
        client_id: int,
        *,
        tags: Sequence[Literal["immigration"]] | None = None,
        limit: int | None = None,
    ) -> Pages[models.BillingInvoiceBody]:
        """List the invoices of a client.

        Required scope: `invoices:read`.

        The result is all elements of all pages, fetched as they are needed.

        Args:
            client_id: The client's id.
            tags: Show invoices and payments with these tags in full, and add the tags to what is written. Repeat the
                parameter, or separate tags by commas.
            limit: How many elements the page has at most.
        """

        return Pages(
            self._client,
            Call[list[models.BillingInvoiceBody]](
                "billing.list_client_invoices",
                "GET",
                f"/api/clients/{in_path(client_id)}/invoices",
                {
                    200: as_json(list[models.BillingInvoiceBody]),
                },
                BillingErrorBody,
                query={
                    "tags": tags,
                    "limit": limit,
                },
            ),
        )

    def list_client_payments(
        self,
        client_id: int,
        *,
        tags: Sequence[Literal["immigration"]] | None = None,
        limit: int | None = None,
    ) -> Pages[models.PaymentBody]:
        """List the payments that a client makes, and those on the client's invoices.

        Required scope: `payments:read`.

        The result is all elements of all pages, fetched as they are needed.

        Args:
            client_id: The client's id.
            tags: Show invoices and payments with these tags in full, and add the tags to what is written. Repeat the
                parameter, or separate tags by commas.
            limit: How many elements the page has at most.
        """

        return Pages(
            self._client,
            Call[list[models.PaymentBody]](
                "billing.list_client_payments",
                "GET",
                f"/api/clients/{in_path(client_id)}/payments",
                {
                    200: as_json(list[models.PaymentBody]),
                },
                BillingErrorBody,
                query={
                    "tags": tags,
                    "limit": limit,
                },
            ),
        )

    def list_detached_invoices(
        self,
        *,
        tags: Sequence[Literal["immigration"]] | None = None,
        limit: int | None = None,
    ) -> Pages[models.BillingInvoiceBody]:
        """List the invoices that charge something and have no client.

        The list follows writes within seconds: an invoice that has just lost its last client, or has just got its
        first charge, may be missing. The content of each listed invoice is current.

        Required scope: `invoices:read`.

        The result is all elements of all pages, fetched as they are needed.

        Args:
            tags: Show invoices and payments with these tags in full, and add the tags to what is written. Repeat the
                parameter, or separate tags by commas.
            limit: How many elements the page has at most.
        """

        return Pages(
            self._client,
            Call[list[models.BillingInvoiceBody]](
                "billing.list_detached_invoices",
                "GET",
                "/api/detached-invoices",
                {
                    200: as_json(list[models.BillingInvoiceBody]),
                },
                BillingErrorBody,
                query={
                    "tags": tags,
                    "limit": limit,
                },
            ),
        )

    def list_detached_payments(
        self,
        *,
        tags: Sequence[Literal["immigration"]] | None = None,
        limit: int | None = None,
    ) -> Pages[models.PaymentBody]:
        """List the payments that no client makes, and whose invoices have no clients.

        The list follows writes within seconds: a payment that is new, or has just lost its last client, may be
        missing. The content of each listed payment is current.

        Required scope: `payments:read`.

        The result is all elements of all pages, fetched as they are needed.

        Args:
            tags: Show invoices and payments with these tags in full, and add the tags to what is written. Repeat the
                parameter, or separate tags by commas.
            limit: How many elements the page has at most.
        """

        return Pages(
            self._client,
            Call[list[models.PaymentBody]](
                "billing.list_detached_payments",
                "GET",
                "/api/detached-payments",
                {
                    200: as_json(list[models.PaymentBody]),
                },
                BillingErrorBody,
                query={
                    "tags": tags,
                    "limit": limit,
                },
            ),
        )

    def list_exports(
        self,
        *,
        limit: int | None = None,
    ) -> Pages[models.ExportBody]:
        """List the exports, the newest first and without links to files; the header `Link` leads to the next page.

        Exports with tags that you may not name are left out, so a page may be shorter than `limit`.

        Required scope: `invoices:read`.

        The result is all elements of all pages, fetched as they are needed.

        Args:
            limit: How many exports a page has.
        """

        return Pages(
            self._client,
            Call[list[models.ExportBody]](
                "billing.list_exports",
                "GET",
                "/api/exports",
                {
                    200: as_json(list[models.ExportBody]),
                },
                BillingErrorBody,
                query={
                    "limit": limit,
                },
            ),
        )

    def list_invoice_payments(
        self,
        invoice_id: int,
        *,
        tags: Sequence[Literal["immigration"]] | None = None,
        limit: int | None = None,
    ) -> Pages[models.PaymentBody]:
        """List the payments on an invoice.

        Required scope: `payments:read`.

        The result is all elements of all pages, fetched as they are needed.

        Args:
            invoice_id: The invoice's id.
            tags: Show invoices and payments with these tags in full, and add the tags to what is written. Repeat the
                parameter, or separate tags by commas.
            limit: How many elements the page has at most.
        """

        return Pages(
            self._client,
            Call[list[models.PaymentBody]](
                "billing.list_invoice_payments",
                "GET",
                f"/api/invoices/{in_path(invoice_id)}/payments",
                {
                    200: as_json(list[models.PaymentBody]),
                },
                BillingErrorBody,
                query={
                    "tags": tags,
                    "limit": limit,
                },
            ),
        )

    def report_outstanding_invoices(
        self,
        *,
        tags: Sequence[Literal["immigration"]] | None = None,
        start: date | None = None,
        end: date | None = None,
    ) -> models.OutstandingReport:
        """Report on the outstanding invoices of a period.

        The report has all of the period's open and completed invoices: those of which something is owed, one by
        one, and what the paid ones add up to. Drafts and closed invoices do not count. The content of each is
        current; which of them are in the period follows writes within seconds.

        Required scope: `invoices:read`.

        Args:
            tags: Show invoices and payments with these tags in full, and add the tags to what is written. Repeat the
                parameter, or separate tags by commas.
            start: Only invoices of this date or later.
            end: Only invoices of this date or earlier.
        """

        return self._result(
            Call[models.OutstandingReport](
                "billing.report_outstanding_invoices",
                "GET",
                "/api/reports/outstanding-invoices",
                {
                    200: as_json(models.OutstandingReport),
                },
                BillingErrorBody,
                query={
                    "tags": tags,
                    "start": start,
                    "end": end,
                },
            )
        )

    def search_invoices(
        self,
        *,
        tags: Sequence[Literal["immigration"]] | None = None,
        number: str | None = None,
        bill_to: str | None = None,
        status: Literal["draft", "open", "completed", "closed"] | None = None,
        from_: date | None = None,
        to: date | None = None,
        limit: int | None = None,
    ) -> Pages[models.BillingInvoiceBody]:
        """Search for invoices.

        The newest invoice date comes first. All filters must be met; without one, every invoice is found. A page
        may have fewer invoices than `limit`, even none, while its `Link` header leads on. A search by `number` is
        always current. Any other follows writes within seconds. The content of each invoice that is found is
        current.

        Required scope: `invoices:read`.

        The result is all elements of all pages, fetched as they are needed.

        Args:
            tags: Show invoices and payments with these tags in full, and add the tags to what is written. Repeat the
                parameter, or separate tags by commas.
            number: Only the invoice with exactly this number.
            bill_to: Only invoices whose bill-to contains this text. Case, accents and line breaks do not count.
            status: Only invoices in this state.
            from_: Only invoices of this date or later.
            to: Only invoices of this date or earlier.
            limit: How many elements the page has at most.
        """

        return Pages(
            self._client,
            Call[list[models.BillingInvoiceBody]](
                "billing.search_invoices",
                "GET",
                "/api/invoices",
                {
                    200: as_json(list[models.BillingInvoiceBody]),
                },
                BillingErrorBody,
                query={
                    "tags": tags,
                    "number": number,
                    "billTo": bill_to,
                    "status": status,
                    "from": from_,
                    "to": to,
                    "limit": limit,
                },
            ),
        )

    def update_invoice(
        self,
        invoice_id: int,
        body: models.InvoiceChange,
        *,
        tags: Sequence[Literal["immigration"]] | None = None,
    ) -> models.BillingInvoiceBody:
        """Change properties of an invoice.

        Properties that are left out stay as they are. An array replaces the whole array. The invoice gets the tags
        of the request.

        Required scope: `invoices:write`.

        Args:
            invoice_id: The invoice's id.
            tags: Show invoices and payments with these tags in full, and add the tags to what is written. Repeat the
                parameter, or separate tags by commas.
        """

        return self._result(
            Call[models.BillingInvoiceBody](
                "billing.update_invoice",
                "PATCH",
                f"/api/invoices/{in_path(invoice_id)}",
                {
                    200: as_json(models.BillingInvoiceBody),
                },
                BillingErrorBody,
                query={
                    "tags": tags,
                },
                json=body,
            )
        )

    def update_payment(
        self,
        payment_id: int,
        body: models.PaymentChange,
        *,
        tags: Sequence[Literal["immigration"]] | None = None,
    ) -> models.PaymentBody:
        """Change properties of a payment.

        Properties that are left out stay as they are. An array replaces the whole array. The payment gets the tags
        of the request.

        Required scope: `payments:write`.

        Args:
            payment_id: The payment's id.
            tags: Show invoices and payments with these tags in full, and add the tags to what is written. Repeat the
                parameter, or separate tags by commas.
        """

        return self._result(
            Call[models.PaymentBody](
                "billing.update_payment",
                "PATCH",
                f"/api/payments/{in_path(payment_id)}",
                {
                    200: as_json(models.PaymentBody),
                },
                BillingErrorBody,
                query={
                    "tags": tags,
                },
                json=body,
            )
        )


class AsyncBilling(AsyncApi):
    """Client billing.

    The methods are those of `Billing`, with `await`.
    """

    async def audit_numbering(
        self,
        *,
        tags: Sequence[Literal["immigration"]] | None = None,
        after: int | None = None,
        page_size: int | None = None,
        disclose: Literal["true", "false"] | None = None,
    ) -> models.JournalPage:
        """Export part of the journal of the office's invoice numbers, for an auditor to verify offline."""

        return await self._result(
            Call[models.JournalPage](
                "billing.audit_numbering",
                "GET",
                "/api/numbering/audit",
                {
                    200: as_json(models.JournalPage),
                },
                BillingErrorBody,
                query={
                    "tags": tags,
                    "after": after,
                    "pageSize": page_size,
                    "disclose": disclose,
                },
            )
        )

    async def create_export(
        self,
        body: models.OfficeRequest,
        *,
        tags: Sequence[Literal["immigration"]] | None = None,
        idempotency_key: str | None = None,
    ) -> models.ExportBody:
        """Export the invoices with a date in a period as a file, made in the background."""

        return await self._result(
            Call[models.ExportBody](
                "billing.create_export",
                "POST",
                "/api/exports",
                {
                    202: as_json(models.ExportBody),
                },
                BillingErrorBody,
                query={
                    "tags": tags,
                },
                json=body,
                key=idempotency_key or new_key(),
            )
        )

    async def create_invoice(
        self,
        *,
        tags: Sequence[Literal["immigration"]] | None = None,
        idempotency_key: str | None = None,
    ) -> models.BillingInvoiceBody:
        """Create an invoice: an empty draft with the office's next number."""

        return await self._result(
            Call[models.BillingInvoiceBody](
                "billing.create_invoice",
                "POST",
                "/api/invoices",
                {
                    201: as_json(models.BillingInvoiceBody),
                },
                BillingErrorBody,
                query={
                    "tags": tags,
                },
                key=idempotency_key or new_key(),
            )
        )

    async def create_payment(
        self,
        body: models.NewPayment,
        *,
        tags: Sequence[Literal["immigration"]] | None = None,
        idempotency_key: str | None = None,
    ) -> models.PaymentBody:
        """Record a payment, the invoices that it pays, and its donation."""

        return await self._result(
            Call[models.PaymentBody](
                "billing.create_payment",
                "POST",
                "/api/payments",
                {
                    201: as_json(models.PaymentBody),
                },
                BillingErrorBody,
                query={
                    "tags": tags,
                },
                json=body,
                key=idempotency_key or new_key(),
            )
        )

    async def delete_payment(
        self,
        payment_id: int,
        *,
        tags: Sequence[Literal["immigration"]] | None = None,
    ) -> None:
        """Delete a payment and its donation."""

        return await self._result(
            Call[None](
                "billing.delete_payment",
                "DELETE",
                f"/api/payments/{in_path(payment_id)}",
                {
                    204: as_nothing,
                },
                BillingErrorBody,
                query={
                    "tags": tags,
                },
            )
        )

    async def download_invoice(
        self,
        invoice_id: int,
        *,
        tags: Sequence[Literal["immigration"]] | None = None,
        download: bool | None = None,
    ) -> File:
        """Get an invoice as a PDF, to show in the browser or, with `download=true`, to save."""

        return await self._result(
            Call[File](
                "billing.download_invoice",
                "GET",
                f"/api/invoices/{in_path(invoice_id)}/pdfs",
                {
                    200: as_file,
                },
                BillingErrorBody,
                query={
                    "tags": tags,
                    "download": download,
                },
            )
        )

    async def download_receipt(
        self,
        payment_id: int,
        *,
        tags: Sequence[Literal["immigration"]] | None = None,
        download: bool | None = None,
    ) -> File:
        """Get the receipt of a payment as a PDF, to show in the browser or, with `download=true`, to save."""

        return await self._result(
            Call[File](
                "billing.download_receipt",
                "GET",
                f"/api/payments/{in_path(payment_id)}/receipts",
                {
                    200: as_file,
                },
                BillingErrorBody,
                query={
                    "tags": tags,
                    "download": download,
                },
            )
        )

    async def get_export(
        self,
        export_id: str,
    ) -> models.ExportBody:
        """Return the status of an export and, when it is done, a link that downloads its file for 15 minutes."""

        return await self._result(
            Call[models.ExportBody](
                "billing.get_export",
                "GET",
                f"/api/exports/{in_path(export_id)}",
                {
                    200: as_json(models.ExportBody),
                },
                BillingErrorBody,
            )
        )

    async def get_invoice(
        self,
        invoice_id: int,
        *,
        tags: Sequence[Literal["immigration"]] | None = None,
    ) -> models.BillingInvoiceBody:
        """Get an invoice."""

        return await self._result(
            Call[models.BillingInvoiceBody](
                "billing.get_invoice",
                "GET",
                f"/api/invoices/{in_path(invoice_id)}",
                {
                    200: as_json(models.BillingInvoiceBody),
                },
                BillingErrorBody,
                query={
                    "tags": tags,
                },
            )
        )

    async def get_payment(
        self,
        payment_id: int,
        *,
        tags: Sequence[Literal["immigration"]] | None = None,
    ) -> models.PaymentBody:
        """Get a payment."""

        return await self._result(
            Call[models.PaymentBody](
                "billing.get_payment",
                "GET",
                f"/api/payments/{in_path(payment_id)}",
                {
                    200: as_json(models.PaymentBody),
                },
                BillingErrorBody,
                query={
                    "tags": tags,
                },
            )
        )

    def list_client_invoices(
        self,
        client_id: int,
        *,
        tags: Sequence[Literal["immigration"]] | None = None,
        limit: int | None = None,
    ) -> AsyncPages[models.BillingInvoiceBody]:
        """List the invoices of a client."""

        return AsyncPages(
            self._client,
            Call[list[models.BillingInvoiceBody]](
                "billing.list_client_invoices",
                "GET",
                f"/api/clients/{in_path(client_id)}/invoices",
                {
                    200: as_json(list[models.BillingInvoiceBody]),
                },
                BillingErrorBody,
                query={
                    "tags": tags,
                    "limit": limit,
                },
            ),
        )

    def list_client_payments(
        self,
        client_id: int,
        *,
        tags: Sequence[Literal["immigration"]] | None = None,
        limit: int | None = None,
    ) -> AsyncPages[models.PaymentBody]:
        """List the payments that a client makes, and those on the client's invoices."""

        return AsyncPages(
            self._client,
            Call[list[models.PaymentBody]](
                "billing.list_client_payments",
                "GET",
                f"/api/clients/{in_path(client_id)}/payments",
                {
                    200: as_json(list[models.PaymentBody]),
                },
                BillingErrorBody,
                query={
                    "tags": tags,
                    "limit": limit,
                },
            ),
        )

    def list_detached_invoices(
        self,
        *,
        tags: Sequence[Literal["immigration"]] | None = None,
        limit: int | None = None,
    ) -> AsyncPages[models.BillingInvoiceBody]:
        """List the invoices that charge something and have no client."""

        return AsyncPages(
            self._client,
            Call[list[models.BillingInvoiceBody]](
                "billing.list_detached_invoices",
                "GET",
                "/api/detached-invoices",
                {
                    200: as_json(list[models.BillingInvoiceBody]),
                },
                BillingErrorBody,
                query={
                    "tags": tags,
                    "limit": limit,
                },
            ),
        )

    def list_detached_payments(
        self,
        *,
        tags: Sequence[Literal["immigration"]] | None = None,
        limit: int | None = None,
    ) -> AsyncPages[models.PaymentBody]:
        """List the payments that no client makes, and whose invoices have no clients."""

        return AsyncPages(
            self._client,
            Call[list[models.PaymentBody]](
                "billing.list_detached_payments",
                "GET",
                "/api/detached-payments",
                {
                    200: as_json(list[models.PaymentBody]),
                },
                BillingErrorBody,
                query={
                    "tags": tags,
                    "limit": limit,
                },
            ),
        )

    def list_exports(
        self,
        *,
        limit: int | None = None,
    ) -> AsyncPages[models.ExportBody]:
        """List the exports, the newest first and without links to files; the header `Link` leads to the next page."""

        return AsyncPages(
            self._client,
            Call[list[models.ExportBody]](
                "billing.list_exports",
                "GET",
                "/api/exports",
                {
                    200: as_json(list[models.ExportBody]),
                },
                BillingErrorBody,
                query={
                    "limit": limit,
                },
            ),
        )

    def list_invoice_payments(
        self,
        invoice_id: int,
        *,
        tags: Sequence[Literal["immigration"]] | None = None,
        limit: int | None = None,
    ) -> AsyncPages[models.PaymentBody]:
        """List the payments on an invoice."""

        return AsyncPages(
            self._client,
            Call[list[models.PaymentBody]](
                "billing.list_invoice_payments",
                "GET",
                f"/api/invoices/{in_path(invoice_id)}/payments",
                {
                    200: as_json(list[models.PaymentBody]),
                },
                BillingErrorBody,
                query={
                    "tags": tags,
                    "limit": limit,
                },
            ),
        )

    async def report_outstanding_invoices(
        self,
        *,
        tags: Sequence[Literal["immigration"]] | None = None,
        start: date | None = None,
        end: date | None = None,
    ) -> models.OutstandingReport:
        """Report on the outstanding invoices of a period."""

        return await self._result(
            Call[models.OutstandingReport](
                "billing.report_outstanding_invoices",
                "GET",
                "/api/reports/outstanding-invoices",
                {
                    200: as_json(models.OutstandingReport),
                },
                BillingErrorBody,
                query={
                    "tags": tags,
                    "start": start,
                    "end": end,
                },
            )
        )

    def search_invoices(
        self,
        *,
        tags: Sequence[Literal["immigration"]] | None = None,
        number: str | None = None,
        bill_to: str | None = None,
        status: Literal["draft", "open", "completed", "closed"] | None = None,
        from_: date | None = None,
        to: date | None = None,
        limit: int | None = None,
    ) -> AsyncPages[models.BillingInvoiceBody]:
        """Search for invoices."""

        return AsyncPages(
            self._client,
            Call[list[models.BillingInvoiceBody]](
                "billing.search_invoices",
                "GET",
                "/api/invoices",
                {
                    200: as_json(list[models.BillingInvoiceBody]),
                },
                BillingErrorBody,
                query={
                    "tags": tags,
                    "number": number,
                    "billTo": bill_to,
                    "status": status,
                    "from": from_,
                    "to": to,
                    "limit": limit,
                },
            ),
        )

    async def update_invoice(
        self,
        invoice_id: int,
        body: models.InvoiceChange,
        *,
        tags: Sequence[Literal["immigration"]] | None = None,
    ) -> models.BillingInvoiceBody:
        """Change properties of an invoice."""

        return await self._result(
            Call[models.BillingInvoiceBody](
                "billing.update_invoice",
                "PATCH",
                f"/api/invoices/{in_path(invoice_id)}",
                {
                    200: as_json(models.BillingInvoiceBody),
                },
                BillingErrorBody,
                query={
                    "tags": tags,
                },
                json=body,
            )
        )

    async def update_payment(
        self,
        payment_id: int,
        body: models.PaymentChange,
        *,
        tags: Sequence[Literal["immigration"]] | None = None,
    ) -> models.PaymentBody:
        """Change properties of a payment."""

        return await self._result(
            Call[models.PaymentBody](
                "billing.update_payment",
                "PATCH",
                f"/api/payments/{in_path(payment_id)}",
                {
                    200: as_json(models.PaymentBody),
                },
                BillingErrorBody,
                query={
                    "tags": tags,
                },
                json=body,
            )
        )
