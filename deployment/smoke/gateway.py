"""What API Gateway makes of requests and answers."""

import re
import ssl
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote, urlsplit
from urllib.request import urlopen

import jwt

from deployment.smoke.checking import Asked, Skipped, Wrong, expect, expect_refusal
from local.demo.caller import Service

_NO_SUCH_PATH = "/no/such/path"
_TOO_LARGE_FOR_LAMBDA = 7_000_000
_FLOOD, _AT_ONCE = 3_000, 64
_RETRY_AFTER = ("1", "300")
"""Seconds, of API Gateway's throttle and of AWS WAF's rate rule (the template's GatewayResponses)."""
_AWKWARD_ID = "smoke ü 1"
_SCRIPT = re.compile(r'"(docs/[^"]+\.js)"')


def is_healthy(stack: Service, _: Asked) -> None:
    """The service is healthy, and says which request that was."""
    answer = stack.ask("GET", "/api/v1/health")
    expect("the status", answer.status, 200)
    expect("X-Content-Type-Options", answer.headers.get("X-Content-Type-Options"), "nosniff")
    expect("whether there is an x-request-id", bool(answer.headers.get("x-request-id")), True)


def uses_tls(stack: Service, _: Asked) -> None:
    """The connection is TLS 1.2 or newer, with a certificate that this machine trusts."""
    parts = urlsplit(stack.url)
    if parts.scheme != "https":
        raise Skipped("the URL is not https")
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    with urlopen(f"{stack.url}/api/v1/health", timeout=40, context=context) as answer:  # noqa: S310  # it is https
        expect("the status", answer.status, 200)


def unknown_path_is_404(stack: Service, _: Asked) -> None:
    """An unknown path is 404 in our words."""
    expect_refusal(stack.ask("GET", _NO_SUCH_PATH), 404, "NOT_FOUND")


def unknown_path_with_a_token_is_404(stack: Service, _: Asked) -> None:
    """An unknown path is 404 also with a bearer token, which API Gateway takes for a bad signature."""
    expect_refusal(stack.caller("office").ask("GET", _NO_SUCH_PATH), 404, "NOT_FOUND")


def unknown_method_is_404(stack: Service, _: Asked) -> None:
    """An unknown method of a path is 404 in our words."""
    expect_refusal(stack.caller("office").ask("DELETE", "/api/v1/health"), 404, "NOT_FOUND")


def another_origin_is_given_nothing(stack: Service, _: Asked) -> None:
    """A browser's question from another origin (CORS) is refused."""
    headers = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    answer = stack.ask("OPTIONS", "/api/invoices", headers=headers)
    expect_refusal(answer, 404, "NOT_FOUND")
    expect("Access-Control-Allow-Origin", answer.headers.get("Access-Control-Allow-Origin"), None)


def missing_token_is_401(stack: Service, _: Asked) -> None:
    """Without a token it is 401, whose WWW-Authenticate comes as x-amzn-Remapped-WWW-Authenticate."""
    answer = stack.ask("GET", "/api/v1/customers/smoke")
    expect_refusal(answer, 401, "AUTH_TOKEN_MISSING")
    expect("x-amzn-Remapped-WWW-Authenticate", answer.headers.get("x-amzn-Remapped-WWW-Authenticate"), "Bearer")
    expect("WWW-Authenticate", answer.headers.get("WWW-Authenticate"), None)


def tokens_are_verified_by_the_published_keys(stack: Service, _: Asked) -> None:
    """A token's signature is that of a published key."""
    token = stack.caller("office").token
    key = jwt.get_unverified_header(token)["kid"]
    keys = jwt.PyJWKSet.from_dict(stack.ask("GET", "/.well-known/jwks.json").json())
    jwt.decode(token, keys[key], algorithms=["ES256"], options={"verify_aud": False})


def wrong_token_is_401(stack: Service, _: Asked) -> None:
    """A token whose signature does not fit is 401."""
    head, claims, signature = stack.caller("mga").token.split(".")
    forged = f"{head}.{claims}.{signature[::-1]}"
    answer = stack.ask("GET", "/api/v1/customers/smoke", headers={"Authorization": f"Bearer {forged}"})
    expect_refusal(answer, 401, "AUTH_TOKEN_INVALID")


def large_body_is_413(stack: Service, _: Asked) -> None:
    """A body of 7 MB, which Lambda refuses, is 413 in our words."""
    file = ("invoice.jpg", bytes(_TOO_LARGE_FOR_LAMBDA), "image/jpeg")
    answer = stack.caller("mga").ask("POST", "/api/v1/invoice/smoke/process", fields={"invoice": file})
    expect_refusal(answer, 413, "FILE_TOO_LARGE")


def awkward_path_arrives(stack: Service, _: Asked) -> None:
    """An id with a blank and a letter beyond ASCII arrives as it was sent."""
    customer = stack.caller("mga").quietly("PUT", f"/api/v1/customers/{quote(_AWKWARD_ID)}", {"firstName": "Ana"})
    expect("the customer's id", customer.json()["customerId"], _AWKWARD_ID)


def location_can_be_followed(stack: Service, _: Asked) -> None:
    """A Location begins with the URL of the stack, its stage included, and leads to what was made."""
    office = stack.caller("office")
    location = office.quietly("POST", "/api/invoices").headers["Location"]
    if not location.startswith(f"{stack.url}/"):
        raise Wrong(f"Location: expected something below {stack.url}, got {location}")
    expect("the status", office.ask("GET", location.removeprefix(stack.url)).status, 200)


def page_is_shown(stack: Service, _: Asked) -> None:
    """The API page, its compressed script and the description are served."""
    page = stack.ask("GET", "/docs").data.decode()
    found = _SCRIPT.search(page)
    if not found:
        raise Wrong("the page names no script")
    script = stack.ask("GET", f"/{found[1]}", headers={"Accept-Encoding": "gzip"}, decode_content=False)
    expect("Content-Encoding", script.headers.get("Content-Encoding"), "gzip")
    expect("the first bytes of the compressed script", script.data[:2], b"\x1f\x8b")
    expect("the description's version", stack.ask("GET", "/openapi.json").json()["openapi"][:2], "3.")


def flood_is_429(stack: Service, asked: Asked) -> None:
    """More health checks than their throttle takes are 429 in our words, with the Retry-After of who refuses.

    That is API Gateway, for a moment and of this one method, or AWS WAF, for minutes and of this address's every call.
    """
    if not asked.flood:
        raise Skipped(
            "for a moment nobody's health check is answered, and with WafRateLimit for minutes no call from here; "
            "FLOOD=yes asks for it"
        )
    with ThreadPoolExecutor(_AT_ONCE) as callers:
        answers = callers.map(lambda _: stack.ask("GET", "/api/v1/health"), range(_FLOOD))
        refused = next((answer for answer in answers if answer.status == 429), None)
        callers.shutdown(cancel_futures=True)
    if refused is None:
        raise Wrong(f"none of {_FLOOD} calls, {_AT_ONCE} at a time, was refused")
    expect_refusal(refused, 429, "TOO_MANY_REQUESTS")
    told = refused.headers.get("Retry-After")
    if told not in _RETRY_AFTER:
        raise Wrong(f"Retry-After: expected one of {', '.join(_RETRY_AFTER)}, got {told}")


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
