"""Seller, buyer and place of delivery as an e-invoice has them."""

from typing import Any

import pytest

from faktura.core import json
from faktura.einvoices.invoice import Address, Contact, ElectronicAddress, Party, Payment
from faktura.jobs.configurations.configuration import Seller, parsed
from faktura.jobs.invoices.invoice import Bill
from faktura.jobs.orders.order import SalesOrder
from faktura.jobs.orders.pricing import bill_for
from tests.support.builders import sales_order
from tests.support.orders import SELLER


def bill(seller: dict[str, Any] | None = None, **changes: Any) -> Bill:
    given: Seller = parsed("sellerAddress", SELLER if seller is None else seller)
    return bill_for(SalesOrder.of(json.loads(json.dumps(sales_order(**changes)))), given, "acme")


def test_the_seller_is_what_the_configuration_says() -> None:
    assert bill().seller == Party(
        name="Muster & Söhne GmbH",
        address=Address(street="Hafenstraße 1", zip_code="20457", city="Hamburg", country="DE"),
        vat_id="DE123456789",
        tax_number="22/333/44444",
        contact=Contact(name="Erika Muster", phone="+49 40 1234567", email="rechnung@muster.example"),
        electronic_address=ElectronicAddress(scheme="9930", id="DE123456789"),
    )


def test_the_address_of_the_seller_is_printed_as_written_else_made_from_its_parts() -> None:
    assert bill().seller_lines == ["Hafenstraße 1", "20457 Hamburg", "DE"]
    assert bill({**SELLER, "address": "Postfach 7\n20457 Hamburg"}).seller_lines == ["Postfach 7", "20457 Hamburg"]
    assert bill({"city": "Hamburg"}).seller_lines == ["Hamburg"]


def test_lines_of_an_address_are_no_address_of_an_e_invoice() -> None:
    assert bill({"address": "Hafenstraße 1\n20457 Hamburg"}).seller.address == Address()


def test_how_to_pay_is_what_the_configuration_says() -> None:
    found = bill()

    assert found.payment == Payment(
        iban="DE89370400440532013000",
        bic="COBADEFFXXX",
        account_name="Muster & Söhne GmbH",
        terms="Payable without deduction",
    )
    assert found.payment_days == 14
    assert bill({}).payment == Payment()


def test_the_buyer_is_the_billing_address() -> None:
    address = {
        "companyName": "Käufer AG",
        "contactName": "Erika Muster",
        "street": "Am Markt",
        "streetNumber": 2,
        "streetAppendix": "Hof 3",
        "extraLine1": "2. Stock",
        "zipCode": "80331",
        "city": "München",
        "country": "de",
    }

    assert bill(billingAddress=address).buyer == Party(
        name="Käufer AG",
        address=Address(
            street="Am Markt 2", addition="Hof 3, 2. Stock", zip_code="80331", city="München", country="DE"
        ),
    )


def test_a_buyer_without_a_company_is_a_person_and_without_a_country_in_that_of_the_order() -> None:
    buyer = bill(billingAddress={"contactName": "Erika Muster"}, countryCode="at").buyer

    assert (buyer.name, buyer.address.country) == ("Erika Muster", "AT")


def test_the_buyer_says_what_it_wants_to_find_on_the_invoice() -> None:
    data = {
        "buyerReference": 4011,
        "buyerVatId": " atu 12345678",
        "purchaseOrder": "PO-1",
        "electronicAddress": {"scheme": "0088", "id": 4012345000009},
    }

    found = bill(mixins={"eInvoice": data})

    assert (found.buyer_reference, found.purchase_order, found.buyer.vat_id) == ("4011", "PO-1", "ATU12345678")
    assert found.buyer.electronic_address == ElectronicAddress(scheme="0088", id="4012345000009")


@pytest.mark.parametrize(
    "data", [None, [], "x", {"buyerReference": []}, {"electronicAddress": "x"}, {"buyerVatId": {}}]
)
def test_data_of_the_buyer_that_cannot_be_read_count_as_missing(data: object) -> None:
    assert bill(mixins={"eInvoice": data}) == bill(mixins={})


def test_goods_go_to_the_shipping_address() -> None:
    found = bill(shippingAddress={"contactName": "Ana Ortiz", "city": "Madrid", "country": "ES"})

    assert found.ship_to == Party(name="Ana Ortiz", address=Address(city="Madrid", country="ES"))
    assert bill(shippingAddress={}).ship_to is None


@pytest.mark.parametrize(
    ("country", "vat_id", "category", "reason"),
    [
        ("DE", "", "Z", ""),
        ("FR", "FR40303265045", "K", "Intra-community supply"),
        ("CH", "", "G", "Export outside the EU"),
    ],
)
def test_a_rate_of_zero_has_the_category_of_buyer_and_place(
    country: str, vat_id: str, category: str, reason: str
) -> None:
    price = {"netValue": 10, "taxValue": 0, "grossValue": 10, "taxRate": 0}
    address = {"companyName": "Käufer AG", "country": country}

    found = bill(
        entries=[{"calculatedPrice": {"finalPrice": price}}],
        billingAddress=address,
        shippingAddress=address,
        calculatedPrice={"finalPrice": price},
        mixins={"eInvoice": {"buyerVatId": vat_id}},
    )

    assert found.lines[0].vat.category == category
    assert [(one.vat.category, one.exemption_reason) for one in found.vat] == [(category, reason)]
    assert found.discrepancy == ""


def test_a_seller_without_tax_numbers_is_not_subject_to_tax() -> None:
    price = {"netValue": 10, "taxValue": 0, "grossValue": 10, "taxRate": 0}

    found = bill({}, entries=[{"calculatedPrice": {"finalPrice": price}}], calculatedPrice={"finalPrice": price})

    assert (found.vat[0].vat.category, found.vat[0].vat.rate) == ("O", None)
    assert found.discrepancy == ""
