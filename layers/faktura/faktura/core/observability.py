"""Structured logs: one JSON line per change of state, ids as fields, no personal data."""

from aws_lambda_powertools.logging import Logger

log = Logger(service="faktura", use_rfc3339=True)
