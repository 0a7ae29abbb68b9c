"""The same endpoint in FastAPI with Mangum and in Flask: it validates a batch of PIMS invoices and answers 202."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from fastapi import FastAPI
from flask import Flask
from flask import request as flask_request
from mangum import Mangum
from pydantic import BaseModel

Handler = Callable[[Mapping[str, Any]], Any]


class Pet(BaseModel):
    """The pet of an invoice, as a user of the frameworks would write it."""

    name: str | None = None
    species: str | None = None
    breed: str | None = None
    age: int | None = None
    weight: Decimal | None = None


class Item(BaseModel):
    """An invoiceItem."""

    invoiceItemId: str | None = None  # noqa: N815  # the JSON's name
    description: str | None = None
    lossDate: datetime | None = None  # noqa: N815
    quantity: Decimal | None = None
    amountCharged: Decimal | None = None  # noqa: N815
    codeName: str | None = None  # noqa: N815
    comments: str | None = None
    isPayment: bool = False  # noqa: N815
    pet: Pet | None = None


class Place(BaseModel):
    """The common fields of vetPractice and petOwner."""

    address: str | None = None
    city: str | None = None
    state: str | None = None
    zipCode: str | None = None  # noqa: N815
    country: str | None = None


class Practice(Place):
    """A vetPractice."""

    practiceId: str  # noqa: N815
    locationId: str | None = None  # noqa: N815
    name: str | None = None


class Owner(Place):
    """A petOwner."""

    firstName: str | None = None  # noqa: N815
    lastName: str | None = None  # noqa: N815
    email: str | None = None
    phone: str | None = None


class Invoice(BaseModel):
    """An invoice (docs/apis/pims.md)."""

    id: str
    date: datetime
    invoiceCreatedAt: datetime | None = None  # noqa: N815
    invoiceUpdatedAt: datetime | None = None  # noqa: N815
    invoiceNumber: str  # noqa: N815
    invoiceStatus: str | None = None  # noqa: N815
    total: Decimal | None = None
    invoiceItems: list[Item] = []  # noqa: N815
    vetPractice: Practice  # noqa: N815
    petOwner: Owner  # noqa: N815


class Invoices(BaseModel):
    """The body."""

    invoices: list[Invoice]


def fastapi() -> Handler:
    """FastAPI, called through Mangum with a proxy event."""
    app = FastAPI()

    @app.post("/api/data-on-demand/invoices", status_code=202)
    def push(batch: Invoices) -> dict[str, int]:
        return {"invoices": len(batch.invoices)}

    mangum = Mangum(app, lifespan="off")
    return lambda event: mangum(dict(event), None)  # type: ignore[arg-type]  # Mangum does not read the context


def flask(body: bytes) -> Handler:
    """Flask, called as a WSGI application without an event."""
    app = Flask(__name__)

    @app.post("/api/data-on-demand/invoices")
    def push() -> tuple[dict[str, int], int]:
        return {"invoices": len(Invoices.model_validate_json(flask_request.data).invoices)}, 202

    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/api/data-on-demand/invoices",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
    }
    return lambda _event: list(app.wsgi_app({**environ, "wsgi.input": BytesIO(body)}, lambda *_: None))
