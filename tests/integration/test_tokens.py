"""Access tokens: how they are issued and revoked, and which ones the APIs accept (docs/apis/README.md)."""

import base64
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from unittest.mock import patch

import jwt
import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from faktura.access.__main__ import main
from faktura.core import aws, issuers
from tests.support.builders import http_event, pims_invoice
from tests.support.deployment import Deployment, Reply
from tests.support.faults.injected import Fault, Faults
from tests.support.people import operator
from tests.support.tokens import FORM, TOKEN_REQUEST, register, request_token

GRANTS = "must be client_credentials, or urn:ietf:params:oauth:grant-type:token-exchange for a person"
PUSH = "/api/data-on-demand/invoices"


def push(faktura: Deployment, token: str | None, *invoices: Any, **headers: str) -> Reply:
    body = {"invoices": invoices or [pims_invoice()]}
    return faktura.request("pims.upsert_invoices", http_event("POST", PUSH, body, token, headers=headers))


def test_a_client_gets_a_token_with_its_lifetime_and_scope(faktura: Deployment) -> None:
    register(faktura)

    reply = request_token(faktura, TOKEN_REQUEST)

    token = reply.json.pop("access_token")
    assert reply.status == 200
    assert reply.json == {
        "token_type": "Bearer",
        "expires_in": 14399,
        "scope": "pims:write",
        "session_idle_time": 120,
        "refresh_token": "",
        "refresh_token_expires_in": 0,
    }
    assert reply.headers["Cache-Control"] == "no-store"
    assert push(faktura, token).status == 202


def test_the_claims_name_the_client_its_scopes_and_for_whom_it_acts(faktura: Deployment) -> None:
    register(
        faktura, "mga", scopes=("invoice:process", "invoice:lookup"), context={"mga_id": "alpha", "practices": "*"}
    )

    reply = request_token(faktura, "grant_type=client_credentials&client_id=mga&client_secret=s3cret")

    claims = jwt.decode(reply.json["access_token"], options={"verify_signature": False})
    header = jwt.get_unverified_header(reply.json["access_token"])
    assert (header["alg"], header["typ"]) == ("ES256", "at+jwt")
    assert claims["exp"] - claims["iat"] == reply.json["expires_in"] == 86_400
    assert claims["aud"] == claims["iss"] + ":api"
    assert {name: claims[name] for name in ("sub", "scope", "permissions", "mga_id", "practices")} == {
        "sub": "mga",
        "scope": "invoice:process invoice:lookup",
        "permissions": ["invoice:process", "invoice:lookup"],
        "mga_id": "alpha",
        "practices": "*",
    }


def test_the_published_keys_verify_a_token(faktura: Deployment) -> None:
    token = faktura.token()

    published = faktura.request("access.publish_keys", http_event("GET", "/.well-known/jwks.json")).json

    key = jwt.PyJWKSet.from_dict(published)[jwt.get_unverified_header(token)["kid"]]
    issuer = faktura.stack.outputs["Issuer"]
    assert jwt.decode(token, key, ["ES256"], audience=f"{issuer}:api", issuer=issuer)["sub"] == "pims-demo"


def test_a_client_may_send_its_credentials_as_http_basic(faktura: Deployment) -> None:
    register(faktura, "my client")
    basic = base64.b64encode(b"my+client:s3cret").decode()

    reply = request_token(faktura, "grant_type=client_credentials", Authorization=f"Basic {basic}")

    assert reply.status == 200


def test_a_client_may_request_some_of_its_scopes(faktura: Deployment) -> None:
    register(faktura, scopes=("pims:write", "invoices:read"))

    reply = request_token(faktura, f"{TOKEN_REQUEST}&scope=invoices:read")

    assert reply.json["scope"] == "invoices:read"
    assert push(faktura, reply.json["access_token"]).status == 403


def test_a_scope_requested_a_hundred_times_is_granted_once(faktura: Deployment) -> None:
    """Before, it was 500: the token was longer than KMS signs."""
    register(faktura, scopes=("pims:write", "invoices:read"))
    scope = "+".join(["invoices:read", "pims:write"] * 100)

    reply = request_token(faktura, f"{TOKEN_REQUEST}&scope={scope}")

    claims = jwt.decode(reply.json["access_token"], options={"verify_signature": False})
    assert (reply.status, reply.json["scope"]) == (200, "invoices:read pims:write")
    assert claims["permissions"] == ["invoices:read", "pims:write"]


