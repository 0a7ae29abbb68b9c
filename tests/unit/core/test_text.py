from unicodedata import category

import jsonschema_rs
import pytest

from faktura.core.errors import InvalidRequest
from faktura.core.idempotency import KEY, Idempotency
from faktura.core.request import Request
from faktura.core.text import DATE_TIME, INVISIBLE, PRINTABLE_ID, TextRule
from tests.support.builders import http_event

EVERY_CHARACTER = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]
RULES = {"printable": PRINTABLE_ID, "key": KEY, "seen": TextRule("must be seen", f"[^{INVISIBLE}]*")}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_is_described_as_it_is_checked(rule: TextRule) -> None:
    described = jsonschema_rs.Draft202012Validator(rule.schema)

    assert [one for one in EVERY_CHARACTER if rule.allows(f"a{one}") != described.is_valid(f"a{one}")] == []


def test_an_ids_characters_are_those_that_python_calls_printable() -> None:
    """But for U+FFFD, and for characters that Unicode has not assigned, which depend on its version."""
    judged = [one for one in EVERY_CHARACTER if category(one) != "Cn" and one != "\ufffd"]

    assert [one for one in judged if PRINTABLE_ID.allows(f"a{one}") != f"a{one}".isprintable()] == []
    assert not PRINTABLE_ID.allows("a\ufffd")


def test_what_is_unseen_are_unicodes_format_characters() -> None:
    """Those of Unicode 15; Python 3.11 knows a few of them not yet."""
    seen, assigned = RULES["seen"], [one for one in EVERY_CHARACTER if category(one) != "Cn"]

    assert [one for one in assigned if (category(one) == "Cf") == seen.allows(one)] == []


@pytest.mark.parametrize("text", ["2024-02-29T10:00:00", "2024-02-29T10:00:00Z", "2000-02-29T23:59:59.123456789"])
def test_a_date_time_may_come_without_a_zone(text: str) -> None:
    assert jsonschema_rs.Draft202012Validator(dict(DATE_TIME), validate_formats=True).is_valid(text)


@pytest.mark.parametrize(
    "text", ["2023-02-29T10:00:00", "1900-02-29T10:00:00", "2024-04-31T10:00:00", "0000-01-01T00:00:00"]
)
def test_a_day_that_no_calendar_has_is_no_date_time(text: str) -> None:
    assert not jsonschema_rs.Draft202012Validator(dict(DATE_TIME), validate_formats=True).is_valid(text)


@pytest.mark.parametrize("key", ["", " ", "k" * 256, "a\tb", "a\x00b", "a\x7fb", "caf\u00e9", "a\nb"])
def test_an_idempotency_key_is_printable_ascii(key: str) -> None:
    """Were accepted: control characters, and any beyond ASCII."""
    with pytest.raises(InvalidRequest) as refused:
        Idempotency.from_request(Request(http_event("POST", "/", headers={"Idempotency-Key": key})))

    assert refused.value.message == f"Idempotency-Key: {KEY.message}"
