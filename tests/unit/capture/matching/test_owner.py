from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faktura.capture.customers.customer import CustomerDetails
from faktura.capture.matching.owner import (
    Match,
    find_matches,
    same_name,
    same_practice,
)
from faktura.capture.reading.reading import Reading
from faktura.pims.schemas import Invoice
from tests.support.capture.invoices import customer, invoice

EMPTY = {"firstName": "", "lastName": "", "email": "", "phone": ""}
ANA = {**EMPTY, "firstName": "Ana", "lastName": "Ortiz"}
READING = Reading(vendors=("PetWellClinic",), dates=(date(2023, 9, 3),), total=Decimal("732.39"))


@pytest.mark.parametrize("mail", ["ana@example.com", "  ANA@Example.com "])
def test_the_same_e_mail_address_matches(mail: str) -> None:
    candidate = invoice()

    assert find_matches([candidate], customer(email=mail), None) == [Match(candidate, "e-mail")]


@pytest.mark.parametrize(
    "phone", ["+1 305 555 0100", "305-555-0100", "(305) 555 0100", "011 1 305 5550100", "+13055550100"]
)
def test_the_same_phone_number_matches(phone: str) -> None:
    candidate = invoice(owner={"phone": "305-555-0100"})

    assert find_matches([candidate], customer(phone=phone), None) == [Match(candidate, "phone")]


def test_a_phone_number_is_read_with_the_country_of_the_practice() -> None:
    german = invoice(practice={"country": "Deutschland"}, owner={"email": "", "phone": "030 123456"})

    assert find_matches([german], customer(phone="+49 30 123456"), None) == [Match(german, "phone")]
    assert find_matches([german], customer(phone="+1 301 234 5600"), None) == []


def test_in_an_unknown_country_only_international_numbers_are_compared() -> None:
    abroad = invoice(practice={"country": "Wonderland"}, owner={"email": "", "phone": "305-555-0100"})

    assert find_matches([abroad], customer(phone="305-555-0100"), None) == []


@pytest.mark.parametrize("blank", ["", " ", "\t"])
def test_a_blank_never_matches(blank: str) -> None:
    candidate = invoice(owner={**EMPTY, "email": blank, "phone": blank})
    known = customer(email=blank, phone=blank, first_name=blank, last_name=blank)

    assert find_matches([candidate], known, READING) == []


def test_a_name_matches_if_no_contact_can_be_compared_and_the_reading_confirms_the_invoice() -> None:
    candidate = invoice(owner={**EMPTY, "firstName": "Jos\u00e9", "lastName": "M\u00dcLLER"})
    known = customer(first_name="jose", last_name="Muller", email="jose@example.com")

    assert find_matches([candidate], known, READING) == [Match(candidate, "name")]


@pytest.mark.parametrize(
    ("owner", "details", "reading"),
    [
        (ANA, {"email": "ana@example.com"}, None),
        (ANA, {}, Reading(dates=READING.dates, total=READING.total)),
        (ANA, {}, Reading(vendors=("Other Clinic",), dates=READING.dates, total=READING.total)),
        (ANA, {}, Reading(vendors=READING.vendors)),
        ({**ANA, "email": "other@example.com"}, {"email": "ana@example.com"}, READING),
        ({**ANA, "phone": "305 555 0199"}, {"phone": "305 555 0100"}, READING),
        ({**EMPTY, "lastName": "Ortiz"}, {}, READING),
        ({**ANA, "firstName": "Anna"}, {}, READING),
    ],
    ids=[
        "a direct lookup",
        "no practice read",
        "another practice read",
        "neither date nor total read",
        "another e-mail",
        "another phone",
        "half a name",
        "another name",
    ],
)
def test_a_name_alone_does_not_match(owner: dict[str, str], details: dict[str, str], reading: Reading | None) -> None:
    known = customer(first_name="Ana", last_name="Ortiz", **details)

    assert find_matches([invoice(owner=owner)], known, reading) == []


@pytest.mark.parametrize(
    ("printed", "practice"),
    [
        ("Animal", "Animal Clinic Miami"),
        ("Animal Hospital", "Animal Hospital of Dade"),
        ("Tierarztpraxis", "Tierarztpraxis Dr. Meier"),
    ],
)
def test_a_common_beginning_of_practice_names_does_not_confirm_an_invoice(printed: str, practice: str) -> None:
    candidate = invoice(owner={"first_name": "Ana", "last_name": "Ortiz"}, practice={"name": practice})
    reading = Reading(vendors=(printed,), total=candidate.total)

    assert find_matches([candidate], CustomerDetails(first_name="Ana", last_name="Ortiz"), reading) == []