@pytest.mark.parametrize("scopes", [("",), (" ", ""), ()])
def test_a_client_without_a_scope_gets_no_token(faktura: Deployment, scopes: tuple[str, ...]) -> None:
    """Before, an empty name counted as a scope and passed every check."""
    register(faktura, scopes=scopes)

    reply = request_token(faktura, f"{TOKEN_REQUEST}&scope=")

    assert (reply.status, reply.json["error"]) == (400, "invalid_scope")


def test_an_empty_scope_of_a_client_is_never_granted(faktura: Deployment) -> None:
    register(faktura, scopes=("", "invoices:read", ""))

    reply = request_token(faktura, f"{TOKEN_REQUEST}&scope=")

    assert (reply.status, reply.json["scope"]) == (200, "invoices:read")
    assert push(faktura, reply.json["access_token"]).status == 403


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        (f"{TOKEN_REQUEST}&scope=+", 400, "invalid_scope"),
        (f"{TOKEN_REQUEST}&scope=%09%0A", 400, "invalid_scope"),
        ("grant_type=client_credentials&client_id=clinic&client_secret=wrong", 401, "invalid_client"),
        ("grant_type=client_credentials&client_id=unknown&client_secret=s3cret", 401, "invalid_client"),
        ("grant_type=client_credentials", 401, "invalid_client"),
        ("grant_type=password&client_id=clinic&client_secret=s3cret", 400, "unsupported_grant_type"),
        ("client_id=clinic&client_secret=s3cret", 400, "invalid_request"),
        (f"{TOKEN_REQUEST}&scope=root", 400, "invalid_scope"),
        ("grant_type=client_credentials&client_id=clinic&client_id=x&client_secret=s3cret", 400, "invalid_request"),
        ("\xff", 400, "invalid_request"),
    ],
)
def test_a_refused_token_request_has_the_error_code_of_rfc_6749(
    faktura: Deployment, form: str, status: int, error: str
) -> None:
    register(faktura)
    event = http_event("POST", "/oauth/token", form.encode("latin-1"), headers={"Content-Type": FORM})

    reply = faktura.request("access.issue_token", event)

    assert (reply.status, reply.json["error"]) == (status, error)


@pytest.mark.parametrize(
    ("form", "authorization", "error", "told"),
    [
        ("grant_type=password&client_id=clinic&client_secret=s3cret", None, "unsupported_grant_type", GRANTS),
        ("grant_type=authorization_code&code=x", None, "unsupported_grant_type", GRANTS),
        ("client_id=clinic&client_secret=s3cret", None, "invalid_request", "The parameter grant_type is missing."),
        ("grant_type=client_credentials", None, "invalid_client", "Send the client's id and secret, as client_id and"),
        ("grant_type=client_credentials", "Basic ?", "invalid_client", "must be HTTP Basic with the client's id"),
        ("grant_type=client_credentials", "Bearer x", "invalid_client", "must be HTTP Basic with the client's id"),
        (f"{TOKEN_REQUEST}x", None, "invalid_client", "The client is unknown or disabled, or its secret is wrong."),
        (f"{TOKEN_REQUEST}&scope=root", None, "invalid_scope", "may not have all of the requested scopes"),
        ("&".join(f"a{number}=1" for number in range(21)), None, "invalid_request", "at most 20 fields"),
    ],
)
def test_a_refusal_says_what_to_send_instead(
    faktura: Deployment, form: str, authorization: str | None, error: str, told: str
) -> None:
    register(faktura)

    reply = request_token(faktura, form, **({"Authorization": authorization} if authorization else {}))

    assert reply.json["error"] == error
    assert told in reply.json["error_description"]


def test_a_disabled_client_gets_no_token(faktura: Deployment) -> None:
    register(faktura, enabled=False)

    reply = request_token(faktura, TOKEN_REQUEST)

    assert (reply.status, reply.json["error"]) == (401, "invalid_client")


