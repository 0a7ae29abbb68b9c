import pytest

from faktura.capture.page.parties.sender import Support, senders_of
from tests.support.synthetic.page import page_of

CLINIC = ("Willow Animal Clinic", "4 Mill Lane", "Bath BA1 5TR", "Tel. 01225 555 010")


def best(*lines: str) -> str:
    return next((sender.text for sender in senders_of(page_of(*lines).rows)), "")


def test_the_block_with_a_name_an_address_and_a_telephone_number_is_the_senders() -> None:
    (sender, *_) = senders_of(page_of(*CLINIC, "", "Invoice 7", "Total | 12.00").rows)

    assert sender.text == "Willow Animal Clinic"
    assert [line.text for line in sender.address] == ["4 Mill Lane", "Bath BA1 5TR"]
    assert sender.telephone == "01225 555 010"
    assert sender.support == {Support.BUSINESS, Support.ADDRESS, Support.CONTACTS}


@pytest.mark.parametrize(
    "customer",
    [
        ("Bill to:", "Harbour Stables Ltd", "9 Quay Road", "Poole BH15 1HJ"),
        ("Bill to: | Ship to:", "Harbour Stables Ltd | Dock 4", "9 Quay Road | 9 Quay Road", "Poole BH15 1HJ"),
        ("Bill to: | Invoice no. 7", " | PO 12", "Harbour Stables Ltd", "9 Quay Road", "Poole BH15 1HJ"),
        ("Client | Harbour Stables Ltd", "Pet | Bella"),
        ("Harbour Stables Ltd", "9 Quay Road", "Poole BH15 1HJ"),
    ],
)
def test_a_customer_is_not_the_sender(customer: tuple[str, ...]) -> None:
    assert best(*CLINIC, "", "", *customer, "", "", "Total | 12.00") == "Willow Animal Clinic"


@pytest.mark.parametrize(
    "lines",
    [
        ("Date | Vendeur", "14/03/2016 | Jeanne Marchal"),
        ("Vendeur : Jeanne Marchal",),
        ("Sachbearbeiter | Jeanne Marchal",),
        ("Served by: Jeanne Marchal",),
        ("Owned by:", "Marchal Holdings Ltd"),
    ],
)
def test_a_salesperson_or_an_owner_is_not_the_sender(lines: tuple[str, ...]) -> None:
    assert best("Les Saules", "4 rue Basse", "37000 Tours", "", *lines, "", "Total | 12.00") == "Les Saules"


def test_a_seller_who_prints_an_address_is_the_sender() -> None:
    lines = ("# INVOICE", "", "Seller:", "Les Saules", "4 rue Basse", "37000 Tours", "", "Total | 12.00")

    found = senders_of(page_of(*lines).rows)

    assert found[0].text == "Les Saules"
    assert Support.LABEL in found[0].support


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("WILLOW AND OAK VETERINARY", "CLINIC SDN BHD", "4 Mill Lane"), "WILLOW AND OAK VETERINARY CLINIC SDN BHD"),
        (("Willow Clinic Sdn Bhd (519537-X)", "4 Mill Lane"), "Willow Clinic Sdn Bhd"),
        (("Ann Marsh trading as Willow Clinic", "4 Mill Lane"), "Willow Clinic"),
        (("Willow Clinic \u00b7 4 Mill Lane \u00b7 12345 Bath", "", "", "Ann Marsh"), "Willow Clinic"),
        (("Willow Clinic Invoice no. 7", "4 Mill Lane", "Bath BA1 5TR"), "Willow Clinic"),
    ],
)
def test_a_name_is_whole_and_ends_where_other_text_begins(lines: tuple[str, ...], name: str) -> None:
    assert best(*lines, "", "Total | 12.00") == name


def test_the_senders_line_at_the_foot_of_a_page_is_found() -> None:
    customer = ("Bill to:", "Ann Marsh", "9 Quay Road", "Poole BH15 1HJ")
    items = [f"Item {number} | {number}.00" for number in range(1, 12)]

    assert best(*customer, "", *items, "Willow Clinic Ltd, 4 Mill Lane, Bath BA1 5TR") == "Willow Clinic Ltd"


@pytest.mark.parametrize(
    ("domain", "is_spelt"),
    [("info@willow-clinic.example", True), ("www.willowclinic.example", True), ("someone@gmail.example", False)],
)
def test_a_web_or_mail_address_that_spells_the_name_supports_it(domain: str, is_spelt: bool) -> None:
    (sender, *_) = senders_of(page_of("Willow Clinic", "4 Mill Lane", "Bath BA1 5TR", domain, "Total | 12.00").rows)

    assert (Support.DOMAIN in sender.support) is is_spelt


@pytest.mark.parametrize("line", ["Please make cheques payable to Willow Clinic", "\u00a9 2024 Willow Clinic"])
def test_a_page_that_repeats_a_name_as_the_payee_supports_it(line: str) -> None:
    (sender, *_) = senders_of(page_of("Willow Clinic", "4 Mill Lane", "", "Total | 12.00", "", line).rows)

    assert Support.REPEATED in sender.support


@pytest.mark.parametrize("title", ["TAX INVOICE", "Rechnung", "Note d'honoraires", "Credit note", "GUEST FOLIO"])
def test_a_title_is_not_a_name(title: str) -> None:
    assert best(f"# {title}", "", *CLINIC, "", "Total | 12.00") == "Willow Animal Clinic"
