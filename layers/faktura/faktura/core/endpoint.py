"""An endpoint: the handler's signature is its contract, and the decorator connects it to API Gateway.

An `Api` is one API's dialect: the claims of its tokens, and how it reports errors. Its decorators turn a plain function
into an `Endpoint`, the callable that Lambda invokes. Each parameter of the function is, in this order of precedence: a
variable of the path by name, validated as its type; the `Request` or its `Caller`; a `FromRequest` (an upload, a form,
a page); a `FromSettings` (a store or service, made while Lambda initialises); else the JSON body, read by `FromJson` or
validated as its type.
"""

from collections.abc import Callable, Mapping, Sequence
from inspect import Parameter, signature
from re import findall, sub
from typing import Any, get_type_hints

from botocore.exceptions import BotoCoreError, ClientError
from pydantic import TypeAdapter

from faktura.core import startup
from faktura.core.auth import Caller
from faktura.core.errors import (
    BodyTooLarge,
    Failure,
    Forbidden,
    InvalidRequest,
    KeyInUse,
    KeyReused,
    MalformedBody,
    NotFound,
    Refusal,
    Stopped,
    Unauthenticated,
    Unavailable,
    UnsupportedContentType,
)
from faktura.core.idempotency import Idempotency
from faktura.core.injection import FromSettings, from_settings
from faktura.core.model import build, validated
from faktura.core.observability import correlated, log, reason_of
from faktura.core.request import FromJson, FromRequest, Request
from faktura.core.response import Response, as_response

STATUSES: Mapping[type[Refusal], int] = {
    MalformedBody: 400,
    InvalidRequest: 400,
    Unauthenticated: 401,
    Forbidden: 403,
    NotFound: 404,
    KeyInUse: 409,
    BodyTooLarge: 413,
    UnsupportedContentType: 415,
    KeyReused: 422,
    Failure: 500,
    Unavailable: 503,
}

_MAINTENANCE_SECONDS = "300"
"""After which a caller should try a stopped service again."""

ErrorBody = Callable[[Refusal, int, Request], Any]


class Api:
    """One API's dialect.

    `error_body` gives the JSON body of an error (`None` for none) and `statuses` the status of this API's own refusals.
    `claims` are the claims of a token that say for whom the caller acts (`mga_id`, `practices`, ...), of which a token
    must carry `required_claim`. `admit` refuses a request before the scope check, such as one whose path is not
    the caller's. `path` has the schemas of the variables of the path that `admit` judges.
    """

    def __init__(
        self,
        title: str,
        error_body: ErrorBody,
        statuses: Mapping[type[Refusal], int] | None = None,
        claims: Sequence[str] = (),
        required_claim: str = "",
        admit: Callable[[Request], None] = lambda _request: None,
        path: Mapping[str, Any] | None = None,
    ) -> None:
        self.title = title
        self.claims = claims
        self.required_claim = required_claim
        self.admit = admit
        self.path = path or {}
        self.statuses = {**STATUSES, **(statuses or {})}
        self._error_body = error_body

    def get(self, path: str, **terms: Any) -> Callable[[Callable[..., Any]], "Endpoint"]:
        """Declare a GET endpoint; see `Endpoint` for the terms."""
        return lambda function: Endpoint(self, "GET", path, function, **terms)

    def post(self, path: str, **terms: Any) -> Callable[[Callable[..., Any]], "Endpoint"]:
        """Declare a POST endpoint; see `Endpoint` for the terms."""
        return lambda function: Endpoint(self, "POST", path, function, **terms)

    def put(self, path: str, **terms: Any) -> Callable[[Callable[..., Any]], "Endpoint"]:
        """Declare a PUT endpoint; see `Endpoint` for the terms."""
        return lambda function: Endpoint(self, "PUT", path, function, **terms)

    def patch(self, path: str, **terms: Any) -> Callable[[Callable[..., Any]], "Endpoint"]:
        """Declare a PATCH endpoint; see `Endpoint` for the terms."""
        return lambda function: Endpoint(self, "PATCH", path, function, **terms)

    def delete(self, path: str, **terms: Any) -> Callable[[Callable[..., Any]], "Endpoint"]:
        """Declare a DELETE endpoint; see `Endpoint` for the terms."""
        return lambda function: Endpoint(self, "DELETE", path, function, **terms)

    def status_of(self, refusal: type[Refusal]) -> int:
        """The HTTP status of a kind of refusal in this API."""
        return next(self.statuses[kind] for kind in refusal.__mro__ if kind in self.statuses)

    def refuse(self, refusal: Refusal, request: Request) -> Response:
        """The refusal as a response in this API's words."""
        status = self.status_of(type(refusal))
        headers = {"WWW-Authenticate": "Bearer"} if isinstance(refusal, Unauthenticated) else {}
        headers |= {"Retry-After": _MAINTENANCE_SECONDS} if isinstance(refusal, Stopped) else {}
        return Response(status, self._error_body(refusal, status, request), headers)