def test_a_json_body_is_refused(faktura: Deployment) -> None:
    reply = faktura.request("access.issue_token", http_event("POST", "/oauth/token", {}))

    assert (reply.status, reply.json["error"]) == (415, "invalid_request")


def test_a_revoked_token_is_refused(faktura: Deployment) -> None:
    register(faktura)
    token = request_token(faktura, TOKEN_REQUEST).json["access_token"]

    revoked = revoke(faktura, token)

    assert (revoked.status, revoked.text) == (200, "")
    assert push(faktura, token).status == 401


def test_a_revoked_token_in_use_is_refused_within_thirty_seconds(
    faktura: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(faktura)
    token = request_token(faktura, TOKEN_REQUEST).json["access_token"]
    before = push(faktura, token).status
    revoke(faktura, token)

    started = time.monotonic()
    monkeypatch.setattr("faktura.core.denylist.monotonic", lambda: started + 30)

    assert (before, push(faktura, token).status) == (202, 401)


def test_a_client_cannot_revoke_another_clients_token(faktura: Deployment) -> None:
    register(faktura)
    token = faktura.token("another-client", practices="*")

    reply = revoke(faktura, token)

    assert (reply.status, reply.json["error"]) == (400, "unauthorized_client")
    assert push(faktura, token).status == 202


def test_a_disabled_clients_tokens_are_refused_and_it_may_still_revoke_them(faktura: Deployment) -> None:
    register(faktura)
    token = request_token(faktura, TOKEN_REQUEST).json["access_token"]
    with operator(faktura):
        main(["disable", "clinic"])

    assert push(faktura, token).status == 401
    assert revoke(faktura, token).status == 200
    assert request_token(faktura, TOKEN_REQUEST).status == 401


def test_an_impossible_client_id_is_an_invalid_client(faktura: Deployment) -> None:
    form = f"grant_type=client_credentials&client_secret=x&client_id={'a' * 3_000}"

    assert (request_token(faktura, form).status, request_token(faktura, form).json["error"]) == (401, "invalid_client")


def test_credentials_of_two_clients_are_an_invalid_request(faktura: Deployment) -> None:
    register(faktura)
    basic = base64.b64encode(b"clinic:s3cret").decode()

    reply = request_token(faktura, "grant_type=client_credentials&client_id=another", Authorization=f"Basic {basic}")

    assert (reply.status, reply.json["error"]) == (400, "invalid_request")


@pytest.mark.parametrize("kind", [Fault.NO_CONNECTION, Fault.FAILED])
def test_a_key_that_cannot_be_fetched_is_503_and_not_an_invalid_token(faktura: Deployment, kind: Fault) -> None:
    token = faktura.token(practices="*")
    issuers._issuers.cache_clear()
    issuers._own_public_key.cache_clear()

    with Faults(seed=1, rate=1.0, kinds=(kind,), on=frozenset({"kms"})):
        statuses = [push(faktura, token).status for _ in range(2)]
    with patch.object(issuers, "monotonic", lambda: time.monotonic() + issuers.FAILED_COOL_DOWN):
        statuses.append(push(faktura, token).status)

    assert statuses == [503, 503, 202]


def test_practices_that_are_not_a_list_allow_no_practice(faktura: Deployment) -> None:
    assert push(faktura, faktura.token(practices="the petwell group")).status == 403


def test_revoking_an_invalid_token_is_200(faktura: Deployment) -> None:
    register(faktura)

    assert revoke(faktura, "garbage").status == 200


def revoke(faktura: Deployment, token: str) -> Reply:
    form = f"client_id=clinic&client_secret=s3cret&token={token}".encode()
    return faktura.request(
        "access.revoke_token", http_event("POST", "/oauth/revoke", form, headers={"Content-Type": FORM})
    )


def test_a_request_without_a_token_is_401_without_a_body(faktura: Deployment) -> None:
    reply = push(faktura, None)

    assert (reply.status, reply.text) == (401, "")
    assert reply.headers["x-request-id"]


def forged(change: Callable[[dict[str, Any], dict[str, Any]], None]) -> Callable[[Deployment], str]:
    """A token with changed claims, signed by the stack's own key."""

    def make(faktura: Deployment) -> str:
        original = faktura.token(practices="*")
        header, claims, _ = original.split(".")
        header, claims = (json.loads(base64.urlsafe_b64decode(part + "==")) for part in (header, claims))
        change(header, claims)
        message = ".".join(encoded(part) for part in (header, claims)).encode()
        with faktura.environment("access.issue_token"):
            key = os.environ["SIGNING_KEYS"]
            signed = aws.client("kms").sign(
                KeyId=key, Message=message[:4096], MessageType="RAW", SigningAlgorithm="ECDSA_SHA_256"
            )
        signature = jwt.utils.der_to_raw_signature(signed["Signature"], SECP256R1())
        return f"{message.decode()}.{jwt.utils.base64url_encode(signature).decode()}"

    return make


def encoded(part: Any) -> str:
    return jwt.utils.base64url_encode(json.dumps(part).encode()).decode()


def unsigned(faktura: Deployment) -> str:
    claims = jwt.decode(faktura.token(practices="*"), options={"verify_signature": False})
    return jwt.encode(claims, None, "none")


def signed_with_the_public_key(faktura: Deployment) -> str:
    token = faktura.token(practices="*")
    claims = jwt.decode(token, options={"verify_signature": False})
    with faktura.environment("pims.upsert_invoices"):
        [public] = issuers.own_public_keys().values()
    secret = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    header = {"alg": "HS256", "typ": "at+jwt", "kid": jwt.get_unverified_header(token)["kid"]}
    message = f"{encoded(header)}.{encoded(claims)}"
    signature = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256).sign(message.encode(), secret)
    return f"{message}.{jwt.utils.base64url_encode(signature).decode()}"


