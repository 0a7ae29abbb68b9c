"""The OpenID provider of the local stack refuses what a real one must refuse."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import KeySet

from local.openid.authorization import Client
from local.openid.grants import CODE_SECONDS, Grants, challenge_of
from local.openid.provider import Account, Provider

ISSUER, DESK = "http://127.0.0.1:9", "http://127.0.0.1:8/desk"
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
REQUEST = {
    "response_type": "code",
    "client_id": "faktura-desk",
    "redirect_uri": DESK,
    "scope": "openid email offline_access",
    "state": "a state & more",
    "nonce": "a nonce",
    "code_challenge": challenge_of(VERIFIER),
    "code_challenge_method": "S256",
}
ACCOUNTS = [
    Account("rosa", "Rosa <script>alert(1)</script>", "rosa@example.com", 'reviews "alpha" & more'),
    Account("ravi", "Ravi Rao", "ravi@example.com", "reviews alpha"),
]


class Clock:
    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        import time

        return time.time() + self.ahead


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def browser(clock: Clock) -> Iterator[FlaskClient]:
    provider = Provider(ISSUER, Client("faktura-desk", (DESK,)), ACCOUNTS, Grants(clock))
    with provider.application().test_client() as client:
        yield client


def changed(**terms: str | None) -> dict[str, str]:
    return {name: value for name, value in {**REQUEST, **terms}.items() if value is not None}


def answered(location: str) -> dict[str, str]:
    assert location.startswith(f"{DESK}?")
    return {name: value for name, [value] in parse_qs(urlsplit(location).query).items()}


def code_of(browser: FlaskClient, subject: str = "rosa", **terms: str | None) -> str:
    chosen = browser.post("/authorize", data={**changed(**terms), "subject": subject})
    return answered(chosen.location)["code"]


def redeem(browser: FlaskClient, code: str, **terms: str) -> Any:
    form = {"grant_type": "authorization_code", "code": code, "code_verifier": VERIFIER}
    return browser.post("/token", data={**form, "client_id": "faktura-desk", "redirect_uri": DESK, **terms})


def renew(browser: FlaskClient, token: str, client_id: str = "faktura-desk") -> Any:
    form = {"grant_type": "refresh_token", "refresh_token": token, "client_id": client_id}
    return browser.post("/token", data=form)


def test_a_person_is_chosen_and_the_code_gives_an_id_token_with_the_nonce(browser: FlaskClient) -> None:
    chosen = browser.post("/authorize", data={**REQUEST, "subject": "rosa"})
    answer = redeem(browser, answered(chosen.location)["code"]).json

    keys = KeySet.import_key_set(browser.get("/jwks").json)
    claims = jwt.decode(answer["id_token"], keys, algorithms=["ES256"]).claims
    assert (answered(chosen.location)["state"], answered(chosen.location)["iss"]) == ("a state & more", ISSUER)
    assert (claims["iss"], claims["aud"], claims["sub"], claims["nonce"]) == (ISSUER, "faktura-desk", "rosa", "a nonce")
    assert (claims["email"], claims["email_verified"], claims["exp"] - claims["iat"]) == ("rosa@example.com", True, 900)
    assert "d" not in browser.get("/jwks").json["keys"][0]


def test_the_list_works_without_javascript_and_shows_names_as_text(browser: FlaskClient) -> None:
    page = browser.get("/authorize", query_string=changed(state='"><script>alert(2)</script>'))

    assert page.status_code == 200
    assert "<script" not in page.text
    assert "&lt;script&gt;alert(1)" in page.text
    assert page.text.count("<button") == len(ACCOUNTS)
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    "terms",
    [
        {"code_verifier": VERIFIER[:-1] + "x"},
        {"code_verifier": ""},
        {"code_verifier": challenge_of(VERIFIER)},
        {"redirect_uri": DESK + "/"},
        {"redirect_uri": ""},
        {"code": "another"},
    ],
)
def test_a_code_without_its_verifier_or_redirect_uri_is_refused_and_used_up(
    browser: FlaskClient, terms: dict[str, str]
) -> None:
    code = code_of(browser)

    refused = redeem(browser, terms.pop("code", code), **terms)
    again = redeem(browser, code)

    assert (refused.status_code, refused.json) == (400, {"error": "invalid_grant"})
    assert again.status_code == (200 if not terms else 400)


def test_another_client_gets_nothing(browser: FlaskClient) -> None:
    assert redeem(browser, code_of(browser), client_id="another").status_code == 401


def test_a_code_expires_after_a_minute(browser: FlaskClient, clock: Clock) -> None:
    early, late = code_of(browser), code_of(browser)

    clock.ahead = CODE_SECONDS - 5
    first = redeem(browser, early).status_code
    clock.ahead = CODE_SECONDS + 5

    assert (first, redeem(browser, late).status_code) == (200, 400)


def test_a_second_use_of_a_code_ends_the_refresh_token_of_the_first(browser: FlaskClient) -> None:
    code = code_of(browser)
    token = redeem(browser, code).json["refresh_token"]

    second = redeem(browser, code)

    assert (second.status_code, renew(browser, token).status_code) == (400, 400)


def test_refresh_tokens_rotate_and_a_second_use_ends_the_sign_in(browser: FlaskClient) -> None:
    first = redeem(browser, code_of(browser)).json["refresh_token"]
    renewed = renew(browser, first)

    again = renew(browser, first)

    assert (renewed.status_code, again.status_code) == (200, 400)
    assert renew(browser, renewed.json["refresh_token"]).status_code == 400


def test_a_refresh_token_is_given_only_if_it_is_asked_for(browser: FlaskClient) -> None:
    answer = redeem(browser, code_of(browser, scope="openid")).json

    assert "refresh_token" not in answer


@pytest.mark.parametrize(
    ("terms", "error"),
    [
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": None}, "unsupported_response_type"),
        ({"scope": "email"}, "invalid_scope"),
    ],
)
def test_a_request_that_is_not_secure_is_refused_at_the_redirect_uri(
    browser: FlaskClient, terms: dict[str, str | None], error: str
) -> None:
    asked = browser.get("/authorize", query_string=changed(**terms))
    forged = browser.post("/authorize", data={**changed(**terms), "subject": "rosa"})

    assert answered(asked.location) == answered(forged.location) == {"error": error, "state": "a state & more"}


@pytest.mark.parametrize(
    "terms",
    [
        {"redirect_uri": DESK + "/"},
        {"redirect_uri": DESK + "?x=1"},
        {"redirect_uri": DESK.replace("8", "7")},
        {"redirect_uri": "https://evil.example.com"},
        {"redirect_uri": f"{DESK}@evil.example.com"},
        {"redirect_uri": None},
        {"client_id": "another"},
        {"client_id": None},
    ],
)
def test_the_browser_is_never_sent_to_an_unregistered_address(
    browser: FlaskClient, terms: dict[str, str | None]
) -> None:
    answers = [
        browser.get("/authorize", query_string=changed(**terms)),
        browser.get("/authorize", query_string=changed(prompt="none", **terms)),
        browser.post("/authorize", data={**changed(**terms), "subject": "rosa"}),
    ]

    assert [(answer.status_code, answer.location) for answer in answers] == [(400, None)] * 3


def test_a_repeated_parameter_is_refused(browser: FlaskClient) -> None:
    query = [*REQUEST.items(), ("redirect_uri", "https://evil.example.com")]

    assert browser.get("/authorize", query_string=dict(query) | {"redirect_uri": [DESK, "x"]}).status_code == 400


def test_whoever_has_signed_in_is_signed_in_again_without_being_asked(browser: FlaskClient) -> None:
    before = browser.get("/authorize", query_string=changed(prompt="none"))
    code_of(browser)

    quietly = browser.get("/authorize", query_string=changed(prompt="none"))
    asked = browser.get("/authorize", query_string=changed(prompt="select_account"))

    assert answered(before.location)["error"] == "login_required"
    assert "code" in answered(quietly.location)
    assert asked.status_code == 200


def test_the_end_of_a_session_ends_its_refresh_tokens_and_goes_to_registered_addresses_only(
    browser: FlaskClient,
) -> None:
    token = redeem(browser, code_of(browser)).json["refresh_token"]

    back = browser.get("/end-session", query_string={"post_logout_redirect_uri": DESK})
    astray = browser.get("/end-session", query_string={"post_logout_redirect_uri": "https://evil.example.com"})

    assert (back.location, astray.location, astray.status_code) == (DESK, None, 200)
    assert renew(browser, token).status_code == 400
    assert answered(browser.get("/authorize", query_string=changed(prompt="none")).location)["error"] == (
        "login_required"
    )


def test_someone_who_is_not_on_the_list_is_refused(browser: FlaskClient) -> None:
    chosen = browser.post("/authorize", data={**REQUEST, "subject": "mallory"})

    assert answered(chosen.location)["error"] == "access_denied"
