"""The configurations that jobs read, in Emporix's texts."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from faktura.core.errors import InvalidRequest
from faktura.jobs.configuration import InvoiceSettings, Numbering, Seller, understood

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def settings(**value: Any) -> InvoiceSettings:
    found: InvoiceSettings = understood("invoiceSettings", value)
    return found


def numbering(**value: Any) -> Numbering:
    found: Numbering = understood("invoiceNumbering", value)
    return found


def test_without_members_the_settings_are_the_contracts_defaults() -> None:
    assert settings() == InvoiceSettings(threshold=Decimal(96), status=("CREATED",), extended_order_status=("70",))


def test_members_are_texts_with_spaces_tolerated() -> None:
    found = settings(threshold=" 24 ", status="CREATED , SHIPPED,", extendedOrderStatus=" 70, 80 ")

    assert found.threshold == 24
    assert found.statuses == [("CREATED", "70"), ("CREATED", "80"), ("SHIPPED", "70"), ("SHIPPED", "80")]


def test_numbers_and_lists_are_taken_too() -> None:
    assert settings(threshold=24, status=["CREATED"]).statuses == [("CREATED", "70")]


def test_an_extended_status_may_be_a_number() -> None:
    assert settings(extendedOrderStatus=70).statuses == [("CREATED", "70")]


def test_an_empty_text_is_as_good_as_none() -> None:
    empty = {"threshold": "", "status": "", "extendedOrderStatus": ""}
    unnumbered = {"preText": "", "postText": "", "startValue": "", "maxValue": "", "numberOfDigits": ""}

    assert settings(**empty) == InvoiceSettings()
    assert numbering(**unnumbered) == Numbering()


@pytest.mark.parametrize("nothing", [None, "", [], {}])
@pytest.mark.parametrize(
    ("key", "members"),
    [
        ("invoiceSettings", ["threshold", "status", "extendedOrderStatus"]),
        ("invoiceNumbering", ["preText", "postText", "startValue", "maxValue", "numberOfDigits"]),
        ("sellerAddress", ["name", "address", "vatId"]),
    ],
)
def test_a_member_that_says_nothing_is_as_good_as_none(key: str, members: list[str], nothing: object) -> None:
    """Before, a null in any of them was a 400."""
    assert understood(key, dict.fromkeys(members, nothing)) == understood(key, {})


def test_lists_may_have_gaps() -> None:
    seller: Seller = understood(
        "sellerAddress", {"address": {"street": "Weg 1", "extra": None, "city": "10115 Berlin"}}
    )

    assert seller.address == ("Weg 1", "10115 Berlin")
    assert settings(status=["CREATED", None], extendedOrderStatus=[None]).statuses == [("CREATED", "70")]


def test_a_blank_list_is_the_default() -> None:
    assert settings(status=" ", extendedOrderStatus="").statuses == [("CREATED", "70")]


def test_what_was_delivered_exactly_the_threshold_ago_is_due() -> None:
    assert settings(threshold="24").delivered_by(NOON) == datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert settings(threshold="0.5").delivered_by(NOON) == datetime(2026, 11, 21, 11, 30, tzinfo=UTC)


def test_a_number_is_written_with_its_texts_and_digits() -> None:
    found = numbering(preText="ORD-__year__-", startValue="1000", numberOfDigits="6", postText="-EU").in_year(2026)

    assert found.text(1001) == "ORD-2026-001001-EU"


def test_a_number_with_more_digits_is_written_whole() -> None:
    assert numbering(numberOfDigits=2).text(1001) == "1001"


def test_the_year_may_stand_in_both_texts_and_more_than_once() -> None:
    found = numbering(preText="__year__/__year__-", postText="-__year__").in_year(2027)

    assert found.text(1) == "2027/2027-1-2027"


def test_a_seller_may_write_its_address_as_text_or_lines() -> None:
    as_text: Seller = understood("sellerAddress", {"name": "Acme", "address": "Weg 1\r\n10115 Berlin", "vatId": "DE1"})
    as_lines: Seller = understood("sellerAddress", {"name": "Acme", "address": ["Weg 1", "10115 Berlin"]})
    as_object: Seller = understood("sellerAddress", {"address": {"street": "Weg 1", "city": "10115 Berlin"}})

    assert as_text.address == as_lines.address == as_object.address == ("Weg 1", "10115 Berlin")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("invoiceSettings", {"threshold": "soon"}),
        ("invoiceSettings", {"threshold": "-1"}),
        ("invoiceSettings", {"threshold": "NaN"}),
        ("invoiceSettings", {"threshold": True}),
        ("invoiceSettings", {"threshold": "1e99"}),
        ("invoiceSettings", {"status": True}),
        ("invoiceSettings", {"status": ",".join(str(n) for n in range(21))}),
        ("invoiceSettings", "all"),
        ("invoiceNumbering", {"startValue": "1.5"}),
        ("invoiceNumbering", {"startValue": -1}),
        ("invoiceNumbering", {"maxValue": "many"}),
        ("invoiceNumbering", {"numberOfDigits": 21}),
        ("invoiceNumbering", {"preText": "x" * 65}),
        ("invoiceNumbering", {"startValue": "9" * 5_000}),
        ("invoiceNumbering", {"startValue": "1e9999999"}),
        ("invoiceNumbering", {"maxValue": "-1e9999999"}),
        ("invoiceNumbering", {"startValue": "1e-9999999"}),
        ("invoiceNumbering", {"preText": "中" * 23}),
        ("invoiceNumbering", {"postText": "a\u202eb"}),
        ("invoiceNumbering", {"postText": "a\n"}),
        ("invoiceNumbering", []),
        ("sellerAddress", {"name": 5}),
        ("sellerAddress", {"address": 5}),
        ("sellerAddress", {"address": [5]}),
        ("sellerAddress", {"address": "x\n" * 13}),
    ],
)
def test_what_cannot_be_understood_is_refused(key: str, value: Any) -> None:
    with pytest.raises(InvalidRequest):
        understood(key, value)


def test_any_other_configuration_is_nobodys_business() -> None:
    assert understood("shopColours", ["red"]) == ["red"]