def signed_with_another_key(faktura: Deployment) -> str:
    token = faktura.token(practices="*")
    claims = jwt.decode(token, options={"verify_signature": False})
    return jwt.encode(claims, generate_private_key(SECP256R1()), "ES256", jwt.get_unverified_header(token))


def claim(name: str, value: Any) -> Callable[[Deployment], str]:
    return forged(lambda _, claims: claims.update({name: value}))


def without(name: str) -> Callable[[Deployment], str]:
    return forged(lambda _, claims: claims.pop(name))


REFUSED: dict[str, Callable[[Deployment], str]] = {
    "garbage": lambda _: "garbage",
    "three dots": lambda _: "a.b.c",
    "alg none": unsigned,
    "HS256 with the public key": signed_with_the_public_key,
    "wrong key": signed_with_another_key,
    "expired": claim("exp", int(time.time()) - 3600),
    "ten years ahead": claim("exp", int(time.time()) + 10 * 365 * 86_400),
    "exp as text": claim("exp", str(int(time.time()) + 60)),
    "exp infinite": claim("exp", float("inf")),
    "exp true": claim("exp", True),
    "no exp": without("exp"),
    "no iat": without("iat"),
    "no iss": without("iss"),
    "no aud": without("aud"),
    "no sub": without("sub"),
    "no jti": without("jti"),
    "another issuer": claim("iss", "urn:other"),
    "another audience": claim("aud", "urn:other"),
    "repeated audience": forged(lambda _, claims: claims.update(aud=[claims["aud"], claims["aud"]])),
    "another typ": forged(lambda header, _: header.update(typ="secevent+jwt")),
    "unknown kid": forged(lambda header, _: header.update(kid="unknown")),
    "no kid": forged(lambda header, _: header.pop("kid")),
    "kid no text": forged(lambda header, _: header.update(kid=["x"])),
    "crit header": forged(lambda header, _: header.update(crit=["exp"])),
    "scope no text": claim("scope", {"pims:write": True}),
    "1 MB": claim("padding", "x" * 1_000_000),
    "jti too long": claim("jti", "x" * 256),
    "jti empty": claim("jti", ""),
    "9 KB": claim("padding", "x" * 7_000),
    "trailing equals sign": lambda faktura: faktura.token(practices="*") + "=",
    "deep header": lambda _: ".".join([base64.urlsafe_b64encode(b"[" * 4_000).decode().rstrip("="), "e30", "e30"]),
}


