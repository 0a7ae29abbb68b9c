"""Cursors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faktura.core.errors import InvalidRequest
from faktura.core.paging import cursor, position
from faktura.core.response import next_link


@given(st.dictionaries(st.text(), st.text() | st.integers(-(2**40), 2**40)))
def test_a_cursor_leads_back_to_its_position(place: dict[str, object]) -> None:
    assert position(cursor(place, "office main, invoices"), "office main, invoices") == place


def test_a_cursor_works_for_its_own_caller_and_list_only() -> None:
    with pytest.raises(InvalidRequest):
        position(cursor({"id": 1}, "office main, invoices"), "office second, invoices")


@pytest.mark.parametrize("text", ["", "x", "💥", "AAAA", "W10", "bnVsbA", "=" * 10, "a" * 10_000])
def test_what_is_no_cursor_is_an_invalid_request(text: str) -> None:
    with pytest.raises(InvalidRequest):
        position(text, "any")


def test_the_next_page_is_a_link_header() -> None:
    assert next_link("https://x/?cursor=1") == {"Link": '<https://x/?cursor=1>; rel="next"'}
