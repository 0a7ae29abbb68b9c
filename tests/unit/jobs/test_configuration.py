"""The configurations that jobs read, as Emporix writes them."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from faktura.core.errors import InvalidRequest
from faktura.jobs.configurations.configuration import InvoiceSettings, Seller, parsed
from faktura.jobs.numbering import Numbering

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def settings(**value: Any) -> InvoiceSettings:
    found: InvoiceSettings = parsed("invoiceSettings", value)
    return found


def numbering(**value: Any) -> Numbering:
    found: Numbering = parsed("invoiceNumbering", value)
    return found


def test_empty_settings_are_the_defaults() -> None:
    assert settings() == InvoiceSettings(threshold=Decimal(96), status=("CREATED",), extended_order_status=("70",))


def test_fields_are_texts_that_may_have_spaces_around() -> None:
    found = settings(threshold=" 24 ", status="CREATED , SHIPPED,", extendedOrderStatus=" 70, 80 ")

    assert found.threshold == 24
    assert found.statuses == [("CREATED", "70"), ("CREATED", "80"), ("SHIPPED", "70"), ("SHIPPED", "80")]


def test_fields_may_be_numbers_and_lists() -> None:
    assert settings(threshold=24, status=["CREATED"]).statuses == [("CREATED", "70")]


def test_an_extended_status_may_be_a_number() -> None:
    assert settings(extendedOrderStatus=70).statuses == [("CREATED", "70")]


def test_an_empty_text_counts_as_missing() -> None:
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
        ("sellerAddress", ["name", "address", "vatId", "street", "zipCode", "city", "country", "taxNumber"]),
        ("sellerAddress", ["contact", "iban", "bic", "paymentTerms", "electronicAddress"]),
    ],
)
def test_an_empty_field_counts_as_missing(key: str, members: list[str], nothing: object) -> None:
    """Regression: a null in any of them was a 400."""
    assert parsed(key, dict.fromkeys(members, nothing)) == parsed(key, {})


@pytest.mark.parametrize("empty", [None, "", [], {}])
def test_an_empty_field_of_a_part_of_the_seller_counts_as_missing(empty: object) -> None:
    parts = {
        "contact": {"name": empty, "phone": empty, "email": empty},
        "paymentTerms": {"days": empty, "text": empty},
        "electronicAddress": {"scheme": empty, "id": empty},
    }

    assert parsed("sellerAddress", parts) == Seller()


def test_the_fields_of_the_seller_may_be_texts_or_numbers() -> None:
    seller: Seller = parsed(
        "sellerAddress",
        {
            "zipCode": 20457,
            "country": " de ",
            "taxNumber": 2233344444,
            "contact": {"phone": 49401234567},
            "iban": "de89 3704 0044 0532 0130 00",
            "bic": "cobadeffxxx",
            "paymentTerms": {"days": "14"},
            "electronicAddress": {"scheme": 88, "id": 4012345000009},
        },
    )

    assert (seller.zip_code, seller.country, seller.tax_number) == ("20457", "DE", "2233344444")
    assert (seller.iban, seller.bic) == ("DE89370400440532013000", "COBADEFFXXX")
    assert (seller.contact.phone, seller.payment_terms.days) == ("49401234567", 14)
    assert (seller.electronic_address.scheme, seller.electronic_address.id) == ("0088", "4012345000009")


def test_lists_may_contain_nulls() -> None:
    seller: Seller = parsed("sellerAddress", {"address": {"street": "Weg 1", "extra": None, "city": "10115 Berlin"}})

    assert seller.address == ("Weg 1", "10115 Berlin")
    assert settings(status=["CREATED", None], extendedOrderStatus=[None]).statuses == [("CREATED", "70")]


def test_an_empty_list_is_the_default() -> None:
    assert settings(status=" ", extendedOrderStatus="").statuses == [("CREATED", "70")]


def test_an_order_is_due_exactly_the_threshold_after_its_delivery() -> None:
    assert settings(threshold="24").delivered_by(NOON) == datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert settings(threshold="0.5").delivered_by(NOON) == datetime(2026, 11, 21, 11, 30, tzinfo=UTC)


def test_the_address_of_the_seller_may_be_a_text_or_lines() -> None:
    as_text: Seller = parsed("sellerAddress", {"name": "Acme", "address": "Weg 1\r\n10115 Berlin", "vatId": "DE1"})
    as_lines: Seller = parsed("sellerAddress", {"name": "Acme", "address": ["Weg 1", "10115 Berlin"]})
    as_object: Seller = parsed("sellerAddress", {"address": {"street": "Weg 1", "city": "10115 Berlin"}})

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
        ("sellerAddress", {"country": "Germany"}),
        ("sellerAddress", {"country": "XX"}),
        ("sellerAddress", {"zipCode": True}),
        ("sellerAddress", {"street": ["Weg 1"]}),
        ("sellerAddress", {"iban": "DE89 3704 0044 0532 0130 01"}),
        ("sellerAddress", {"iban": "DE"}),
        ("sellerAddress", {"iban": "DE89" + "1" * 31}),
        ("sellerAddress", {"iban": "\u0661" * 22}),
        ("sellerAddress", {"bic": "COBADEFFX"}),
        ("sellerAddress", {"contact": {"email": "nobody"}}),
        ("sellerAddress", {"contact": "Erika"}),
        ("sellerAddress", {"paymentTerms": {"days": "soon"}}),
        ("sellerAddress", {"paymentTerms": {"days": -1}}),
        ("sellerAddress", {"paymentTerms": {"days": 3_651}}),
        ("sellerAddress", {"paymentTerms": {"days": "1e9999999"}}),
        ("sellerAddress", {"paymentTerms": 14}),
        ("sellerAddress", {"electronicAddress": {"scheme": "email", "id": "a@b.example"}}),
        ("sellerAddress", {"electronicAddress": {"scheme": "1234", "id": "1"}}),
    ],
)
def test_an_invalid_configuration_is_refused(key: str, value: Any) -> None:
    with pytest.raises(InvalidRequest):
        parsed(key, value)


def test_any_other_configuration_may_be_any_json() -> None:
    assert parsed("shopColours", ["red"]) == ["red"]
