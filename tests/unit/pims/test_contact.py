"""Which texts are contacts and which are placeholders. The lists here are independent of the code's."""

import unicodedata
from dataclasses import dataclass
from time import process_time

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from faktura.capture.matching.owner import find_matches
from faktura.core.countries import region
from faktura.pims.contact import email_address, full_name, national_digits, phone_number, possible_digits
from faktura.pims.keys import contact_keys, name_keys, number_key
from tests.support.capture.invoices import customer, invoice

# what practice systems hold where an owner has no address, from public bug reports, manuals and forums
_PLACEHOLDERS = """
n/a N/A na none None NONE - -- . unknown UNKNOWN @ 0 x x@ ? xx null nil tbd n.a. keine inconnu desconocido
@@ a@b noemail@example.com NoEmail@Example.com no-email@example.org no.email@gmail.com no_email@a.test
a@b.com xyz@gmail.com na@na.com none@none.com NA@NA.COM x@x.com xxx@xxx.com test@test.com abc@abc.com
a@a.com nothanks@gmail.com n/a@example.com none@example.com unknown@example.com noemail@noemail.com
nomail@nomail.com none123@gmail.com noemail1234@practice.com client.noemail@practice.com
doesnothave@email.com notprovided@email.com declined@practice.com refused@practice.com noreply@practice.com
donotreply@practice.com emailunknown@gmail.com nobody@nowhere.com asdf@asdf.com 123@123.com 000@000.com
1234567890@practice.com aaa@bbb.com emaildeclined@gmail.com keinemail@web.de keine.email@gmx.de
pasdemail@orange.fr sinemail@correo.es nessuna@libero.it keineangabe@web.de nicht.angegeben@web.de
hatkeineemail@web.de non-renseigne@orange.fr naopossui@gmail.com noaplica@gmail.com unknown@unknown.invalid
anonymous@practice.com email@email.com customer@practice.com clientdeclined@practice.com
not.available@practice.com hasnoemail@practice.com nonegiven@practice.com missing@practice.com
nincs@freemail.hu heeftgeenemail@ziggo.nl niet.bekend@kpnmail.nl brak@wp.pl niema@onet.pl нет@mail.ru
なし@example.jp noemailyet@gmail.com
"""
PLACEHOLDERS = _PLACEHOLDERS.split()
PHONE_PLACEHOLDERS = [
    *("", " ", "n/a", "none", "0", "00", "000", "000-000-0000", "0000000000", "+10000000000", "1234567890"),
    *(
        "123-456-7890",
        "999-999-9999",
        "111 111 1111",
        "555-555-5555",
        "9876543210",
        "+919999999999",
        "unknown",
        "-",
        "x",
    ),
]
_ADDRESSES = """
ana@example.com mail@schmidt.de info@smithfarm.com j@smith.com nana@gmail.com noe@gmail.com
1980.12.24@web.de noemi@example.org sansone@libero.it na85@gmail.com o'brien@eircom.ie müller@web.de
m@müller.de 1001001@qq.com 100235@qq.com ana+vet@example.com ana_ortiz@sub.example.co.uk
noah.test@example.net bob@email.com jjj@gmail.com bob@mail.com semon@example.com ninon@orange.fr
mail.order@farm.org nikki.none@example.com ola.nordmann@getmail.no anna@testmail.com bob@getdata.com
john@john.smith.me.uk sinead@smith.ie nathan@x.com
"""
ADDRESSES = _ADDRESSES.split()


@pytest.mark.parametrize("written", PLACEHOLDERS)
def test_a_placeholder_is_not_an_address(written: str) -> None:
    """An owner `n/a` and a customer `N/A` used to be the same person."""
    assert email_address(written) == ""
    assert email_address(f"  {written.upper()} ") == ""


@pytest.mark.parametrize("written", ADDRESSES)
def test_an_address_that_resembles_a_placeholder_is_an_address(written: str) -> None:
    assert email_address(f" {written.upper()}\t") == email_address(written) != ""


@pytest.mark.parametrize("written", PHONE_PLACEHOLDERS)
@pytest.mark.parametrize("country", ["US", "DE", "IN", "FR", None])
def test_a_placeholder_is_not_a_telephone_number(written: str, country: str | None) -> None:
    assert phone_number(written, country) == ""


MAILS = st.sampled_from(PLACEHOLDERS)
PHONES = st.sampled_from(PHONE_PLACEHOLDERS)


@given(MAILS, MAILS, PHONES, PHONES, st.sampled_from(["USA", "Germany", "India", "Wonderland", ""]))
def test_no_pair_of_placeholders_matches(mail: str, other: str, phone: str, also: str, country: str) -> None:
    one = invoice(owner={"email": mail, "phone": phone}, practice={"country": country})

    assert find_matches([one], customer(email=mail.swapcase(), phone=phone), None) == []
    assert find_matches([one], customer(email=other, phone=also), None) == []


NAMES = st.sampled_from(["Ana", "José", "Łukasz", "O'Brien", "Anne-Marie", "王", "Ümit", "de la Cruz", ""])
CONTACTS = st.sampled_from(ADDRESSES)