@pytest.mark.parametrize("make", REFUSED.values(), ids=REFUSED.keys())
def test_a_forged_token_is_refused_and_nothing_is_stored(
    faktura: Deployment, make: Callable[[Deployment], str]
) -> None:
    token = make(faktura)

    reply = push(faktura, token)

    assert (reply.status, reply.text) == (401, "")
    assert faktura.messages("PimsQueue") == []


def test_a_genuine_token_with_the_claims_of_the_forgeries_is_accepted(faktura: Deployment) -> None:
    token = forged(lambda _header, _claims: None)(faktura)

    assert push(faktura, token).status == 202


def test_an_expired_token_is_refused(faktura: Deployment) -> None:
    token = faktura.token(practices="*")

    with time_machine.travel(time.time() + 14_399 + 31, tick=False):
        assert push(faktura, token).status == 401


def test_a_token_without_the_required_claim_is_forbidden(faktura: Deployment) -> None:
    token = faktura.token("office", ["pims:write"], office="main")

    reply = push(faktura, token)

    assert (reply.status, reply.text) == (403, "")


@pytest.mark.parametrize(
    "claims", [{"permissions": [""]}, {"permissions": ["", " "]}, {"scope": " ", "permissions": []}]
)
def test_an_empty_scope_allows_nothing(faktura: Deployment, claims: dict[str, Any]) -> None:
    """Before, the first two were 202: an endpoint without `implied_by` accepted the empty scope."""
    token = forged(lambda _, whole: whole.update({"scope": "", **claims}))(faktura)

    assert push(faktura, token).status == 403


def test_a_token_without_the_scope_is_forbidden(faktura: Deployment) -> None:
    assert push(faktura, faktura.token(scopes=["invoices:read"], practices="*")).status == 403


@pytest.mark.usefixtures("faktura")
def test_an_unknown_key_fetches_the_keys_once_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[None] = []
    monkeypatch.setattr(issuers, "own_public_keys", lambda: looks.append(None) or {})
    issuer = issuers.Issuer("us", "us:api", ("ES256",))
    started = time.monotonic()

    for seconds in (0, 1, 59, 60, 61):
        monkeypatch.setattr(issuers, "monotonic", lambda seconds=seconds: started + seconds)
        with pytest.raises(issuers.UnknownKey):
            issuer.key("unknown")

    assert len(looks) == 2


def key_set(key: EllipticCurvePrivateKey) -> dict[str, Any]:
    public = jwt.algorithms.ECAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return {"keys": [{**public, "kid": "theirs", "alg": "ES256"}]}