class Endpoint:
    """One route of one API, called by Lambda with API Gateway's proxy event.

    Terms: `scope` is what a caller's token must grant (`None`: public) and `implied_by` the other scope, or scopes,
    that suffice; `raises` lists the refusals worth documenting beyond those every endpoint has. The return annotation
    documents the response; where it cannot, `response` does (a model, a list of one, or a content type), and `also`
    describes the responses of other statuses.
    """

    def __init__(
        self,
        api: Api,
        method: str,
        path: str,
        function: Callable[..., Any],
        *,
        scope: str | None,
        implied_by: str | Sequence[str] = (),
        raises: Sequence[type[Refusal]] = (),
        response: Any = None,
        also: Mapping[int, str] | None = None,
    ) -> None:
        self.api, self.method, self.path = api, method, path
        self.scope, self.implied_by = scope, [implied_by] if isinstance(implied_by, str) else implied_by
        self.raises, self.response, self.also = raises, response, also or {}
        self.function = function
        self.hints = get_type_hints(function, include_extras=True)
        self._arguments = {name: self._source(parameter) for name, parameter in signature(function).parameters.items()}
        build(self.hints.get("return"))
        startup.end()

    def __call__(self, event: Mapping[str, Any], _context: object) -> dict[str, Any]:
        """Respond to one request. Any failure becomes a refusal in the API's own shape, without its cause."""
        request = Request(event, self.api.claims)
        with correlated(request.id):
            return self._respond(request).as_event(request.id)

    def _respond(self, request: Request) -> Response:
        try:
            return self._executed(request)
        except Refusal as refusal:
            if refusal.is_our_fault:
                log.error("endpoint unavailable", reason=reason_of(refusal.__cause__ or refusal), ApiFaults=1)
            return self.api.refuse(refusal, request)
        except (ClientError, BotoCoreError) as fault:
            log.error("aws call failed", reason=reason_of(fault), ApiFaults=1)
            return self.api.refuse(Unavailable(), request)
        except Exception:
            log.exception("endpoint failed", ApiFaults=1)
            return self.api.refuse(Failure(), request)

    def _executed(self, request: Request) -> Response:
        if self.scope is not None:
            request.must_be_served()
            caller = request.caller
            self.api.admit(request)
            caller.must_have(self.scope, self.api.required_claim, self.implied_by)
        arguments = {name: source(request) for name, source in self._arguments.items()}
        idempotency = next((value for value in arguments.values() if isinstance(value, Idempotency)), None)

        def result() -> Response:
            return as_response(self.function(**arguments), request.base_url)

        return idempotency.run(result) if idempotency else result()

    def _source(self, parameter: Parameter) -> Callable[[Request], Any]:
        kind = self.hints[parameter.name]
        if variable := self.path_variables.get(parameter.name):
            of_path: TypeAdapter[Any] = TypeAdapter(kind)
            return lambda request: validated(of_path, request.path_parameters[variable], at=variable)
        if kind is Request:
            return lambda request: request
        if kind is Caller:
            return lambda request: request.caller
        if is_a(kind, FromRequest):
            return kind.from_request  # type: ignore[no-any-return]
        if is_a(kind, FromSettings):
            stores = from_settings({parameter.name: kind})
            return lambda _request: stores()[parameter.name]
        if is_a(kind, FromJson):
            return lambda request: kind.from_json(request.json(), len(request.body))
        adapter = TypeAdapter(kind)
        return lambda request: validated(adapter, request.json())

    @property
    def readers(self) -> list[Callable[[Request], Any]]:
        """All that reads the request before the handler runs; each may refuse it. None makes a store or a service."""
        parts = [read for name, read in self._arguments.items() if not is_a(self.hints[name], FromSettings)]
        return [self.api.admit, *parts]

    @property
    def path_variables(self) -> dict[str, str]:
        """Parameter name → name in the path: `invoice_id` → `invoiceId`."""
        return {sub("([A-Z])", r"_\1", name).lower(): name for name in findall(r"{(\w+)}", self.path)}


def is_a(kind: Any, protocol: type) -> bool:
    """Whether a parameter's type is a class that implements the protocol."""
    return isinstance(kind, type) and issubclass(kind, protocol)
