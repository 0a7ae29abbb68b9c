"""Checks of API Gateway's treatment of requests and answers."""

import re
import ssl
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote, urlsplit
from urllib.request import urlopen

import jwt

from deployment.smoke.checking import CheckFailed, Options, Skipped, expect, expect_error
from local.demo.caller import Service

_NO_SUCH_PATH = "/no/such/path"
_TOO_LARGE_FOR_LAMBDA = 7_000_000
_FLOOD, _AT_ONCE = 3_000, 64
_RETRY_AFTER = ("1", "300")
"""In seconds, of API Gateway's throttle and of AWS WAF's rate rule (the template's GatewayResponses)."""
_AWKWARD_ID = "smoke ü 1"
_SCRIPT = re.compile(r'"(docs/[^"]+\.js)"')


def is_healthy(stack: Service, _: Options) -> None:
    """The service is healthy and its answer has a request id."""
    answer = stack.ask("GET", "/api/v1/health")
    expect("the status", answer.status, 200)
    expect("X-Content-Type-Options", answer.headers.get("X-Content-Type-Options"), "nosniff")
    expect("whether there is an x-request-id", bool(answer.headers.get("x-request-id")), True)


def uses_tls(stack: Service, _: Options) -> None:
    """The connection is TLS 1.2 or newer, with a certificate that this machine trusts."""
    parts = urlsplit(stack.url)
    if parts.scheme != "https":
        raise Skipped("the URL is not https")
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    with urlopen(f"{stack.url}/api/v1/health", timeout=40, context=context) as answer:  # noqa: S310  # it is https
        expect("the status", answer.status, 200)


def unknown_path_is_404(stack: Service, _: Options) -> None:
    """An unknown path gets Faktura's 404."""
    expect_error(stack.ask("GET", _NO_SUCH_PATH), 404, "NOT_FOUND")


def unknown_path_with_a_token_is_404(stack: Service, _: Options) -> None:
    """An unknown path with a bearer token gets Faktura's 404, though API Gateway sees a bad signature."""
    expect_error(stack.caller("office").ask("GET", _NO_SUCH_PATH), 404, "NOT_FOUND")


def unknown_method_is_404(stack: Service, _: Options) -> None:
    """An unknown method of a path gets Faktura's 404."""
    expect_error(stack.caller("office").ask("DELETE", "/api/v1/health"), 404, "NOT_FOUND")


def another_origin_is_given_nothing(stack: Service, _: Options) -> None:
    """A browser's preflight request from another origin (CORS) is refused."""
    headers = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    answer = stack.ask("OPTIONS", "/api/invoices", headers=headers)
    expect_error(answer, 404, "NOT_FOUND")
    expect("Access-Control-Allow-Origin", answer.headers.get("Access-Control-Allow-Origin"), None)


def missing_token_is_401(stack: Service, _: Options) -> None:
    """A request without a token gets 401, with its WWW-Authenticate as x-amzn-Remapped-WWW-Authenticate."""
    answer = stack.ask("GET", "/api/v1/customers/smoke")
    expect_error(answer, 401, "AUTH_TOKEN_MISSING")
    expect("x-amzn-Remapped-WWW-Authenticate", answer.headers.get("x-amzn-Remapped-WWW-Authenticate"), "Bearer")
    expect("WWW-Authenticate", answer.headers.get("WWW-Authenticate"), None)


def tokens_are_verified_by_the_published_keys(stack: Service, _: Options) -> None:
    """A published key verifies a token's signature."""
    token = stack.caller("office").token
    key = jwt.get_unverified_header(token)["kid"]
    keys = jwt.PyJWKSet.from_dict(stack.ask("GET", "/.well-known/jwks.json").json())
    jwt.decode(token, keys[key], algorithms=["ES256"], options={"verify_aud": False})


