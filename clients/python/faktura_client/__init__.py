"""The Python client of Faktura. Begin with `FakturaClient`, or with `AsyncFakturaClient` for `await`."""

from faktura_client.async_client import AsyncFakturaClient
from faktura_client.client import FakturaClient
from faktura_client.errors import (
    ApiError,
    BadRequest,
    Conflict,
    FakturaError,
    Forbidden,
    InvalidWebhook,
    NoAnswer,
    NotFound,
    NotReady,
    ServerError,
    TooLarge,
    TooManyRequests,
    Unauthorized,
    UnexpectedAnswer,
    Unprocessable,
)
from faktura_client.exact_json import dumps, loads
from faktura_client.files import File, Upload
from faktura_client.pages import AsyncPages, Pages
from faktura_client.retries import Retries
from faktura_client.searches import found_invoices, found_invoices_async, job_orders, job_orders_async
from faktura_client.webhooks import ReportedRequest, verified_webhook

__all__ = [
    "ApiError",
    "AsyncFakturaClient",
    "AsyncPages",
    "BadRequest",
    "Conflict",
    "FakturaClient",
    "FakturaError",
    "File",
    "Forbidden",
    "InvalidWebhook",
    "NoAnswer",
    "NotFound",
    "NotReady",
    "Pages",
    "ReportedRequest",
    "Retries",
    "ServerError",
    "TooLarge",
    "TooManyRequests",
    "Unauthorized",
    "UnexpectedAnswer",
    "Unprocessable",
    "Upload",
    "dumps",
    "found_invoices",
    "found_invoices_async",
    "job_orders",
    "job_orders_async",
    "loads",
    "verified_webhook",
]
