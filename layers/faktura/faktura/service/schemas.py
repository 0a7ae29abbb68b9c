"""The bodies of the service endpoints."""

from typing import Annotated, Literal

from pydantic import Field

from faktura.core.model import Model


class Health(Model):
    """The service is running."""

    status: Annotated[Literal["Healthy"], Field(description="Always `Healthy`.")]


class ErrorBody(Model):
    """An error in one sentence."""

    message: Annotated[str, Field(description="The error.")]
