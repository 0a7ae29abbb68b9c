"""Invoice capture. This file is generated from the OpenAPI document: `make client`."""

from datetime import date
from pathlib import Path
from typing import Literal

from faktura_client import models
from faktura_client.api import Api, AsyncApi
from faktura_client.apis.error_bodies import CaptureErrorBody
from faktura_client.calls import Call, as_file, as_json, in_path, new_key
from faktura_client.files import File, Upload
from faktura_client.pages import AsyncPages, Pages


class Capture(Api):
    """Invoice capture.

    Insurers send a photo or a PDF of an invoice. Faktura reads it, looks up the practice's own record, and returns
    the better of the two with checks. Register a customer first, with `PUT /api/v1/customers/{customerId}`.
    """

    def find_invoice(
        self,
        customer_id: str,
        invoice_number: str,
    ) -> models.InvoiceResponse:
        """Find a customer's invoice by its number and return the practice's data.

        Follows writes within seconds: an invoice that its practice has just sent may not be found yet. After a 404,
        ask again before you conclude that there is no such invoice.

        Required scope: `invoice:lookup`.

        Args:
            customer_id: Your own id for the customer.
            invoice_number: The invoice's number, as the practice wrote it.
        """

        return self._result(
            Call[models.InvoiceResponse](
                "capture.find_invoice",
                "GET",
                f"/api/v1/invoice/{in_path(customer_id)}/lookup/{in_path(invoice_number)}",
                {
                    200: as_json(models.InvoiceResponse),
                },
                CaptureErrorBody,
            )
        )

    def get_accuracy(
        self,
        *,
        from_: date | None = None,
        to: date | None = None,
    ) -> models.Accuracy:
        """Get how often each field was read rightly, by confidence, from the documents that reviewers approved.

        It follows writes within seconds: a review that was just stored may not be counted yet. The counts are those
        of all practices, so the token must name all of them (`*`).

        Required scope: `invoice:review`.

        Args:
            from_: The first day (UTC); without it the period has 30 days.
            to: The last day (UTC), by default today. A period has at most 366 days.
        """

        return self._result(
            Call[models.Accuracy](
                "capture.get_accuracy",
                "GET",
                "/api/v1/capture/accuracy",
                {
                    200: as_json(models.Accuracy),
                },
                CaptureErrorBody,
                query={
                    "from": from_,
                    "to": to,
                },
            )
        )

    def get_customer(
        self,
        customer_id: str,
    ) -> models.Customer:
        """Return the pet owner that one of your customer ids stands for.

        Required scope: `customer:write`.

        Args:
            customer_id: Your own id for the customer.
        """

        return self._result(
            Call[models.Customer](
                "capture.get_customer",
                "GET",
                f"/api/v1/customers/{in_path(customer_id)}",
                {
                    200: as_json(models.Customer),
                },
                CaptureErrorBody,
            )
        )

    def get_page(
        self,
        request_id: str,
        page: int,
    ) -> File:
        """Get a page of a request's document as a picture. Its longest side has at most 1,600 pixels.

        The boxes of `reading` are places on this picture. An e-invoice in XML has no pages.

        Required scope: `invoice:review`.

        Args:
            request_id: The request's id, from the response that accepted it.
            page: The page of the document, counted from 1.
        """

        return self._result(
            Call[File](
                "capture.get_page",
                "GET",
                f"/api/v1/requests/{in_path(request_id)}/pages/{in_path(page)}",
                {
                    200: as_file,
                },
                CaptureErrorBody,
            )
        )

    def get_request(
        self,
        request_id: str,
    ) -> models.RequestState:
        """Get the state of a request. Once it has ended, its whole response is included.

        Required scope: `invoice:process` or `invoice:lookup` or `invoice:review`.

        Args:
            request_id: The request's id, from the response that accepted it.
        """

        return self._result(
            Call[models.RequestState](
                "capture.get_request",
                "GET",
                f"/api/v1/requests/{in_path(request_id)}",
                {
                    200: as_json(models.RequestState),
                },
                CaptureErrorBody,
            )
        )

    def get_words(
        self,
        request_id: str,
        page: int,
    ) -> models.PageWordsBody:
        """Get the words that were read on a page of a request's document, in the order in which they are read.

        Required scope: `invoice:review`.

        Args:
            request_id: The request's id, from the response that accepted it.
            page: The page of the document, counted from 1.
        """

        return self._result(
            Call[models.PageWordsBody](
                "capture.get_words",
                "GET",
                f"/api/v1/requests/{in_path(request_id)}/pages/{in_path(page)}/words",
                {
                    200: as_json(models.PageWordsBody),
                },
                CaptureErrorBody,
            )
        )

    def list_requests(
        self,
        *,
        state: Literal["accepted", "processing", "completed", "failed"] | None = None,
        review: Literal["pending", "approved", "rejected"] | None = None,
        failed_check: str | None = None,
        from_: date | None = None,
        to: date | None = None,
        order: Literal["desc", "asc"] | None = None,
        limit: int | None = None,
    ) -> Pages[models.RequestSummary]:
        """List requests, the newest first; the header `Link` leads to the next page.

        The filters may be combined. A list by `review`, or of failed requests, is always current. Any other list
        follows writes within seconds: a request that has just begun or ended may be missing, or be shown as it was.

        Required scope: `invoice:review`.

        The result is all elements of all pages, fetched as they are needed.

        Args:
            state: Only requests in this state.
            review: Only completed requests with data whose review is in this state.
            failed_check: Only those with a failed check of this field. If few have one, a page may have fewer requests than
                `limit`, or none, and still a `Link` to the next one.
            from_: Only requests that began on this day (UTC) or later.
            to: Only requests that began on this day (UTC) or earlier.
            order: `desc`: the newest first; `asc`: the oldest first.
            limit: How many requests the page has at most.
        """

        return Pages(
            self._client,
            Call[list[models.RequestSummary]](
                "capture.list_requests",
                "GET",
                "/api/v1/requests",
                {
                    200: as_json(list[models.RequestSummary]),
                },
                CaptureErrorBody,
                query={
                    "state": state,
                    "review": review,
                    "failedCheck": failed_check,
                    "from": from_,
                    "to": to,
                    "order": order,
                    "limit": limit,
                },
            ),
        )

    def look_up_invoice(
        self,
        customer_id: str,
        invoice: Path | Upload,
        *,
        webhook_url: str | None = None,
        idempotency_key: str | None = None,
    ) -> models.InvoiceResponse | models.AcceptedRequest:
        """Read an invoice from a document and return the practice's record of it. There is no data if none is found.

        The practice's data follows writes within seconds: an invoice that it has just sent may not be found yet.
        The response is 202 if the document is processed in the background: with a `webhookUrl`, if reading takes
        longer than a caller can wait, or if the OCR stays busy for five seconds.

        Required scope: `invoice:lookup`.

        Args:
            customer_id: Your own id for the customer.
            invoice: The invoice: PDF, JPEG, PNG, TIFF, or an e-invoice in XML.
            webhook_url: The URL that the result is posted to. It must begin with https:// and its host must be on the public
                internet. Empty or missing: no webhook is sent.
        """

        return self._result(
            Call[models.InvoiceResponse | models.AcceptedRequest](
                "capture.look_up_invoice",
                "POST",
                f"/api/v1/invoice/{in_path(customer_id)}/lookup",
                {
                    200: as_json(models.InvoiceResponse),
                    202: as_json(models.AcceptedRequest),
                },
                CaptureErrorBody,
                form={
                    "webhookUrl": webhook_url,
                },
                files={
                    "invoice": Upload.of(invoice),
                },
                key=idempotency_key or new_key(),
            )
        )

    def process_invoice(
        self,
        customer_id: str,
        invoice: Path | Upload,
        *,
        webhook_url: str | None = None,
        idempotency_key: str | None = None,
    ) -> models.InvoiceResponse | models.AcceptedRequest:
        """Read an invoice from a document and return the practice's record of it, or else what was read.

        The practice's data follows writes within seconds: an invoice that it has just sent may not be found yet.
        The response is 202 if the document is processed in the background: with a `webhookUrl`, if reading takes
        longer than a caller can wait, or if the OCR stays busy for five seconds.

        Required scope: `invoice:process`.

        Args:
            customer_id: Your own id for the customer.
            invoice: The invoice: PDF, JPEG, PNG, TIFF, or an e-invoice in XML.
            webhook_url: The URL that the result is posted to. It must begin with https:// and its host must be on the public
                internet. Empty or missing: no webhook is sent.
        """

        return self._result(
            Call[models.InvoiceResponse | models.AcceptedRequest](
                "capture.process_invoice",
                "POST",
                f"/api/v1/invoice/{in_path(customer_id)}/process",
                {
                    200: as_json(models.InvoiceResponse),
                    202: as_json(models.AcceptedRequest),
                },
                CaptureErrorBody,
                form={
                    "webhookUrl": webhook_url,
                },
                files={
                    "invoice": Upload.of(invoice),
                },
                key=idempotency_key or new_key(),
            )
        )

    def put_customer(
        self,
        customer_id: str,
        body: models.CustomerDetails,
    ) -> models.Customer:
        """Store the pet owner that one of your customer ids stands for, replacing an earlier one.

        Required scope: `customer:write`.

        Args:
            customer_id: Your own id for the customer.
        """

        return self._result(
            Call[models.Customer](
                "capture.put_customer",
                "PUT",
                f"/api/v1/customers/{in_path(customer_id)}",
                {
                    200: as_json(models.Customer),
                },
                CaptureErrorBody,
                json=body,
            )
        )

    def resend_webhook(
        self,
        request_id: str,
        *,
        idempotency_key: str | None = None,
    ) -> models.WebhookResent:
        """Send the webhook of an ended request again, whether or not it was delivered before.

        Required scope: `invoice:process` or `invoice:lookup`.

        Args:
            request_id: The request's id, from the response that accepted it.
        """

        return self._result(
            Call[models.WebhookResent](
                "capture.resend_webhook",
                "POST",
                f"/api/v1/requests/{in_path(request_id)}/webhook",
                {
                    202: as_json(models.WebhookResent),
                },
                CaptureErrorBody,
                key=idempotency_key or new_key(),
            )
        )

    def review_request(
        self,
        request_id: str,
        body: models.ReviewRequest,
        *,
        idempotency_key: str | None = None,
    ) -> models.ReviewBody:
        """Approve or reject what was captured, with corrections. The webhook of the request tells it, if there is one.

        The token must name the reviewer in the claim `user`. If someone else has reviewed the request since you
        read it, nothing is stored, and the response has the current review.

        Required scope: `invoice:review`.

        Args:
            request_id: The request's id, from the response that accepted it.
        """

        return self._result(
            Call[models.ReviewBody](
                "capture.review_request",
                "POST",
                f"/api/v1/requests/{in_path(request_id)}/review",
                {
                    200: as_json(models.ReviewBody),
                },
                CaptureErrorBody,
                json=body,
                key=idempotency_key or new_key(),
            )
        )

    def start_upload(
        self,
        customer_id: str,
        body: models.UploadRequest,
        *,
        idempotency_key: str | None = None,
    ) -> models.UploadForm:
        """Get a form that uploads one file of up to 10 MB. The file is processed as soon as it has arrived.

        Required scope: `invoice:process` or `invoice:lookup`.

        Args:
            customer_id: Your own id for the customer.
        """

        return self._result(
            Call[models.UploadForm](
                "capture.start_upload",
                "POST",
                f"/api/v1/invoice/{in_path(customer_id)}/uploads",
                {
                    201: as_json(models.UploadForm),
                },
                CaptureErrorBody,
                json=body,
                key=idempotency_key or new_key(),
            )
        )


