"""What an endpoint responds, read from its return annotation; runs at build time only."""

from types import UnionType
from typing import Any, Union, get_args, get_origin

from faktura.core.endpoint import Endpoint
from faktura.core.response import Accepted, Created, Listed, NoContent, Pdf, Response


def responses_of(endpoint: Endpoint) -> dict[int, Any]:
    """What an endpoint responds by status: a model, a list of one, a content type, or `None` for an empty body."""
    returned = endpoint.hints.get("return")
    kinds = get_args(returned) if get_origin(returned) in (Union, UnionType) else (returned,)
    responses: dict[int, Any] = {}
    for kind in kinds:
        reply = get_origin(kind) or kind
        body = next(iter(get_args(kind)), None) if get_origin(kind) and reply is not list else kind
        if reply is Listed:
            responses[Listed.STATUS] = list[body]  # type: ignore[valid-type]  # it is a class, known at run time only
        elif reply in (Created, Accepted):
            responses[reply.STATUS] = None if body is type(None) else body
        elif reply is Pdf:
            responses[Pdf.STATUS] = Pdf.CONTENT_TYPE
        elif reply is NoContent:
            responses[NoContent.STATUS] = None
        else:
            responses[200] = None if kind in (Response, type(None)) else kind
    if endpoint.response:
        responses[200] = endpoint.response
    return responses
