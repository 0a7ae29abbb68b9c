"""People exchange ID tokens for access tokens; invitations bind at their first use (docs/apis/README.md, People)."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any
from unittest.mock import patch

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from faktura.access.__main__ import main
from faktura.access.people.person import Identity, SignedIn
from faktura.access.people.person_service import PersonService
from faktura.access.people.person_store import PersonStore
from faktura.core import issuers
from faktura.core.dynamo import WriteConflict
from tests.support.builders import http_event
from tests.support.deployment import DESK_ISSUER, Deployment, Reply
from tests.support.faults.calls import Answer, Call, Carry, intercepted
from tests.support.faults.crashes import crash_points
from tests.support.faults.injected import Fault, Faults
from tests.support.faults.state import snapshot
from tests.support.people import DISCOVERY, Provider, answer, exchange, invite, operator, people_of, revoke

LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
ROSA = Identity(issuer=DESK_ISSUER, subject="subject-of-rosa")


def claims_of(reply: Reply) -> dict[str, Any]:
    claims: dict[str, Any] = jwt.decode(reply.json["access_token"], options={"verify_signature": False})
    return claims


def detached(faktura: Deployment, token: str) -> int:
    event = http_event("GET", "/api/detached-invoices", b"", token)
    return faktura.request("billing.list_detached_invoices", event).status


def bound(faktura: Deployment) -> Identity | None:
    with people_of(faktura) as people:
        person = people.get("rosa")
        assert person
        return person.identity


def test_a_person_gets_a_token_with_scopes_context_and_user_for_fifteen_minutes(
    faktura: Deployment, provider: Provider
) -> None:
    invite(faktura)

    reply = exchange(faktura, provider.id_token())

    claims = claims_of(reply)
    assert (reply.status, reply.json["token_type"], reply.headers["Cache-Control"]) == (200, "Bearer", "no-store")
    assert reply.json["issued_token_type"] == "urn:ietf:params:oauth:token-type:access_token"
    assert reply.json["expires_in"] == claims["exp"] - claims["iat"] == 900
    assert reply.json["scope"] == claims["scope"] == "invoices:read invoices:write payments:read payments:write"
    assert claims["permissions"] == claims["scope"].split()
    assert (claims["sub"], claims["office"]) == ("person:rosa", "main")
    assert claims["user"] == {"userId": 7, "firstName": "Rosa", "lastName": "Reviewer"}
    assert detached(faktura, reply.json["access_token"]) == 200


def test_a_person_of_several_roles_has_the_scopes_of_all_and_may_ask_for_fewer(
    faktura: Deployment, provider: Provider
) -> None:
    roles, context = ("billing.reader", "jobs.accountant"), {"office": "main", "tenant": "acme"}
    invite(faktura, roles=roles, context=context)

    whole = exchange(faktura, provider.id_token())
    part = exchange(faktura, provider.id_token(), scope="payments:read")
    more = exchange(faktura, provider.id_token(), scope="payments:read payments:write")

    assert whole.json["scope"] == "invoices:read payments:read invoice.invoice_view"
    assert (claims_of(whole)["office"], claims_of(whole)["tenant"]) == ("main", "acme")
    assert part.json["scope"] == "payments:read"
    assert (more.status, more.json["error"]) == (400, "invalid_scope")


def test_a_person_reads_nothing_of_another_tenant(faktura: Deployment, provider: Provider) -> None:
    invite(faktura, roles=("jobs.manager",), context={"tenant": "acme"})
    token = exchange(faktura, provider.id_token()).json["access_token"]

    def jobs(tenant: str) -> int:
        event = http_event("GET", f"/invoice/{tenant}/jobs/invoices", b"", token, tenant=tenant)
        return faktura.request("jobs.list_jobs", event).status

    assert (jobs("acme"), jobs("globex")) == (200, 403)
    assert detached(faktura, token) == 403


@pytest.mark.parametrize("verified", [True, "true"])
def test_the_first_sign_in_binds_an_invitation_to_the_issuer_and_the_subject(
    faktura: Deployment, provider: Provider, verified: Any
) -> None:
    invite(faktura, email="Rosa@Example.com")

    first = exchange(faktura, provider.id_token(email="ROSA@example.com", email_verified=verified))
    later = exchange(faktura, provider.id_token(email=None, email_verified=None))

    assert (first.status, later.status) == (200, 200)
    assert bound(faktura) == ROSA


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "True"},
        {"email_verified": "yes"},
        {"email_verified": 1},
        {"email_verified": [True]},
        {"email_verified": {"true": True}},
        {"email": "rosa@example.org"},
        {"email": "rosa@example.com "},
        {"email": "ro.sa@example.com"},
        {"email": "rosa+1@example.com"},
        {"email": "\uff52osa@example.com"},
        {"email": "ro\u017fa@example.com"},
        {"email": ["rosa@example.com"]},
        {"email": ""},
        {"email": None},
        {"email": "\ud800"},
        {"email": "x" * 300},
    ],
    ids=repr,
)
def test_only_the_invited_and_verified_e_mail_opens_an_invitation(
    faktura: Deployment, provider: Provider, claims: dict[str, Any]
) -> None:
    invite(faktura)

    reply = exchange(faktura, provider.id_token(**claims))

    assert (reply.status, reply.json["error"]) == (400, "invalid_grant")
    assert bound(faktura) is None


def test_another_subject_with_the_same_e_mail_is_refused_later(faktura: Deployment, provider: Provider) -> None:
    invite(faktura)
    exchange(faktura, provider.id_token())

    reply = exchange(faktura, provider.id_token(sub="another"))

    assert (reply.status, reply.json["error"]) == (400, "invalid_grant")
    assert bound(faktura) == ROSA


def test_a_person_invited_by_issuer_and_subject_needs_no_e_mail(faktura: Deployment, provider: Provider) -> None:
    invite(faktura, issuer=DESK_ISSUER, subject="subject-of-rosa")

    reply = exchange(faktura, provider.id_token(email=None))
    another = exchange(faktura, provider.id_token(sub="another"))

    assert (reply.status, another.status) == (200, 400)


def test_an_unknown_and_a_disabled_person_get_the_same_answer_after_the_same_calls(
    faktura: Deployment, provider: Provider
) -> None:
    invite(faktura)
    exchange(faktura, provider.id_token())
    with operator(faktura):
        main(["disable", "rosa"])

    def asked(id_token: str) -> tuple[int, str, list[str]]:
        calls: list[str] = []

        def note(call: Call, carry_out: Carry) -> Answer:
            calls.append(str(call))
            return carry_out()

        with intercepted(note):
            reply = exchange(faktura, id_token)
        return reply.status, reply.text, calls

    disabled = asked(provider.id_token())
    unknown = asked(provider.id_token(sub="nobody", email="nobody@example.com"))

    assert disabled == unknown
    assert (disabled[0], disabled[2]) == (400, ["dynamodb.BatchGetItem", "dynamodb.GetItem"])


def test_a_disabled_person_is_not_bound(faktura: Deployment, provider: Provider) -> None:
    invite(faktura)
    with operator(faktura):
        main(["disable", "rosa"])

    reply = exchange(faktura, provider.id_token())

    assert (reply.status, bound(faktura)) == (400, None)


def test_a_disabled_person_is_refused_within_thirty_seconds(
    faktura: Deployment, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    invite(faktura)
    token = exchange(faktura, provider.id_token()).json["access_token"]
    before = detached(faktura, token)
    with operator(faktura):
        main(["disable", "rosa"])

    started = time.monotonic()
    monkeypatch.setattr("faktura.core.denylist.monotonic", lambda: started + 30)

    assert (before, detached(faktura, token)) == (200, 401)


def test_an_enabled_person_gets_tokens_again(faktura: Deployment, provider: Provider) -> None:
    invite(faktura)
    with operator(faktura):
        main(["disable", "rosa"])
        main(["enable", "rosa"])

    reply = exchange(faktura, provider.id_token())

    assert (reply.status, detached(faktura, reply.json["access_token"])) == (200, 200)


def test_a_person_signs_out_with_the_token_alone(faktura: Deployment, provider: Provider) -> None:
    invite(faktura)
    token = exchange(faktura, provider.id_token()).json["access_token"]

    revoked = revoke(faktura, token)

    assert (revoked.status, revoked.text) == (200, "")
    assert detached(faktura, token) == 401


def test_a_clients_token_is_not_revoked_without_credentials(faktura: Deployment) -> None:
    token = faktura.token("office", ["invoices:read"], office="main")

    reply = revoke(faktura, token)

    assert (reply.status, reply.json["error"]) == (401, "invalid_client")
    assert detached(faktura, token) == 200


def test_what_is_no_valid_token_any_more_is_revoked_already(faktura: Deployment) -> None:
    assert revoke(faktura, "garbage").status == 200


REFUSED: dict[str, Callable[[Provider], str]] = {
    "garbage": lambda _: "garbage",
    "another issuer": lambda provider: provider.id_token(iss="https://login.example.org"),
    "issuer with a slash": lambda provider: provider.id_token(iss=DESK_ISSUER + "/"),
    "this stack as issuer": lambda provider: provider.id_token(iss="urn:faktura:us-east-1:123456789012:faktura"),
    "another audience": lambda provider: provider.id_token(aud="another-client"),
    "no audience": lambda provider: provider.id_token(aud=None),
    "other audiences": lambda provider: provider.id_token(aud=["another", "third"]),
    "several audiences without azp": lambda provider: provider.id_token(aud=["faktura-desk", "another"]),
    "several audiences for another": lambda provider: provider.id_token(aud=["faktura-desk", "x"], azp="x"),
    "one audience for another": lambda provider: provider.id_token(azp="another"),
    "another key": lambda provider: provider.id_token(key=generate_private_key(SECP256R1())),
    "unknown kid": lambda provider: provider.id_token(headers={"kid": "unknown"}),
    "no kid": lambda provider: provider.id_token(without_kid=True),
    "an access token": lambda provider: provider.id_token(headers={"typ": "at+jwt"}),
    "a logout token": lambda provider: provider.id_token(headers={"typ": "logout+jwt"}),
    "a logout token of type JWT": lambda provider: provider.id_token(events={LOGOUT: {}}, jti="1", sid="2"),
    "an event of any other kind": lambda provider: provider.id_token(events={}),
    "Cognito's access token": lambda provider: provider.id_token(token_use="access"),
    "Keycloak's access token": lambda provider: provider.id_token(typ="Bearer"),
    "expired": lambda provider: provider.id_token(exp=int(time.time()) - 60),
    "no exp": lambda provider: provider.id_token(exp=None),
    "exp as text": lambda provider: provider.id_token(exp=str(int(time.time()) + 60)),
    "no iat": lambda provider: provider.id_token(iat=None),
    "iat as true": lambda provider: provider.id_token(iat=True),
    "issued in the future": lambda provider: provider.id_token(iat=int(time.time()) + 60),
    "older than an hour": lambda provider: provider.id_token(iat=int(time.time()) - 3_620),
    "no sub": lambda provider: provider.id_token(sub=None),
    "empty sub": lambda provider: provider.id_token(sub=""),
    "long sub": lambda provider: provider.id_token(sub="x" * 256),
    "half a surrogate": lambda provider: provider.id_token(sub="\ud800"),
    "too long": lambda provider: provider.id_token(padding="x" * 8_000),
    "alg none": lambda provider: jwt.encode(
        jwt.decode(provider.id_token(), options={"verify_signature": False}), None, "none", {"kid": "theirs"}
    ),
    "HS256": lambda provider: jwt.encode(
        jwt.decode(provider.id_token(), options={"verify_signature": False}), "k" * 32, "HS256", {"kid": "theirs"}
    ),
}


@pytest.mark.parametrize("make", REFUSED.values(), ids=REFUSED.keys())
def test_a_token_that_is_no_valid_id_token_for_the_desk_is_an_invalid_request(
    faktura: Deployment, provider: Provider, make: Callable[[Provider], str]
) -> None:
    invite(faktura)

    reply = exchange(faktura, make(provider))

    assert (reply.status, reply.json["error"]) == (400, "invalid_request")
    assert bound(faktura) is None


def test_an_id_token_for_several_audiences_names_the_desk_as_its_party(faktura: Deployment, provider: Provider) -> None:
    invite(faktura)

    reply = exchange(faktura, provider.id_token(aud=["faktura-desk", "another"], azp="faktura-desk"))

    assert reply.status == 200


@pytest.mark.parametrize(
    ("terms", "error"),
    [
        ({"subject_token": None}, "invalid_request"),
        ({"subject_token": ""}, "invalid_request"),
        ({"subject_token_type": None}, "invalid_request"),
        ({"subject_token_type": "urn:ietf:params:oauth:token-type:access_token"}, "invalid_request"),
        ({"requested_token_type": "urn:ietf:params:oauth:token-type:refresh_token"}, "invalid_request"),
        ({"actor_token": "x"}, "invalid_request"),
        ({"resource": "https://example.com"}, "invalid_request"),
        ({"audience": "another"}, "invalid_request"),
        ({"client_id": "clinic", "client_secret": "s3cret"}, "invalid_request"),
        ({"scope": "root"}, "invalid_scope"),
    ],
)
def test_an_exchange_that_asks_for_what_is_not_offered_is_refused(
    faktura: Deployment, provider: Provider, terms: dict[str, str | None], error: str
) -> None:
    invite(faktura)

    reply = exchange(faktura, provider.id_token(), **terms)

    assert (reply.status, reply.json["error"]) == (400, error)


@pytest.mark.parametrize(
    ("term", "value"),
    [
        ("published", b"garbage"),
        ("published", b'{"keys": []}'),
        ("discovery", answer(500, {})),
        ("discovery", answer(302, {})),
        ("discovery", {}),
        ("discovery", {**DISCOVERY, "issuer": "https://another.example.com"}),
        ("discovery", {**DISCOVERY, "jwks_uri": "http://login.example.com/jwks"}),
        ("discovery", {**DISCOVERY, "jwks_uri": "file:///etc/passwd"}),
        ("discovery", {**DISCOVERY, "id_token_signing_alg_values_supported": ["HS256", "none"]}),
    ],
)
def test_a_failing_issuer_is_503_and_not_a_refusal(
    faktura: Deployment, provider: Provider, term: str, value: Any
) -> None:
    invite(faktura)
    setattr(provider, term, value)

    reply = exchange(faktura, provider.id_token())

    assert (reply.status, reply.json["error"]) == (503, "temporarily_unavailable")


def test_an_issuer_that_fails_for_a_moment_is_asked_again(faktura: Deployment, provider: Provider) -> None:
    invite(faktura)
    provider.discovery = answer(500, {})
    before = exchange(faktura, provider.id_token()).status
    provider.discovery = dict(DISCOVERY)

    with patch("faktura.access.sign_in.issuer_client.monotonic", lambda: time.monotonic() + issuers.FAILED_COOL_DOWN):
        reply = exchange(faktura, provider.id_token())

    assert (before, reply.status) == (503, 200)


def test_without_an_issuer_there_is_no_exchange(faktura: Deployment, provider: Provider) -> None:
    with patch.dict(faktura.stack.functions["AccessIssueTokenFunction"].variables, DESK_ISSUER=""):
        reply = exchange(faktura, provider.id_token())

    assert (reply.status, reply.json["error"]) == (400, "unsupported_grant_type")
    assert reply.json["error_description"].endswith("so the grant type must be client_credentials.")


@pytest.mark.parametrize("subject", ["subject-of-rosa", "another"])
def test_of_two_first_uses_at_once_one_wins_and_the_other_is_the_same_person_or_refused(
    faktura: Deployment, provider: Provider, subject: str
) -> None:
    invite(faktura)
    others: list[Reply] = []
    original = PersonStore.bind

    def bind_late(self: PersonStore, person: Any, identity: Identity) -> None:
        if not others:
            others.append(Reply(0, {}, ""))  # the other one comes between our read and our write
            others[0] = exchange(faktura, provider.id_token(sub=subject))
        original(self, person, identity)

    with patch.object(PersonStore, "bind", bind_late):
        reply = exchange(faktura, provider.id_token())

    is_same = subject == "subject-of-rosa"
    assert (others[0].status, reply.status) == (200, 200 if is_same else 400)
    assert bound(faktura) == Identity(issuer=DESK_ISSUER, subject=subject)


def test_a_person_disabled_while_the_invitation_is_used_is_not_bound(faktura: Deployment, provider: Provider) -> None:
    invite(faktura)
    original = PersonStore.bind

    def bind_late(self: PersonStore, person: Any, identity: Identity) -> None:
        self.set_enabled("rosa", False)
        original(self, person, identity)

    with patch.object(PersonStore, "bind", bind_late):
        reply = exchange(faktura, provider.id_token())

    assert (reply.status, bound(faktura)) == (400, None)


def test_a_sign_in_that_crashed_anywhere_succeeds_when_it_is_repeated(faktura: Deployment, provider: Provider) -> None:
    id_token = provider.id_token()

    @contextmanager
    def world() -> Iterator[Deployment]:
        with faktura.afresh() as fresh:
            invite(fresh)
            yield fresh

    statuses = []
    for point in crash_points(world, lambda: exchange(faktura, id_token)):
        statuses.append(exchange(faktura, id_token).status)
        assert snapshot() == point.undisturbed, point

    assert statuses == [200] * 3  # before the binding, after it, and after the signature


@pytest.mark.parametrize("kind", [Fault.NO_CONNECTION, Fault.FAILED, Fault.THROTTLED])
@pytest.mark.parametrize("service", ["dynamodb", "kms"])
def test_without_an_aws_service_a_sign_in_is_503(
    faktura: Deployment, provider: Provider, service: str, kind: Fault
) -> None:
    invite(faktura)

    with Faults(seed=1, rate=1.0, kinds=(kind,), on=frozenset({service})):
        reply = exchange(faktura, provider.id_token())

    assert (reply.status, reply.json["error"]) == (503, "temporarily_unavailable")


def test_an_identity_belongs_to_one_person(faktura: Deployment) -> None:
    invite(faktura, issuer=DESK_ISSUER, subject="subject-of-rosa")
    other = invite(faktura, "tina", name="Tina", email="tina@example.com", user_id=8)

    with people_of(faktura) as people, pytest.raises(WriteConflict):
        people.bind(other, ROSA)

    with people_of(faktura) as people:
        found = PersonService(people).signed_in(SignedIn(identity=ROSA, email="tina@example.com"))
    assert found.person_id == "rosa"


def test_no_log_line_has_an_id_token_or_an_e_mail(faktura: Deployment, provider: Provider, logged: StringIO) -> None:
    invite(faktura)
    good, bad = provider.id_token(), provider.id_token(sub="another")

    replies = [exchange(faktura, token) for token in (good, bad)]

    told = [good, bad, replies[0].json["access_token"], "rosa@example.com", "subject-of-rosa"]
    assert [text for text in told if text in logged.getvalue()] == []
    assert json.loads(logged.getvalue().splitlines()[-1])["person_id"] == "rosa"