@contextmanager
def key_server(published: bytes, way: str = "plain") -> Iterator[str]:
    """A server of a key set, on loopback. It may redirect to another address that has the set, or drip it slowly."""

    class Keys(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            is_moved = way == "redirecting" and self.path == "/jwks.json"
            self.send_response(307 if is_moved else 200)
            if is_moved:
                self.send_header("Location", "/elsewhere.json")
            self.end_headers()
            with suppress(OSError):  # the client closes when it has read enough
                step, pause = (20, 0.15) if way == "dripping" else (len(published) or 1, 0)
                for start in range(0, len(published), step):
                    self.wfile.write(published[start : start + step])
                    time.sleep(pause)

        def log_message(self, *_: object) -> None:
            """Keep the output clean."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Keys) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/jwks.json"
        server.shutdown()


class TestATrustedExternalIssuer:
    """An issuer of the parameter `TrustedIssuers`: its tokens are accepted within what it may grant."""

    ISSUER = "https://login.example.com/"

    def reply(
        self,
        faktura: Deployment,
        publish: Any = key_set,
        scopes: Any = ("pims:write",),
        way: str = "plain",
        **claims: Any,
    ) -> Reply:
        key = generate_private_key(SECP256R1())
        trusted = {
            "audience": "faktura",
            "algorithms": ["ES256", "HS256"],
            "scopes": scopes,
            "context": {"practices": ["petwell"]},
        }
        present = int(time.time())
        whole = {
            "iss": self.ISSUER,
            "aud": "faktura",
            "sub": "pims-demo",
            "jti": "1",
            "iat": present,
            "exp": present + 60,
        }
        token = jwt.encode({**whole, **claims}, key, "ES256", {"kid": "theirs"})
        variables = faktura.stack.functions["PimsUpsertInvoicesFunction"].variables
        published = publish(key)
        with key_server(published if isinstance(published, bytes) else json.dumps(published).encode(), way) as url:
            trusted["jwksUrl"] = url
            added = {"TRUSTED_ISSUERS": json.dumps({self.ISSUER: trusted}), "LOOPBACK_ALLOWED": "yes"}
            issuers._issuers.cache_clear()
            with patch.dict(variables, added):
                reply = push(faktura, token)
        issuers._issuers.cache_clear()
        return reply

    def test_may_grant_what_it_is_trusted_with(self, faktura: Deployment) -> None:
        assert self.reply(faktura, scope="pims:write", practices=["petwell"]).status == 202

    @pytest.mark.parametrize(
        "claims",
        [
            {"scope": "pims:write invoices:write", "practices": ["petwell"]},
            {"scope": "pims:write", "practices": ["petwell", "another"]},
            {"scope": "pims:write", "practices": "*"},
            {"scope": "pims:write", "practices": ["petwell"], "aud": "another"},
        ],
    )
    def test_may_not_grant_more(self, faktura: Deployment, claims: dict[str, Any]) -> None:
        assert self.reply(faktura, **claims).status == 401

    def test_may_carry_claims_that_this_api_does_not_read(self, faktura: Deployment) -> None:
        assert self.reply(faktura, scope="pims:write", practices=["petwell"], tenant="acme").status == 202

    def test_may_not_grant_an_empty_scope(self, faktura: Deployment) -> None:
        """Before, an issuer trusted with the scope `""` passed every check."""
        reply = self.reply(faktura, scopes=["", "pims:write"], scope="", permissions=[""], practices=["petwell"])

        assert reply.status == 403

    @pytest.mark.parametrize(
        "published",
        [
            *([], ["keys"], "keys", 7, None, True, {}, {"keys": None}, {"keys": []}, {"keys": {}}, {"keys": "keys"}),
            *({"keys": [7, None, "key", []]}, {"keys": [{}]}, {"keys": [{"kty": "EC", "kid": "theirs", "x": 7}]}),
            *({"keys": [{"kty": ["EC"]}]}, {"keys": [{"kty": "oct", "kid": "theirs", "k": "AAAA"}]}),
            *(b"", b"\xff\xfe{}", b'{"keys": [', b"[" * 60_000, b'{"keys": ' + b"9" * 60_000 + b"}"),
            b'{"keys": []}' + b" " * 5_000_000,
        ],
        ids=lambda published: str(published)[:40],
    )
    def test_with_an_invalid_key_set_is_503(self, faktura: Deployment, published: Any) -> None:
        """Before, an array, a text, a number or deep nesting was 500."""
        reply = self.reply(faktura, publish=lambda _: published, scope="pims:write", practices=["petwell"])

        assert reply.status == 503

    def test_is_not_followed_to_another_address(self, faktura: Deployment) -> None:
        """The operator trusts one address. Whoever can make it redirect may not choose whose keys are trusted."""
        reply = self.reply(faktura, way="redirecting", scope="pims:write", practices=["petwell"])

        assert reply.status == 503

    def test_whose_keys_drip_is_503_within_bounds(self, faktura: Deployment) -> None:
        with patch.object(issuers, "_TIMEOUT_SECONDS", 0.4):
            reply = self.reply(faktura, way="dripping", scope="pims:write", practices=["petwell"])

        assert reply.status == 503

    @pytest.mark.parametrize(
        "odd",
        [
            *(7, None, [], {}, {"kty": "EC", "crv": "P-256", "kid": "odd", "x": 7, "y": 7}, {"kty": "EC", "alg": []}),
            *({"kty": "RSA", "kid": "odd", "n": "AQAB", "e": {}}, {"kty": "EC", "kid": ["theirs"]}),
        ],
    )
    def test_may_publish_a_key_of_an_unknown_type(self, faktura: Deployment, odd: Any) -> None:
        def published(key: EllipticCurvePrivateKey) -> Any:
            return {"keys": [odd, *key_set(key)["keys"], odd]}

        assert self.reply(faktura, publish=published, scope="pims:write", practices=["petwell"]).status == 202
