"""JSON without binary floats."""

import json as standard
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faktura.core import json
from faktura.core.errors import MalformedBody
from faktura.core.exact_numbers import Exact
from faktura.core.model import Model

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=None) | st.integers(-(10**60), 10**60)
DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.text() | NUMBERS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(DOCUMENTS)
def test_what_is_written_is_read_back_with_the_same_value(document: Any) -> None:
    assert json.loads(json.dumps(document)) == document


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**40), max_value=10**40))
def test_a_number_is_never_written_in_exponent_form(number: Decimal) -> None:
    assert "e" not in json.dumps([number]).decode().lower()


@given(DOCUMENTS)
def test_what_is_written_is_json_to_everybody(document: Any) -> None:
    standard.loads(json.dumps(document))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[" * 100_000,
        b"1" * 5_000,
        b"NaN",
        b"Infinity",
        b'"\\ud800"',
        b'{"a":1,"a":2}',
        b"\xff",
        b"\xef\xbb\xbf{}",
    ],
)
def test_hostile_or_broken_text_is_a_malformed_body(raw: bytes) -> None:
    with pytest.raises(MalformedBody):
        json.loads(raw)


@pytest.mark.parametrize("number", ["-0", "-0.00", "-0E+200", "-0E-200"])
def test_a_zero_has_no_sign(number: str) -> None:
    class Line(Model):
        amount_charged: Exact

    line = Line(amount_charged=Decimal(number))

    assert not line.amount_charged.is_signed()
    assert b"-" not in json.dumps(line)


def test_a_model_is_written_by_its_alias_and_without_what_was_not_set() -> None:
    class Line(Model):
        amount_charged: Exact
        code_name: str | None = None

    assert json.dumps([Line(amount_charged=Decimal("1.10"))]) == b'[{"amountCharged":1.10}]'
    assert json.dumps([Line(amount_charged=Decimal(10**30), code_name=None), 10**30]) == (
        b'[{"amountCharged":1000000000000000000000000000000,"codeName":null},1000000000000000000000000000000]'
    )


def test_what_has_no_json_form_is_an_error_of_ours() -> None:
    with pytest.raises(TypeError):
        json.dumps({"x": object()})
