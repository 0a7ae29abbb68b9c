import pytest
from hypothesis import given
from hypothesis import strategies as st

from faktura.capture.page.page import Page
from faktura.capture.reading.merging import PrintedField
from faktura.capture.reading.origin.practice import PageSenders, practices
from faktura.capture.reading.reading import Judged
from tests.support.synthetic.page import page_of

ADDRESS = ("4 Mill Lane", "Bath BA1 5TR", "Tel. 01225 555 010")
REST = ("", "", "Total | 12.00")
NAMES = st.sampled_from(
    ["Willow Clinic Ltd", "Harbour Stables Ltd", "Tierklinik Weide GmbH", "Clinique des Saules SARL"]
)


def typed(kind: str, text: str, label: str = "", confidence: int = 99) -> PrintedField:
    return PrintedField(kind, text, confidence, None, frozenset(), 1, label=label)


def judged(*pages: Page, fields: tuple[PrintedField, ...] = ()) -> list[Judged[str]]:
    return practices(fields, [PageSenders.of(page) for page in pages])


def test_a_business_with_its_address_and_telephone_number_is_vouched_for() -> None:
    (best,) = judged(page_of("Willow Clinic Ltd", *ADDRESS, *REST))

    assert best.value == "Willow Clinic Ltd"
    assert (best.field.is_vouched, best.field.page) == (True, 1)
    assert best.field.reason == "it is the name of a business and its telephone or registration number follows it"


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (page_of("Ann Marsh", *ADDRESS, *REST), "nothing else on the page tells whose invoice it is"),
        (page_of("Willow Clinic Ltd", *REST), "nothing else on the page tells whose invoice it is"),
        (page_of("Willow Clinic Ltd", *ADDRESS, *REST, confidence=80), "its letters are hard to read"),
        (page_of("Wi1low Clinic Ltd", *ADDRESS, *REST), "its letters are hard to read"),
        (page_of("Weekend", "Willow Clinic Ltd", *ADDRESS, *REST), "another name stands above it"),
        (
            page_of("Willow Clinic", *ADDRESS, "", "", "Harbour Stables Ltd", "9 Quay Road", "Poole BH15 1HJ", *REST),
            "the page also prints Harbour Stables Ltd",
        ),
    ],
)
def test_a_name_is_not_vouched_for_without_proof_or_against_a_contradiction(page: Page, reason: str) -> None:
    (best,) = judged(page)

    assert (best.field.is_vouched, best.field.reason) == (False, reason)


def test_a_customer_that_the_ocr_engine_takes_for_the_vendor_is_not_vouched_for() -> None:
    page = page_of("Bill to:", "Harbour Stables Ltd", "9 Quay Road", "Poole BH15 1HJ", *REST, "", "", "", "")

    (best,) = judged(page, fields=(typed("VENDOR_NAME", "Harbour Stables Ltd"),))

    assert (best.field.is_vouched, best.field.reason) == (False, "the page prints it as the customer's name")


@pytest.mark.parametrize("label", ["Vendeur", "Bill to:", "Sachbearbeiter"])
def test_a_typed_vendor_with_the_label_of_another_comes_last(label: str) -> None:
    best, *_ = judged(fields=(typed("VENDOR_NAME", "Ann Marsh", label), typed("VENDOR_NAME", "Willow", confidence=60)))

    assert best.value == "Willow"


def test_typed_fields_without_lines_vouch_for_a_business_with_its_address() -> None:
    fields = (typed("VENDOR_NAME", "Willow\nClinic Ltd"), typed("VENDOR_ADDRESS", "4 Mill Lane\nBath BA1 5TR"))

    assert [(one.value, one.field.is_vouched) for one in judged(fields=fields)] == [("Willow Clinic Ltd", True)]


def test_the_first_page_that_prints_a_name_counts() -> None:
    first, second = page_of("Willow Clinic Ltd", *ADDRESS), page_of("Harbour Stables Ltd", *ADDRESS, *REST, number=2)

    assert judged(first, second)[0].value == "Willow Clinic Ltd"


@given(NAMES, NAMES)
def test_two_names_with_equal_proof_are_never_vouched_for(one: str, other: str) -> None:
    best = judged(page_of(one, *ADDRESS), page_of(other, *ADDRESS, number=2))[0]

    assert best.field.is_vouched is (one == other)


@given(NAMES, NAMES)
def test_two_typed_names_with_equal_proof_are_never_vouched_for(one: str, other: str) -> None:
    fields = (typed("VENDOR_NAME", one), typed("VENDOR_NAME", other), typed("VENDOR_ADDRESS", "4 Mill Lane\nBath"))

    assert judged(fields=fields)[0].field.is_vouched is (one == other)


@given(NAMES, st.sampled_from(["Bill to:", "Sold to", "Rechnung an", "Facturé à :"]))
def test_a_name_in_a_customers_block_is_never_vouched_for(name: str, label: str) -> None:
    page = page_of(label, name, *ADDRESS, *REST, "", "", "", "")

    found = judged(page, fields=(typed("VENDOR_NAME", name), typed("RECEIVER_NAME", name)))

    assert not any(one.field.is_vouched for one in found)
