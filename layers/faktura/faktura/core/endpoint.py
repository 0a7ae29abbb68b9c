"""An endpoint: the handler's signature is its contract, this decorator the plumbing between it and API Gateway.

An `Api` is one API's dialect: which permission context its tokens need, and how it says what went wrong. Its decorators
turn a plain function into an `Endpoint`, the callable that Lambda invokes. Each parameter of the function is, in this
order of precedence: a variable of the path by name, validated as its type; the `Request` or its `Caller`; something
with `from_request` (an upload, a form, a page); something with `from_settings` (a store, made while Lambda
initialises); else the JSON body (by `from_json` where its type has one).
"""

from collections.abc import Callable, Mapping, Sequence
from inspect import Parameter, signature
from re import findall, sub
from typing import Any, get_type_hints

from botocore.exceptions import BotoCoreError, ClientError
from pydantic import TypeAdapter

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
    Unauthenticated,
    Unavailable,
    UnsupportedContentType,
)
from faktura.core.idempotency import Once
from faktura.core.model import validated
from faktura.core.observability import correlated, log
from faktura.core.request import Answer, Request
from faktura.core.stores import from_settings

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

ErrorBody = Callable[[Refusal, int, Request], Any]


class Api:
    """One API's dialect.

    `error_body` gives the JSON body of an error (`None` for none), `statuses` the status of this API's own refusals,
    `bound_to` the claim a token must carry besides its scopes (`mga_id`, `practices`, ...), `admit` refuses a request
    for what this API judges before its scope, such as a path that is not the caller's; `path` has the schemas of the
    path's variables that it judges.
    """

    def __init__(
        self,
        title: str,
        error_body: ErrorBody,
        statuses: Mapping[type[Refusal], int] | None = None,
        bound_to: str = "",
        admit: Callable[[Request], None] = lambda _request: None,
        path: Mapping[str, Any] | None = None,
    ) -> None:
        self.title = title
        self.bound_to = bound_to
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
        """The HTTP status this API gives a kind of refusal."""
        return next(self.statuses[kind] for kind in refusal.__mro__ if kind in self.statuses)

    def refuse(self, refusal: Refusal, request: Request) -> Answer:
        """The refusal as an answer in this API's words."""
        status = self.status_of(type(refusal))
        headers = {"WWW-Authenticate": "Bearer"} if isinstance(refusal, Unauthenticated) else {}
        return Answer(status, self._error_body(refusal, status, request), headers)


class Endpoint:
    """One route of one API, called by Lambda with API Gateway's proxy event.

    Terms: `allow` names the scope a caller needs (`None`: public), `implied_by` another that will do, `raises` the
    refusals worth documenting beyond those every endpoint has, `status` the status of a plain return value (`None`
    becomes an empty body), `answers` the shape of an `Answer` where the handler returns one (a model, a list of one, or
    a content type such as `application/pdf`), `besides` the shapes of its answers of other statuses.
    """

    def __init__(
        self,
        api: Api,
        method: str,
        path: str,
        function: Callable[..., Any],
        *,
        allow: str | None,
        implied_by: str = "",
        raises: Sequence[type[Refusal]] = (),
        status: int = 200,
        answers: Any = None,
        besides: Mapping[int, Any] | None = None,
    ) -> None:
        self.api, self.method, self.path = api, method, path
        self.allow, self.implied_by = allow, implied_by
        self.raises, self.status, self.answers = raises, status, answers
        self.besides = besides or {}
        self.function = function
        self.hints = get_type_hints(function, include_extras=True)
        self._arguments = {name: self._source(parameter) for name, parameter in signature(function).parameters.items()}

    def __call__(self, event: Mapping[str, Any], _context: object) -> dict[str, Any]:
        """Answer one request; whatever goes wrong is said in the API's own words, and nothing else of it."""
        request = Request(event)
        with correlated(request.id):
            return self._in_any_case(request).as_event(request.id)

    def _in_any_case(self, request: Request) -> Answer:
        try:
            return self._answer(request)
        except Refusal as refusal:
            if refusal.is_our_fault:
                log.error("endpoint unavailable", reason=_reason(refusal.__cause__ or refusal), ApiFaults=1)
            return self.api.refuse(refusal, request)
        except (ClientError, BotoCoreError) as fault:
            log.error("aws call failed", reason=_reason(fault), ApiFaults=1)
            return self.api.refuse(Unavailable(), request)
        except Exception:
            log.exception("endpoint failed", ApiFaults=1)
            return self.api.refuse(Failure(), request)

    def _answer(self, request: Request) -> Answer:
        if self.allow is not None:
            caller = request.caller
            self.api.admit(request)
            caller.must_have(self.allow, self.api.bound_to, self.implied_by)
        arguments = {name: source(request) for name, source in self._arguments.items()}
        once = next((value for value in arguments.values() if isinstance(value, Once)), None)
        return once.run(lambda: self._result(arguments)) if once else self._result(arguments)

    def _result(self, arguments: Mapping[str, Any]) -> Answer:
        result = self.function(**arguments)
        return result if isinstance(result, Answer) else Answer(self.status, result)

    def _source(self, parameter: Parameter) -> Callable[[Request], Any]:
        kind = self.hints[parameter.name]
        if variable := self.path_variables.get(parameter.name):
            of_path: TypeAdapter[Any] = TypeAdapter(kind)
            return lambda request: validated(of_path, request.path_parameters[variable], at=variable)
        if kind is Request:
            return lambda request: request
        if kind is Caller:
            return lambda request: request.caller
        if hasattr(kind, "from_request"):
            return kind.from_request  # type: ignore[no-any-return]  # a class of ours, known by this method alone
        if hasattr(kind, "from_settings"):
            stores = from_settings({parameter.name: kind})
            return lambda _request: stores()[parameter.name]
        if hasattr(kind, "from_json"):
            return lambda request: kind.from_json(request.json(), len(request.body))
        adapter = TypeAdapter(kind)
        return lambda request: validated(adapter, request.json())

    @property
    def path_variables(self) -> dict[str, str]:
        """Parameter name → name in the path: `invoice_id` → `invoiceId`."""
        return {sub("([A-Z])", r"_\1", name).lower(): name for name in findall(r"{(\w+)}", self.path)}


def _reason(fault: BaseException) -> str:
    return f"{type(fault).__name__}: {fault}"
