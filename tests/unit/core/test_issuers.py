"""Which issuers a function trusts, by the parameter `TrustedIssuers`."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from faktura.core import issuers
from faktura.core.issuers import UnknownKey, issuer_named, trusted_issuer

OWN = "https://api.example.com"
GOOD, BAD = "https://login.example.com/", "https://bad.example.com/"
TERMS: dict[str, Any] = {
    "jwksUrl": "https://login.example.com/keys",
    "audience": "faktura",
    "algorithms": ["RS256", "HS256"],
    "scopes": ["pims:write"],
    "context": {"practices": ["petwell"]},
}
WRONG: list[tuple[Any, str]] = [
    (None, "it is described by an object with jwksUrl, audience"),
    ([], "it is described by an object"),
    ({}, "it lacks jwksUrl, audience, algorithms, scopes, context"),
    ({name: term for name, term in TERMS.items() if name != "scopes"}, "it lacks scopes"),
    (TERMS | {"jwksUrl": "http://login.example.com/keys"}, "jwksUrl is an https URL"),
    (TERMS | {"jwksUrl": None}, "jwksUrl is an https URL"),
    (TERMS | {"audience": ["faktura"]}, "audience is a string"),
    (TERMS | {"audience": ""}, "audience is a string"),
    (TERMS | {"algorithms": "RS256"}, "algorithms is a list"),
    (TERMS | {"algorithms": ["HS256"]}, "algorithms is a list with one or more of ES256"),
    (TERMS | {"algorithms": [{}]}, "algorithms is a list"),
    (TERMS | {"scopes": "pims:write"}, "scopes is a list of strings"),
    (TERMS | {"scopes": None}, "scopes is a list of strings"),
    (TERMS | {"context": []}, "context is an object"),
]


@pytest.fixture
def trusting(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Set the parameter."""

    def trust(text: str) -> None:
        monkeypatch.setenv("TRUSTED_ISSUERS", text)

    monkeypatch.setenv("ISSUER", OWN)
    issuers._issuers.cache_clear()
    yield trust
    issuers._issuers.cache_clear()


@pytest.fixture
def errors(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    """The error lines of the log, with their fields."""
    lines: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(issuers.log, "error", lambda message, **fields: lines.append((message, fields)))
    return lines


@pytest.mark.parametrize(("terms", "reason"), WRONG)
def test_an_issuer_that_cannot_be_used_takes_no_other_with_it(
    trusting: Callable[[str], None], errors: list[tuple[str, dict[str, Any]]], terms: Any, reason: str
) -> None:
    trusting(json.dumps({BAD: terms, GOOD: TERMS}))

    assert issuer_named(OWN).is_own
    assert issuer_named(GOOD).algorithms == ("RS256",)
    with pytest.raises(UnknownKey):
        issuer_named(BAD)
    [(message, fields)] = errors
    assert (message, fields["issuer"]) == ("trusted issuer refused", BAD)
    assert reason in fields["reason"]


@pytest.mark.parametrize("text", ["{", "[]", "null", '"https://i"', "[" * 2500])
def test_a_parameter_that_cannot_be_read_leaves_our_own_tokens(
    trusting: Callable[[str], None], errors: list[tuple[str, dict[str, Any]]], text: str
) -> None:
    trusting(text)

    assert issuer_named(OWN).is_own
    assert [message for message, _ in errors] == ["trusted issuers refused"]


def test_nobody_takes_our_own_name(trusting: Callable[[str], None]) -> None:
    trusting(json.dumps({OWN: TERMS}))

    assert issuer_named(OWN).is_own


@pytest.mark.parametrize("name", ["login.example.com", "http://login.example.com", ""])
def test_an_issuer_is_an_https_url(name: str) -> None:
    with pytest.raises(ValueError, match="an issuer is an https URL"):
        trusted_issuer(name, TERMS)


def test_a_key_set_on_loopback_is_taken_where_the_setting_says_so() -> None:
    terms = TERMS | {"jwksUrl": "http://127.0.0.1:8000/keys"}

    assert trusted_issuer(GOOD, terms, is_loopback_allowed=True).jwks_url == terms["jwksUrl"]
    with pytest.raises(ValueError, match="jwksUrl"):
        trusted_issuer(GOOD, terms)
