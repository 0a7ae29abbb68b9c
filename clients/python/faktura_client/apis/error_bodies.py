"""The bodies of each API's errors. This file is generated from the OpenAPI document: `make client`."""

from faktura_client import models

AccessErrorBody = models.GatewayError | models.OAuthError
"""Access"""

BillingErrorBody = models.BillingError | models.BillingValidationError | models.GatewayError | models.NumberTakenError
"""Client billing"""

CaptureErrorBody = models.AccessRefused | models.ErrorResponse | models.GatewayError | models.ReviewConflict
"""Invoice capture"""

CasesErrorBody = models.CasesErrorBody | models.GatewayError
"""Provider invoices"""

JobsErrorBody = models.GatewayError | models.JobsErrorBody
"""Invoice jobs"""

PimsErrorBody = models.FailedRequest | models.GatewayError | models.RefusedRequest
"""PIMS on demand"""

ServiceErrorBody = models.GatewayError | models.ServiceErrorBody
"""Service"""

ErrorBody = (
    AccessErrorBody
    | BillingErrorBody
    | CaptureErrorBody
    | CasesErrorBody
    | JobsErrorBody
    | PimsErrorBody
    | ServiceErrorBody
)
"""Of any API."""
