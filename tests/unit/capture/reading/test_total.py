"""What supports and what contradicts a total."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from faktura.capture.reading.expense import reading
from tests.support.capture.invoices import field, response
from tests.support.capture.pages import page

CENTS = st.integers(100, 500_000).map(lambda cents: Decimal(cents).scaleb(-2))
LARGE = st.integers(1_000, 500_000).map(lambda cents: Decimal(cents).scaleb(-2))
SMALL = st.integers(10, 900).map(lambda cents: Decimal(cents).scaleb(-2))


def judged(analyzed: dict[str, Any]) -> tuple[Decimal | None, bool]:
    read = reading(analyzed)
    found = read.fields.get("totalAmount")
    return read.total, bool(found and found.is_vouched)


def test_subtotal_and_tax_prove_the_total() -> None:
    shown = page(("Subtotal", "100.00"), ("VAT 20%", "20.00"), ("Total", "120.00"))

    assert judged(shown) == (Decimal("120.00"), True)


def test_what_is_payable_after_a_printed_rounding_is_the_total() -> None:
    shown = page(("Total Sales", "22.98"), ("Rounding Adjustment", ".02"), ("Rounding", "23.00"), ("Cash", "23.00"))

    assert judged(shown) == (Decimal("23.00"), True)


def test_a_net_total_is_not_the_total() -> None:
    shown = page(("Net total", "250.00 EUR"), ("VAT total", "47.50 EUR"), ("Due payable", "297.50 EUR"))

    assert judged(shown) == (Decimal("297.50"), True)


@pytest.mark.parametrize("label", ["TOTAL (GST INCL)", "Total incl. VAT", "TOT TTC", "Gesamtsumme inkl. MwSt."])
def test_a_total_that_names_its_tax_is_no_tax(label: str) -> None:
    shown = page(
        ("Consultation", "40.00"), ("Bandage", "8.00"), (label, "48.00"), ("Cash", "50.00"), ("Change", "2.00")
    )

    assert judged(shown) == (Decimal("48.00"), True)
    assert reading(shown).tax is None


@pytest.mark.parametrize("label", ["Summe ohne USt.", "Total HT", "Total excl. GST", "Amount before tax"])
def test_a_sum_without_tax_is_a_subtotal(label: str) -> None:
    shown = page((label, "200.00"), ("MwSt 19 %", "38.00"), ("Rechnungsbeitrag", "238.00"))

    assert judged(shown) == (Decimal("238.00"), True)
    assert reading(shown).subtotal == Decimal("200.00")


@pytest.mark.parametrize("label", ["Anzahlung", "Acompte versé", "Less deposit", "Erhaltene Anzahlungen"])
def test_what_is_left_after_a_prepayment_is_not_the_total(label: str) -> None:
    shown = page(
        ("Subtotal", "300.00"), ("VAT 20%", "60.00"), ("Total", "360.00"), (label, "-100.00"), ("Balance due", "260.00")
    )

    read = reading(shown)

    assert judged(shown) == (Decimal("360.00"), True)
    assert read.amount_due == Decimal("260.00")


@pytest.mark.parametrize("due", ["Amount due", "Total now due", "Please pay"])
def test_what_is_due_with_arrears_is_not_the_total(due: str) -> None:
    shown = page(("Total charges this period", "80.00"), ("Balance brought forward", "15.00"), (due, "95.00"))

    assert judged(shown) == (Decimal("80.00"), True)


def test_an_unreadable_total_is_what_was_paid_less_the_change() -> None:
    shown = page(
        ("Leash", "30.00"), ("Collar", "12.00"), ("SUB-TOTAL", "42.00"), ("TAX", "2.52"), ("T0 TA", "4 .5:"),
        ("CASH", "44.52"), ("CHANGE", "0.00"), "GST SUMMARY", ("CODE", "AMOUNT", "TAX"), ("6.00", "42.00", "2.52"),
    )  # fmt: skip

    assert judged(shown) == (Decimal("44.52"), True)


def test_a_row_of_a_tax_table_is_never_the_only_source_of_a_total() -> None:
    shown = page(
        "Paws Shop", "TAX SUMMARY", ("CODE", "AMOUNT", "TAX"), ("S 6.00", "42.00", "2.52"), ("TOTAL", "42.00", "2.52")
    )

    assert judged(shown) == (None, False)


def test_a_heading_row_names_the_sums_below_it() -> None:
    shown = page(
        ("Total HT", "Taux", "Montant TVA", "Net à payer"),
        ("80,00", "TVA 20%", "16,00", "96,00"),
        "Merci de votre confiance",
    )

    read = reading(shown)

    assert (read.total, read.subtotal, read.tax) == (Decimal("96.00"), Decimal("80.00"), Decimal("16.00"))
    assert read.fields["totalAmount"].is_vouched


def test_the_row_below_a_strip_is_read_for_itself() -> None:
    shown = page(("Total HT", "Montant TVA", "Net à payer"), ("80,00", "16,00", "96,00"), ("Total", "99,00"))

    assert not judged(shown)[1]


def test_unknown_words_between_the_lines_and_the_total_do_not_matter() -> None:
    shown = page(
        ("Untersuchung", "50,00"), ("Röntgen", "70,00"), ("Zuschlag Notdienst", "30,00"), ("Gesamtbetrag", "150,00")
    )

    assert judged(shown) == (Decimal("150.00"), True)


def test_a_reduction_for_early_payment_is_not_the_total() -> None:
    shown = page(
        ("Netto", "500,00"), ("MwSt 19 %", "95,00"), ("Rechnungsbetrag", "595,00"),
        ("Bei Zahlung bis 12.05.2024 abzgl. 2 % Skonto", "583,10"),
    )  # fmt: skip

    assert judged(shown) == (Decimal("595.00"), True)


def test_a_page_with_proof_beats_a_later_page_with_a_plain_figure() -> None:
    first = page(("Net", "40.00"), ("VAT 20%", "8.00"), ("Total", "48.00"))
    last = page("Your consumption", ("Total", "531.20"))

    read = reading(first, last)

    assert (read.total, read.fields["totalAmount"].page) == (Decimal("48.00"), 1)


def test_a_total_alone_is_read_and_not_vouched_for() -> None:
    read = reading(page(("Total", "48.00")))

    assert read.total == Decimal("48.00")
    assert read.fields["totalAmount"].reason == "nothing else on the page confirms it"


@pytest.mark.parametrize("as_lines", [True, False])
def test_a_credit_is_read_and_not_vouched_for(as_lines: bool) -> None:
    sums = {"Subtotal": "-100.00", "Tax": "-20.00", "Total": "-120.00"}
    kinds = {"Subtotal": "SUBTOTAL", "Tax": "TAX", "Total": "TOTAL"}
    typed = response(*(field(kinds[label], value) for label, value in sums.items()))

    assert judged(page(*sums.items()) if as_lines else typed) == (Decimal("-120.00"), False)


@given(subtotal=LARGE, tax=SMALL)
def test_sums_that_agree_vouch_for_the_total(subtotal: Decimal, tax: Decimal) -> None:
    total = subtotal + tax

    for shown in (
        response(field("SUBTOTAL", f"{subtotal}"), field("TAX", f"{tax}"), field("TOTAL", f"{total}")),
        page(("Subtotal", f"{subtotal}"), ("Tax", f"{tax}"), ("Total", f"{total}")),
    ):
        assert judged(shown) == (total, True)


@given(subtotal=LARGE, tax=SMALL, total=CENTS)
def test_a_total_to_which_the_subtotal_does_not_lead_is_never_vouched_for(
    subtotal: Decimal, tax: Decimal, total: Decimal
) -> None:
    assume(total not in (subtotal, subtotal + tax))

    for shown in (
        response(field("SUBTOTAL", f"{subtotal}"), field("TAX", f"{tax}"), field("TOTAL", f"{total}")),
        page(("Subtotal", f"{subtotal}"), ("Tax", f"{tax}"), ("Total", f"{total}")),
    ):
        assert not judged(shown)[1]


@given(one=CENTS, other=CENTS, repeated=st.booleans())
def test_two_totals_are_never_vouched_for(one: Decimal, other: Decimal, repeated: bool) -> None:
    assume(one != other)
    values = [one, other, *([one] if repeated else [])]

    for shown in (
        response(*(field("TOTAL", f"{value}") for value in values)),
        page(*(("Total", f"{value}") for value in values)),
    ):
        assert not judged(shown)[1]


@given(subtotal=LARGE, tax=SMALL, other=CENTS)
@example(subtotal=Decimal("10.00"), tax=Decimal("0.10"), other=Decimal("9.90"))
def test_a_proof_does_not_outweigh_another_total(subtotal: Decimal, tax: Decimal, other: Decimal) -> None:
    total = subtotal + tax
    assume(other not in (subtotal, total))
    sums = [
        field("SUBTOTAL", f"{subtotal}"),
        field("TAX", f"{tax}"),
        field("TOTAL", f"{total}"),
        field("TOTAL", f"{other}"),
    ]

    assert not judged(response(*sums))[1]


@given(total=CENTS, paid=LARGE, change=SMALL)
def test_a_total_that_was_not_paid_is_never_vouched_for(total: Decimal, paid: Decimal, change: Decimal) -> None:
    assume(abs(paid - change - total) > Decimal("0.05") and paid != total)

    shown = page(("Total", f"{total}"), ("Total", f"{total}"), ("Cash", f"{paid}"), ("Change", f"{change}"))

    assert not judged(shown)[1]


@given(total=LARGE, due=LARGE)
def test_an_amount_due_that_nothing_explains_contradicts_the_total(total: Decimal, due: Decimal) -> None:
    assume(total != due)

    assert not judged(response(field("TOTAL", f"{total}"), field("AMOUNT_DUE", f"{due}")))[1]


@pytest.mark.parametrize(
    ("sums", "is_complete"),
    [
        ((("Shipping", "9.00"), ("Total", "109.00")), True),
        ((("Subtotal", "100.00"), ("Discount", "-10.00"), ("VAT 20%", "18.00"), ("Total", "108.00")), True),
        ((("Rounding", "0.03"), ("Total", "100.03")), True),
        ((("Total", "120.00"),), False),
    ],
)
def test_lines_are_complete_if_the_printed_sums_lead_from_them_to_the_total(
    sums: tuple[tuple[str, str], ...], is_complete: bool
) -> None:
    shown = page(("Exam", "60.00"), ("Bandage", "40.00"), *sums)
    lines = [{"ITEM": "Exam", "PRICE": "60.00"}, {"ITEM": "Bandage", "PRICE": "40.00"}]
    shown["ExpenseDocuments"][0]["LineItemGroups"] = response(lines=lines)["ExpenseDocuments"][0]["LineItemGroups"]

    assert reading(shown).are_lines_complete is is_complete


def test_amounts_in_two_currencies_prove_nothing() -> None:
    shown = page(("Hosting", "60.00 EUR"), ("Domain", "95.50 GBP"), ("Total", "155.50 EUR"))

    assert judged(shown) == (Decimal("155.50"), False)


def test_a_line_of_ten_pieces_is_no_rate_of_tax() -> None:
    shown = page(("Dog lead", "8.00"), ("10 X 2.15", "21.50"), ("Total", "29.50"))

    assert judged(shown) == (Decimal("29.50"), True)
    assert reading(shown).tax is None