def test_a_last_name_alone_does_not_match() -> None:
    candidate = invoice(owner={**EMPTY, "lastName": "Ortiz"})

    assert find_matches([candidate], customer(last_name="Ortiz"), READING) == []


def test_a_name_that_fits_two_invoices_matches_neither() -> None:
    one, two = invoice(owner=ANA), invoice(owner=ANA, practice={"practiceId": "north", "name": "North Clinic"})

    assert find_matches([one, two], customer(first_name="Ana", last_name="Ortiz"), READING) == []


def test_a_contact_is_preferred_to_a_name() -> None:
    by_name, by_mail = invoice(owner=ANA), invoice(practice={"practiceId": "north", "name": "North Clinic"})
    known = customer(first_name="Ana", last_name="Ortiz", email="ana@example.com")

    assert find_matches([by_name, by_mail], known, READING) == [Match(by_mail, "e-mail")]


def test_the_invoice_that_agrees_with_the_reading_comes_first() -> None:
    shown = invoice(date="2023-09-03T00:00:00")
    newer = invoice(date="2024-09-03T00:00:00", practice={"practiceId": "north", "name": "North Clinic"})

    found = find_matches([newer, shown], customer(email="ana@example.com"), READING)

    assert [match.invoice for match in found] == [shown, newer]


def test_without_a_reading_the_newest_invoice_comes_first() -> None:
    older, newer = invoice(date="2023-09-03T23:00:00-05:00"), invoice(date="2023-09-04T05:00:00Z", id="2")

    found = find_matches([older, newer], customer(email="ana@example.com"), None)

    assert [match.invoice for match in found] == [newer, older]


@pytest.mark.parametrize(
    ("printed", "agrees"),
    [
        ("PETWELL CLINIC", True),
        ("PetWellClinic Inc.", True),
        ("PetWell", True),
        ("Pet", False),
        ("WellClinic", False),
        ("", False),
    ],
)
def test_a_practice_is_recognised_by_the_beginning_of_its_name(printed: str, agrees: bool) -> None:
    assert same_practice(Reading(vendors=(printed,)), invoice().vet_practice) is agrees


@pytest.mark.parametrize(
    ("printed", "agrees"), [("Ana Ortiz", True), ("ORTIZ, Ana", True), ("Ana", False), ("", False)]
)
def test_a_printed_name_matches_the_customer_in_either_order(printed: str, agrees: bool) -> None:
    assert same_name(customer(first_name="Ana", last_name="Ortiz"), printed) is agrees


MAILS = st.sampled_from(["", " ", "ana@example.com", "ANA@example.com ", "bob@example.com"])
PHONES = st.sampled_from(["", "n/a", "+1 305 555 0100", "305-555-0100", "305 555 0199", "+49 30 123456", "030 123456"])
NAMES = st.sampled_from(["", "Ana", "ANA", "Bob"])
PEOPLE = st.fixed_dictionaries({"firstName": NAMES, "lastName": NAMES, "email": MAILS, "phone": PHONES})
INVOICES = st.builds(
    lambda owner, country, name, day: invoice(owner=owner, practice={"country": country, "name": name}, date=day),
    PEOPLE,
    st.sampled_from(["", "USA", "Germany", "Wonderland"]),
    st.sampled_from(["PetWellClinic", "North Clinic", ""]),
    st.sampled_from(["2023-09-03T00:00:00", "2024-01-01T00:00:00Z"]),
)
READINGS = st.sampled_from([None, Reading(), READING, Reading(vendors=("North Clinic",), total=Decimal("732.39"))])


@given(st.lists(INVOICES, max_size=5), PEOPLE, READINGS)
def test_only_the_customers_own_invoices_match(candidates: list[Invoice], person: dict[str, str], reading: Any) -> None:
    known = CustomerDetails.model_validate(person)

    found = find_matches(candidates, known, reading)

    for match in found:
        owner = match.invoice.pet_owner
        mails = {owner.email.strip().lower(), known.email.strip().lower()}
        phones = {_international(owner.phone), _international(known.phone)}
        if match.by == "name":
            assert len(found) == 1
            assert "" in mails or "" in phones
            assert (owner.first_name.lower(), owner.last_name.lower()) == (
                known.first_name.lower(),
                known.last_name.lower(),
            )
            assert owner.first_name
            assert owner.last_name
        else:
            assert (len(mails) == 1 and "" not in mails) or (len(phones) == 1 and "" not in phones)


def _international(phone: str) -> str:
    """Each of the numbers above in international form, read with its own country."""
    return {"305-555-0100": "+13055550100", "305 555 0199": "+13055550199", "030 123456": "+4930123456", "n/a": ""}.get(
        phone, phone.replace(" ", "")
    )
