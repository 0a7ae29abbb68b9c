"""AWS clients: made on first use, one of each, with bounded patience."""

from functools import cache
from typing import Any

from botocore.config import Config
from botocore.session import Session, get_session

_ATTEMPTS = 4
_CONNECT_SECONDS = 2
_READ_SECONDS = {"textract": 24}
_OTHERS_READ_SECONDS = 10


@cache
def client(service: str) -> Any:
    """The process's client of an AWS service, as `boto3.client` makes it but without the rest of boto3's import.

    Four attempts, 2 s to connect, 10 s to answer (Textract: 24 s, what is left before the gateway gives up).
    """
    patience = Config(
        retries={"mode": "standard", "total_max_attempts": _ATTEMPTS},
        connect_timeout=_CONNECT_SECONDS,
        read_timeout=_READ_SECONDS.get(service, _OTHERS_READ_SECONDS),
    )
    return _session().create_client(service, config=patience)


@cache
def _session() -> Session:
    return get_session()
