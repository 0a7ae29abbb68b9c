"""Service. This file is generated from the OpenAPI document: `make client`."""

from faktura_client import models
from faktura_client.api import Api, AsyncApi
from faktura_client.apis.error_bodies import ServiceErrorBody
from faktura_client.calls import Call, as_json


class Service(Api):
    """Service.

    Health, the OpenAPI document, and this page.
    """

    def health(
        self,
    ) -> models.Health:
        """Report that the service is running."""

        return self._result(
            Call[models.Health](
                "service.health",
                "GET",
                "/api/v1/health",
                {
                    200: as_json(models.Health),
                },
                ServiceErrorBody,
                needs_token=False,
            )
        )


class AsyncService(AsyncApi):
    """Service.

    The methods are those of `Service`, with `await`.
    """

    async def health(
        self,
    ) -> models.Health:
        """Report that the service is running."""

        return await self._result(
            Call[models.Health](
                "service.health",
                "GET",
                "/api/v1/health",
                {
                    200: as_json(models.Health),
                },
                ServiceErrorBody,
                needs_token=False,
            )
        )
