"""PIMS on demand. This file is generated from the OpenAPI document: `make client`."""

from faktura_client import models
from faktura_client.api import Api, AsyncApi
from faktura_client.apis.error_bodies import PimsErrorBody
from faktura_client.calls import Call, as_nothing, new_key


class Pims(Api):
    """PIMS on demand.

    Veterinary practice systems push their invoices. A push that is answered with 202 will be stored, and the newest
    state of an invoice wins.
    """

    def upsert_invoices(
        self,
        body: models.Batch,
        *,
        idempotency_key: str | None = None,
    ) -> None:
        """Send new and changed invoices of one or more practices.

        After a 202 the invoices cannot be lost. They are stored in the background: lookups usually find them within
        seconds, and within minutes when many invoices arrive at once.

        Required scope: `pims:write`.
        """

        return self._result(
            Call[None](
                "pims.upsert_invoices",
                "POST",
                "/api/data-on-demand/invoices",
                {
                    202: as_nothing,
                },
                PimsErrorBody,
                json=body,
                key=idempotency_key or new_key(),
            )
        )


class AsyncPims(AsyncApi):
    """PIMS on demand.

    The methods are those of `Pims`, with `await`.
    """

    async def upsert_invoices(
        self,
        body: models.Batch,
        *,
        idempotency_key: str | None = None,
    ) -> None:
        """Send new and changed invoices of one or more practices."""

        return await self._result(
            Call[None](
                "pims.upsert_invoices",
                "POST",
                "/api/data-on-demand/invoices",
                {
                    202: as_nothing,
                },
                PimsErrorBody,
                json=body,
                key=idempotency_key or new_key(),
            )
        )
