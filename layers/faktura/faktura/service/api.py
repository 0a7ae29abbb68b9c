"""The dialect of the service endpoints: `{"message": ...}`, as the gateway itself answers."""

from typing import Literal

from faktura.core.endpoint import Api
from faktura.core.errors import Refusal
from faktura.core.model import Model
from faktura.core.request import Request


class Health(Model):
    """That the service answers."""

    status: Literal["Healthy"]


class ErrorBody(Model):
    """An error in one sentence."""

    message: str


def _error_body(refusal: Refusal, _status: int, _request: Request) -> ErrorBody:
    return ErrorBody(message=refusal.message)


api = Api("Service", _error_body)
