"""AWS clients: made on first use, one of each, with bounded patience."""

from functools import cache
from typing import Any

import boto3
from botocore.config import Config

_PATIENT = Config(retries={"mode": "standard", "total_max_attempts": 4}, connect_timeout=2, read_timeout=10)


@cache
def client(service: str) -> Any:
    """The process's client of an AWS service: four attempts, 2 s to connect, 10 s to answer."""
    return boto3.client(service, config=_PATIENT)