@given(CONTACTS, NAMES, NAMES, st.booleans())
def test_an_owner_with_the_customers_contact_and_name_always_matches(
    mail: str, first: str, last: str, is_shared: bool
) -> None:
    candidate = invoice(owner={"email": f" {mail.upper()}", "phone": "", "firstName": first, "lastName": last})
    known = customer(email=mail, first_name=first.upper(), last_name=unicodedata.normalize("NFD", last))
    shared = Everything() if is_shared else frozenset[str]()

    matches = find_matches([candidate], known, None, shared)

    assert bool(matches) is bool((first and last) or not is_shared)


class Everything(frozenset[str]):
    def __contains__(self, item: object) -> bool:
        return True


@dataclass
class Named:
    first_name: str
    last_name: str
    email: str = ""
    phone: str = ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Łukasz", "Nowak"), ("Lukasz", "NOWAK")),
        (("Sean", "O\u2019Brien"), ("Sean", "O'Brien")),
        (("Sean", "O\u02bcBrien"), ("Sean", "OBrien")),
        (("Anne-Marie", "Smith\u2010Jones"), ("Anne Marie", "Smith-Jones")),
        (("Anne\u2011Marie", "Smith\u2013Jones"), ("Anne", "Marie Smith Jones")),
        (("José", "Peña"), ("Jose\u0301", "Pen\u0303a")),
        (("J.", "Smith, Jr."), ("J", "Smith Jr")),
    ],
)
def test_spellings_of_a_name_are_the_same_name(one: tuple[str, str], other: tuple[str, str]) -> None:
    """`Łukasz` and `Lukasz`, and the two apostrophes, used to be different people."""
    assert full_name(Named(*one)) == full_name(Named(*other)) != ""


@pytest.mark.parametrize(("first", "last"), [("Ana", ""), ("", "Ortiz"), (" ", "Ortiz"), ("-", "Ortiz"), ("", "")])
def test_half_a_name_is_not_a_full_name(first: str, last: str) -> None:
    assert full_name(Named(first, last)) == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [(("कि", "राम"), ("का", "राम")), (("だいき", "森"), ("たいき", "森")), (("Lin", "Gan"), ("Ling", "An"))],
)
def test_different_names_stay_different(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert full_name(Named(*one)) != full_name(Named(*other))


def test_addresses_that_differ_before_folding_stay_different() -> None:
    assert email_address("strauß@web.de") != email_address("strauss@web.de")


@pytest.mark.parametrize("text", ["a" + "\u0301\u0316" * 80_000, "\u0316\u0301" * 80_000 + "@example.com"])
def test_a_hostile_text_is_handled_quickly(text: str) -> None:
    """Normalising an owner's 337 KB of accents used to take half a minute, and delayed all other invoices."""
    before = process_time()

    assert email_address(text) == ""
    assert phone_number(text, "US") == ""
    full_name(Named(text, text))
    region(text)

    assert process_time() - before < 1


ELSEWHERE = {("AR", phonenumbers.PhoneNumberType.MOBILE)}
"""Argentina dials 15 in the midst of a number at home, and 9 before it from abroad."""


@pytest.mark.parametrize("country", sorted(phonenumbers.SUPPORTED_REGIONS))
def test_every_spelling_of_a_number_leads_to_its_national_digits(country: str) -> None:
    for kind in (phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.MOBILE):
        number = phonenumbers.example_number_for_type(country, kind)
        if number is None or not phonenumbers.is_valid_number(number) or (country, kind) in ELSEWHERE:
            continue
        formats = phonenumbers.PhoneNumberFormat
        digits = national_digits(phonenumbers.format_number(number, formats.E164))
        spellings = [
            phonenumbers.format_number(number, formats.E164),
            phonenumbers.format_number(number, formats.INTERNATIONAL),
            phonenumbers.format_number(number, formats.NATIONAL),
            phonenumbers.format_number(number, formats.NATIONAL) + " ext. 12",
            phonenumbers.format_out_of_country_calling_number(number, "DE"),
        ]

        missed = [spelling for spelling in spellings if digits not in possible_digits(spelling)]

        assert missed == [], digits
        assert all(len(possible_digits(spelling)) <= 6 for spelling in spellings)


@pytest.mark.parametrize(
    ("one", "other"),
    [("INV-É1", "inv-e\u03011"), (" RE\u0301-7 ", "ré-7"), ("ß-1", "SS-1"), ("\u01c4-1", "\u01c6-1")],
)
def test_composed_and_decomposed_spellings_of_an_invoice_number_are_the_same(one: str, other: str) -> None:
    """The decomposed spelling of a number used to find nothing."""
    assert number_key(one) == number_key(other)


def test_a_placeholder_and_a_blank_invoice_number_have_no_keys() -> None:
    ana = Named("Ana", "Ortiz", "ana@example.com", "+1 305 555 0100")

    assert contact_keys("1", Named("", "", "n/a", "")) == []
    assert contact_keys(" ", ana) == name_keys(" ", ana) == []
