import pytest
from hypothesis import given
from hypothesis import strategies as st

from faktura.capture.page.currency_sign import CODES, SHARED_SIGNS, SIGNS
from faktura.capture.reading.merging import PrintedField
from faktura.capture.reading.origin.currency import currency, mentioned
from faktura.capture.reading.origin.practice import PageSenders
from faktura.capture.reading.reading import ReadField
from tests.support.synthetic.page import page_of

US, AU, MY = "1 Main St, Boise, ID 83702", "1 High St, Ballina NSW 2478", "1 Jalan Besar\n80000 Johor Bahru, Johor"
NOWHERE = "1 High Street"


def typed(kind: str, text: str, code: str | None = None) -> PrintedField:
    return PrintedField(kind, text, 99, code, frozenset(), 1)


def judged(*lines: str, fields: tuple[PrintedField, ...] = (), total: str = "") -> tuple[str, bool, str] | None:
    where = ReadField(total, 1, None, 99) if total else None
    found = currency(fields, [PageSenders.of(page_of(*lines))] if lines else [], where)
    return (found.value, found.field.is_vouched, found.field.reason) if found else None


@pytest.mark.parametrize(
    ("printed", "codes"),
    [
        ("\u20ac 5", {"EUR"}),
        ("5 EUR", {"EUR"}),
        ("Invoice total USD", {"USD"}),
        ("Amt (RM)", {"MYR"}),
        ("All amounts in CHF incl. VAT", {"CHF"}),
        ("US$5 CA$5", {"USD", "CAD"}),
        ("RM5.00", {"MYR"}),
        ("PLEASE TRY our food", set()),
        ("$5", set()),
        ("5", set()),
    ],
)
def test_a_currency_is_mentioned_by_its_code_beside_an_amount_or_by_its_own_sign(printed: str, codes: set[str]) -> None:
    assert mentioned(printed) == codes


@pytest.mark.parametrize(
    ("lines", "total", "expected"),
    [
        (("Item | 5.00 EUR", "Total | 5.00"), "5.00", ("EUR", True, "the invoice prints no other currency than EUR")),
        (("Rate USD 1.10", "Total | 5.00 EUR"), "5.00 EUR", ("EUR", True, "the total is printed in EUR")),
        (("Total EUR | 5.00", "Total | USD 5.50"), "5.00", ("EUR", False, "the invoice prints EUR and USD")),
        (("Item | $4.00", "Total | 5.00", "in EUR"), "5.00", ("EUR", False, "the invoice prints EUR and $")),
        (("Total | $5.00",), "$5.00", ("USD", False, "a $ alone can mean several currencies")),
        (("Total | kr 5.00",), "kr 5.00", ("SEK", False, "a kr alone can mean several currencies")),
    ],
)
def test_the_marks_on_the_amounts_tell_the_currency(
    lines: tuple[str, ...], total: str, expected: tuple[str, bool, str]
) -> None:
    assert judged(*lines, total=total) == expected


@pytest.mark.parametrize(
    ("address", "amount", "expected"),
    [
        (US, "$5.00", ("USD", True, "a $ in the practice's country is USD")),
        (AU, "$5.00", ("AUD", True, "a $ in the practice's country is AUD")),
        (MY, "$5.00", ("MYR", False, "a $ does not stand for MYR, the currency of the practice's country")),
        (NOWHERE, "$5.00", ("USD", False, "a $ alone can mean several currencies")),
        (MY, "5.00", ("MYR", True, "it is the currency of the practice's country")),
        (NOWHERE, "5.00", None),
    ],
)
def test_a_shared_sign_or_none_follows_the_practices_country(
    address: str, amount: str, expected: tuple[str, bool, str] | None
) -> None:
    typed_fields = (typed("VENDOR_ADDRESS", address), typed("TOTAL", amount, "USD" if "$" in amount else None))

    assert judged("Willow Clinic", *address.splitlines(), "", f"Total | {amount}", total=amount) == expected
    assert judged(fields=typed_fields, total=amount) == expected


def test_a_customers_country_is_not_the_practices() -> None:
    lines = ("Willow Clinic", NOWHERE, "", "Bill to:", "Ann Marsh", *MY.splitlines(), "", "", "Total | 5.00")

    assert judged(*lines, "", "", "", "", total="5.00") is None


@pytest.mark.parametrize("sign", [sign for sign in SIGNS if sign not in CODES])
def test_a_sign_of_one_currency_has_a_known_code(sign: str) -> None:
    assert judged(f"Total | {sign} 5.00", total=f"{sign} 5.00") == (
        SIGNS[sign],
        True,
        f"the total is printed in {SIGNS[sign]}",
    )


@given(st.lists(st.sampled_from(CODES), min_size=2, max_size=3, unique=True))
def test_an_invoice_owed_in_several_currencies_is_never_vouched_for(codes: list[str]) -> None:
    fields = tuple(typed("AMOUNT_DUE", f"5.00 {code}") for code in codes)
    found = judged(*[f"Total | 5.00 {code}" for code in codes], fields=fields, total=f"5.00 {codes[0]}")

    assert found
    assert not found[1]


@given(st.sampled_from(CODES), st.sampled_from(sorted(SHARED_SIGNS)))
def test_a_code_and_a_sign_of_other_currencies_are_never_vouched_for(code: str, sign: str) -> None:
    found = judged(f"Item | {sign} 4.00", f"in {code}", "Total | 5.00", total="5.00")

    assert found
    assert found[1] is (code in SHARED_SIGNS[sign])
