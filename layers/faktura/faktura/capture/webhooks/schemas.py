"""A webhook as responses show it."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from faktura.core.model import NOT_NULL, Model

DeliveryState = Literal["pending", "delivered", "failed"]


class Attempt(Model):
    """One attempt to deliver a webhook: the status of your server's response, or why there was none."""

    attempted_at: Annotated[
        str, Field(description="When the attempt began, in UTC.", examples=["2026-11-26T01:00:00.000Z"])
    ]
    status: Annotated[
        int | None, NOT_NULL, Field(description="The HTTP status your server answered with.", examples=[200])
    ] = None
    error: Annotated[
        str | None,
        NOT_NULL,
        Field(description="Why there is no status, or none yet.", examples=["The server took too long."]),
    ] = None


class Webhook(Model):
    """The webhook of a request: whether it has been delivered, and each attempt so far."""

    state: Annotated[
        DeliveryState,
        Field(
            description="`pending` while attempts are still to come, `delivered` once your server answered with a "
            "2xx status, `failed` when no attempt is left."
        ),
    ]
    attempts: Annotated[Sequence[Attempt], Field(description="The newest 60 attempts, the oldest first.")]
