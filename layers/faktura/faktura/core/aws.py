"""AWS clients: made on first use, one of each, with bounded patience."""

from functools import cache
from typing import Any

from botocore.config import Config
from botocore.session import Session, get_session

_CONNECT_SECONDS = 1
_EVERYDAY = (4, 3)
_PATIENCE = {"s3": (3, 5), "textract": (3, 20)}
"""Attempts, and seconds to answer: a service that hangs is given up before the function is, so that we can say so.

Textract throttles often, a few pages a second, and takes seconds a page; who calls it has a deadline of its own.
"""


@cache
def client(service: str) -> Any:
    """The process's client of an AWS service, as `boto3.client` makes it but without the rest of boto3's import."""
    attempts, seconds = _PATIENCE.get(service, _EVERYDAY)
    patience = Config(
        retries={"mode": "standard", "total_max_attempts": attempts},
        connect_timeout=_CONNECT_SECONDS,
        read_timeout=seconds,
        signature_version="s3v4" if service == "s3" else None,  # a presigned link's older form opens no new bucket
        s3={"addressing_style": "virtual"},  # and the global host redirects where it is to stay: links name the region
    )
    return _session().create_client(service, config=patience)


@cache
def _session() -> Session:
    return get_session()