class AsyncCapture(AsyncApi):
    """Invoice capture.

    The methods are those of `Capture`, with `await`.
    """

    async def find_invoice(
        self,
        customer_id: str,
        invoice_number: str,
    ) -> models.InvoiceResponse:
        """Find a customer's invoice by its number and return the practice's data."""

        return await self._result(
            Call[models.InvoiceResponse](
                "capture.find_invoice",
                "GET",
                f"/api/v1/invoice/{in_path(customer_id)}/lookup/{in_path(invoice_number)}",
                {
                    200: as_json(models.InvoiceResponse),
                },
                CaptureErrorBody,
            )
        )

    async def get_accuracy(
        self,
        *,
        from_: date | None = None,
        to: date | None = None,
    ) -> models.Accuracy:
        """Get how often each field was read rightly, by confidence, from the documents that reviewers approved."""

        return await self._result(
            Call[models.Accuracy](
                "capture.get_accuracy",
                "GET",
                "/api/v1/capture/accuracy",
                {
                    200: as_json(models.Accuracy),
                },
                CaptureErrorBody,
                query={
                    "from": from_,
                    "to": to,
                },
            )
        )

    async def get_customer(
        self,
        customer_id: str,
    ) -> models.Customer:
        """Return the pet owner that one of your customer ids stands for."""

        return await self._result(
            Call[models.Customer](
                "capture.get_customer",
                "GET",
                f"/api/v1/customers/{in_path(customer_id)}",
                {
                    200: as_json(models.Customer),
                },
                CaptureErrorBody,
            )
        )

    async def get_page(
        self,
        request_id: str,
        page: int,
    ) -> File:
        """Get a page of a request's document as a picture. Its longest side has at most 1,600 pixels."""

        return await self._result(
            Call[File](
                "capture.get_page",
                "GET",
                f"/api/v1/requests/{in_path(request_id)}/pages/{in_path(page)}",
                {
                    200: as_file,
                },
                CaptureErrorBody,
            )
        )

    async def get_request(
        self,
        request_id: str,
    ) -> models.RequestState:
        """Get the state of a request. Once it has ended, its whole response is included."""

        return await self._result(
            Call[models.RequestState](
                "capture.get_request",
                "GET",
                f"/api/v1/requests/{in_path(request_id)}",
                {
                    200: as_json(models.RequestState),
                },
                CaptureErrorBody,
            )
        )

    async def get_words(
        self,
        request_id: str,
        page: int,
    ) -> models.PageWordsBody:
        """Get the words that were read on a page of a request's document, in the order in which they are read."""

        return await self._result(
            Call[models.PageWordsBody](
                "capture.get_words",
                "GET",
                f"/api/v1/requests/{in_path(request_id)}/pages/{in_path(page)}/words",
                {
                    200: as_json(models.PageWordsBody),
                },
                CaptureErrorBody,
            )
        )

    def list_requests(
        self,
        *,
        state: Literal["accepted", "processing", "completed", "failed"] | None = None,
        review: Literal["pending", "approved", "rejected"] | None = None,
        failed_check: str | None = None,
        from_: date | None = None,
        to: date | None = None,
        order: Literal["desc", "asc"] | None = None,
        limit: int | None = None,
    ) -> AsyncPages[models.RequestSummary]:
        """List requests, the newest first; the header `Link` leads to the next page."""

        return AsyncPages(
            self._client,
            Call[list[models.RequestSummary]](
                "capture.list_requests",
                "GET",
                "/api/v1/requests",
                {
                    200: as_json(list[models.RequestSummary]),
                },
                CaptureErrorBody,
                query={
                    "state": state,
                    "review": review,
                    "failedCheck": failed_check,
                    "from": from_,
                    "to": to,
                    "order": order,
                    "limit": limit,
                },
            ),
        )

    async def look_up_invoice(
        self,
        customer_id: str,
        invoice: Path | Upload,
        *,
        webhook_url: str | None = None,
        idempotency_key: str | None = None,
    ) -> models.InvoiceResponse | models.AcceptedRequest:
        """Read an invoice from a document and return the practice's record of it. There is no data if none is found."""

        return await self._result(
            Call[models.InvoiceResponse | models.AcceptedRequest](
                "capture.look_up_invoice",
                "POST",
                f"/api/v1/invoice/{in_path(customer_id)}/lookup",
                {
                    200: as_json(models.InvoiceResponse),
                    202: as_json(models.AcceptedRequest),
                },
                CaptureErrorBody,
                form={
                    "webhookUrl": webhook_url,
                },
                files={
                    "invoice": Upload.of(invoice),
                },
                key=idempotency_key or new_key(),
            )
        )

    async def process_invoice(
        self,
        customer_id: str,
        invoice: Path | Upload,
        *,
        webhook_url: str | None = None,
        idempotency_key: str | None = None,
    ) -> models.InvoiceResponse | models.AcceptedRequest:
        """Read an invoice from a document and return the practice's record of it, or else what was read."""

        return await self._result(
            Call[models.InvoiceResponse | models.AcceptedRequest](
                "capture.process_invoice",
                "POST",
                f"/api/v1/invoice/{in_path(customer_id)}/process",
                {
                    200: as_json(models.InvoiceResponse),
                    202: as_json(models.AcceptedRequest),
                },
                CaptureErrorBody,
                form={
                    "webhookUrl": webhook_url,
                },
                files={
                    "invoice": Upload.of(invoice),
                },
                key=idempotency_key or new_key(),
            )
        )

    async def put_customer(
        self,
        customer_id: str,
        body: models.CustomerDetails,
    ) -> models.Customer:
        """Store the pet owner that one of your customer ids stands for, replacing an earlier one."""

        return await self._result(
            Call[models.Customer](
                "capture.put_customer",
                "PUT",
                f"/api/v1/customers/{in_path(customer_id)}",
                {
                    200: as_json(models.Customer),
                },
                CaptureErrorBody,
                json=body,
            )
        )

    async def resend_webhook(
        self,
        request_id: str,
        *,
        idempotency_key: str | None = None,
    ) -> models.WebhookResent:
        """Send the webhook of an ended request again, whether or not it was delivered before."""

        return await self._result(
            Call[models.WebhookResent](
                "capture.resend_webhook",
                "POST",
                f"/api/v1/requests/{in_path(request_id)}/webhook",
                {
                    202: as_json(models.WebhookResent),
                },
                CaptureErrorBody,
                key=idempotency_key or new_key(),
            )
        )

    async def review_request(
        self,
        request_id: str,
        body: models.ReviewRequest,
        *,
        idempotency_key: str | None = None,
    ) -> models.ReviewBody:
        """Approve or reject what was captured, with corrections. The webhook of the request tells it, if there is one."""

        return await self._result(
            Call[models.ReviewBody](
                "capture.review_request",
                "POST",
                f"/api/v1/requests/{in_path(request_id)}/review",
                {
                    200: as_json(models.ReviewBody),
                },
                CaptureErrorBody,
                json=body,
                key=idempotency_key or new_key(),
            )
        )

    async def start_upload(
        self,
        customer_id: str,
        body: models.UploadRequest,
        *,
        idempotency_key: str | None = None,
    ) -> models.UploadForm:
        """Get a form that uploads one file of up to 10 MB. The file is processed as soon as it has arrived."""

        return await self._result(
            Call[models.UploadForm](
                "capture.start_upload",
                "POST",
                f"/api/v1/invoice/{in_path(customer_id)}/uploads",
                {
                    201: as_json(models.UploadForm),
                },
                CaptureErrorBody,
                json=body,
                key=idempotency_key or new_key(),
            )
        )