def wrong_token_is_401(stack: Service, _: Options) -> None:
    """A token with a wrong signature gets 401."""
    head, claims, signature = stack.caller("mga").token.split(".")
    forged = f"{head}.{claims}.{signature[::-1]}"
    answer = stack.ask("GET", "/api/v1/customers/smoke", headers={"Authorization": f"Bearer {forged}"})
    expect_error(answer, 401, "AUTH_TOKEN_INVALID")


def large_body_is_413(stack: Service, _: Options) -> None:
    """A body of 7 MB, too large for Lambda, gets Faktura's 413."""
    file = ("invoice.jpg", bytes(_TOO_LARGE_FOR_LAMBDA), "image/jpeg")
    answer = stack.caller("mga").ask("POST", "/api/v1/invoice/smoke/process", fields={"invoice": file})
    expect_error(answer, 413, "FILE_TOO_LARGE")


def awkward_path_arrives(stack: Service, _: Options) -> None:
    """An id with a blank and a letter outside ASCII arrives unchanged."""
    customer = stack.caller("mga").quietly("PUT", f"/api/v1/customers/{quote(_AWKWARD_ID)}", {"firstName": "Ana"})
    expect("the customer's id", customer.json()["customerId"], _AWKWARD_ID)


def location_can_be_followed(stack: Service, _: Options) -> None:
    """A Location begins with the URL of the stack and its stage, and leads to the new resource."""
    office = stack.caller("office")
    location = office.quietly("POST", "/api/invoices").headers["Location"]
    if not location.startswith(f"{stack.url}/"):
        raise CheckFailed(f"Location: expected something below {stack.url}, got {location}")
    expect("the status", office.ask("GET", location.removeprefix(stack.url)).status, 200)


def page_is_shown(stack: Service, _: Options) -> None:
    """The API page, its compressed script and the OpenAPI document are served."""
    page = stack.ask("GET", "/docs").data.decode()
    found = _SCRIPT.search(page)
    if not found:
        raise CheckFailed("the page has no script")
    script = stack.ask("GET", f"/{found[1]}", headers={"Accept-Encoding": "gzip"}, decode_content=False)
    expect("Content-Encoding", script.headers.get("Content-Encoding"), "gzip")
    expect("the first bytes of the compressed script", script.data[:2], b"\x1f\x8b")
    expect("the description's version", stack.ask("GET", "/openapi.json").json()["openapi"][:2], "3.")


def flood_is_429(stack: Service, options: Options) -> None:
    """More health checks than their throttle accepts get Faktura's 429, with a Retry-After.

    API Gateway refuses this method for a moment. AWS WAF refuses every call from this address for minutes.
    """
    if not options.flood:
        raise Skipped(
            "it blocks all health checks for a moment, and with WafRateLimit all calls from here for minutes; "
            "set FLOOD=yes to run it"
        )
    with ThreadPoolExecutor(_AT_ONCE) as callers:
        answers = callers.map(lambda _: stack.ask("GET", "/api/v1/health"), range(_FLOOD))
        refused = next((answer for answer in answers if answer.status == 429), None)
        callers.shutdown(cancel_futures=True)
    if refused is None:
        raise CheckFailed(f"none of {_FLOOD} calls, {_AT_ONCE} at a time, was refused")
    expect_error(refused, 429, "TOO_MANY_REQUESTS")
    retry_after = refused.headers.get("Retry-After")
    if retry_after not in _RETRY_AFTER:
        raise CheckFailed(f"Retry-After: expected one of {', '.join(_RETRY_AFTER)}, got {retry_after}")


CHECKS = (
    is_healthy,
    uses_tls,
    unknown_path_is_404,
    unknown_path_with_a_token_is_404,
    unknown_method_is_404,
    another_origin_is_given_nothing,
    missing_token_is_401,
    tokens_are_verified_by_the_published_keys,
    wrong_token_is_401,
    large_body_is_413,
    awkward_path_arrives,
    location_can_be_followed,
    page_is_shown,
)
