"""What is written is well-formed XML, whatever texts and numbers are in it."""

from decimal import Decimal
from xml.etree.ElementTree import fromstring, tostring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faktura.einvoices.element import document, group, leaf, money, number, plain


@given(st.text(st.characters(codec=None)))
def test_any_text_gives_xml_that_says_the_same_without_what_xml_forbids(text: str) -> None:
    xml = document(group("a", leaf("b", "b"), leaf("c", text)), {})

    assert (fromstring(xml).findtext("c") or "") == plain(text)  # noqa: S314  # our own


@pytest.mark.parametrize(
    ("text", "written"),
    [("a\x0bb\x00c", "abc"), ("\ud800x\uffff", "x"), (" a\r\nb\rc ", "a\nb\nc"), ("\x07", ""), ("<&>]]>", "<&>]]>")],
)
def test_characters_that_xml_forbids_are_left_out(text: str, written: str) -> None:
    assert plain(text) == written


def test_an_element_without_content_is_left_out() -> None:
    assert leaf("a", " \x00") is None
    assert group("a", None, (one for one in (leaf("b", ""), None))) is None


def test_an_attribute_without_text_is_left_out() -> None:
    element = leaf("a", "1", schemeID="\x00")

    assert element is not None
    assert tostring(element) == b"<a>1</a>"


def test_an_invoice_without_any_term_is_no_document() -> None:
    with pytest.raises(ValueError, match="without any term"):
        document(None, {})


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("1E+3", "1000"),
        ("0.10", "0.1"),
        ("-0.00", "0"),
        ("100", "100"),
        ("12345678901234567890.125", "12345678901234567890.125"),
    ],
)
def test_a_number_has_the_decimals_that_it_needs(value: str, written: str) -> None:
    assert number(Decimal(value)) == written


@pytest.mark.parametrize(("value", "written"), [("1E+3", "1000.00"), ("-0.00", "0.00"), ("-1.5", "-1.50")])
def test_an_amount_has_two_decimals(value: str, written: str) -> None:
    assert money(Decimal(value)) == written


def test_a_value_that_is_absent_is_not_written() -> None:
    assert (money(None), number(None)) == ("", "")
