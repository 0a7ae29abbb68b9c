"""Provider invoices. This file is generated from the OpenAPI document: `make client`."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from faktura_client import models
from faktura_client.api import Api, AsyncApi
from faktura_client.apis.error_bodies import CasesErrorBody
from faktura_client.calls import Call, as_json, in_path, new_key
from faktura_client.pages import AsyncPages, Pages


class Cases(Api):
    """Provider invoices.

    Workshops report invoices on cases. They and the insurers concerned can search these invoices. Create a case
    first, with `PUT /api/v2/cases/{guid}`.
    """

    def create_export(
        self,
        body: models.AccountedRequest,
        *,
        idempotency_key: str | None = None,
    ) -> models.ExportBody:
        """Export the invoices first reported in a period as a file: a provider its own, a partner those of its cases.

        The file is made in the background, shows the invoices as they are then, and stays for seven days. It
        follows writes within seconds. A partner that loses a case finds none of its invoices in exports made from
        then on.

        `DATEV` is for providers. It books the active invoices by the rates of their lines.

        Required scope: `cases:read`.
        """

        return self._result(
            Call[models.ExportBody](
                "cases.create_export",
                "POST",
                "/api/v2/exports",
                {
                    202: as_json(models.ExportBody),
                },
                CasesErrorBody,
                json=body,
                key=idempotency_key or new_key(),
            )
        )

    def find_invoices(
        self,
        body: models.Search,
    ) -> models.FoundInvoices:
        """Find invoices: a provider its own, a partner those of its cases. The newest come first.

        A search follows writes within seconds: an invoice that was just reported or changed may be missing, or be
        found by its earlier content. Which cases are a partner's is always current: a partner that loses a case
        finds none of its invoices from then on.

        Required scope: `cases:read`.
        """

        return self._result(
            Call[models.FoundInvoices](
                "cases.find_invoices",
                "POST",
                "/api/v2/invoices/find",
                {
                    200: as_json(models.FoundInvoices),
                },
                CasesErrorBody,
                json=body,
            )
        )

    def get_case(
        self,
        guid: UUID | str,
    ) -> models.CaseBody:
        """Return one of your cases, as you stored it.

        Required scope: `cases:read`.

        Args:
            guid: The case's GUID.
        """

        return self._result(
            Call[models.CaseBody](
                "cases.get_case",
                "GET",
                f"/api/v2/cases/{in_path(guid)}",
                {
                    200: as_json(models.CaseBody),
                },
                CasesErrorBody,
            )
        )

    def get_export(
        self,
        export_id: str,
    ) -> models.ExportBody:
        """Return the status of an export and, when it is done, a link that downloads its file for 15 minutes.

        Required scope: `cases:read`.

        Args:
            export_id: The export's id, from the response that created it.
        """

        return self._result(
            Call[models.ExportBody](
                "cases.get_export",
                "GET",
                f"/api/v2/exports/{in_path(export_id)}",
                {
                    200: as_json(models.ExportBody),
                },
                CasesErrorBody,
            )
        )

    def list_exports(
        self,
        *,
        limit: int | None = None,
    ) -> Pages[models.ExportBody]:
        """List the exports, the newest first and without links to files; the header `Link` leads to the next page.

        Required scope: `cases:read`.

        The result is all elements of all pages, fetched as they are needed.

        Args:
            limit: How many exports a page has.
        """

        return Pages(
            self._client,
            Call[list[models.ExportBody]](
                "cases.list_exports",
                "GET",
                "/api/v2/exports",
                {
                    200: as_json(list[models.ExportBody]),
                },
                CasesErrorBody,
                query={
                    "limit": limit,
                },
            ),
        )

    def put_case(
        self,
        guid: UUID | str,
        body: models.CaseRequest | Mapping[str, Any],
    ) -> models.CaseBody:
        """Store a case: the partner who may see its invoices from now on, and any other fields you choose.

        Required scope: `cases:write`.

        Args:
            guid: The case's GUID.
        """

        return self._result(
            Call[models.CaseBody](
                "cases.put_case",
                "PUT",
                f"/api/v2/cases/{in_path(guid)}",
                {
                    200: as_json(models.CaseBody),
                },
                CasesErrorBody,
                json=body,
            )
        )

    def upsert_invoices(
        self,
        body: Sequence[models.ReportedInvoice],
        *,
        idempotency_key: str | None = None,
    ) -> list[models.CasesInvoiceBody]:
        """Add and update invoices, identified by their external ids: all of them or none.

        Required scope: `cases:write`.
        """

        return self._result(
            Call[list[models.CasesInvoiceBody]](
                "cases.upsert_invoices",
                "POST",
                "/api/v2/invoices",
                {
                    200: as_json(list[models.CasesInvoiceBody]),
                },
                CasesErrorBody,
                json=body,
                key=idempotency_key or new_key(),
            )
        )


class AsyncCases(AsyncApi):
    """Provider invoices.

    The methods are those of `Cases`, with `await`.
    """

    async def create_export(
        self,
        body: models.AccountedRequest,
        *,
        idempotency_key: str | None = None,
    ) -> models.ExportBody:
        """Export the invoices first reported in a period as a file: a provider its own, a partner those of its cases."""

        return await self._result(
            Call[models.ExportBody](
                "cases.create_export",
                "POST",
                "/api/v2/exports",
                {
                    202: as_json(models.ExportBody),
                },
                CasesErrorBody,
                json=body,
                key=idempotency_key or new_key(),
            )
        )

    async def find_invoices(
        self,
        body: models.Search,
    ) -> models.FoundInvoices:
        """Find invoices: a provider its own, a partner those of its cases. The newest come first."""

        return await self._result(
            Call[models.FoundInvoices](
                "cases.find_invoices",
                "POST",
                "/api/v2/invoices/find",
                {
                    200: as_json(models.FoundInvoices),
                },
                CasesErrorBody,
                json=body,
            )
        )

    async def get_case(
        self,
        guid: UUID | str,
    ) -> models.CaseBody:
        """Return one of your cases, as you stored it."""

        return await self._result(
            Call[models.CaseBody](
                "cases.get_case",
                "GET",
                f"/api/v2/cases/{in_path(guid)}",
                {
                    200: as_json(models.CaseBody),
                },
                CasesErrorBody,
            )
        )

    async def get_export(
        self,
        export_id: str,
    ) -> models.ExportBody:
        """Return the status of an export and, when it is done, a link that downloads its file for 15 minutes."""

        return await self._result(
            Call[models.ExportBody](
                "cases.get_export",
                "GET",
                f"/api/v2/exports/{in_path(export_id)}",
                {
                    200: as_json(models.ExportBody),
                },
                CasesErrorBody,
            )
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
                "cases.list_exports",
                "GET",
                "/api/v2/exports",
                {
                    200: as_json(list[models.ExportBody]),
                },
                CasesErrorBody,
                query={
                    "limit": limit,
                },
            ),
        )

    async def put_case(
        self,
        guid: UUID | str,
        body: models.CaseRequest | Mapping[str, Any],
    ) -> models.CaseBody:
        """Store a case: the partner who may see its invoices from now on, and any other fields you choose."""

        return await self._result(
            Call[models.CaseBody](
                "cases.put_case",
                "PUT",
                f"/api/v2/cases/{in_path(guid)}",
                {
                    200: as_json(models.CaseBody),
                },
                CasesErrorBody,
                json=body,
            )
        )

    async def upsert_invoices(
        self,
        body: Sequence[models.ReportedInvoice],
        *,
        idempotency_key: str | None = None,
    ) -> list[models.CasesInvoiceBody]:
        """Add and update invoices, identified by their external ids: all of them or none."""

        return await self._result(
            Call[list[models.CasesInvoiceBody]](
                "cases.upsert_invoices",
                "POST",
                "/api/v2/invoices",
                {
                    200: as_json(list[models.CasesInvoiceBody]),
                },
                CasesErrorBody,
                json=body,
                key=idempotency_key or new_key(),
            )
        )
