"""The reading of an e-invoice: its data, and what vouches for it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from faktura.capture.reading.e_invoices.comparison import compared, total_of
from faktura.capture.reading.e_invoices.e_invoice import reading
from faktura.capture.reading.e_invoices.printed_page import PrintedPage, shows_number
from faktura.capture.reading.e_invoices.printed_total import other_total
from faktura.capture.reading.reading import Comparison
from faktura.einvoices.invoice import Totals
from faktura.einvoices.reader import read
from tests.support.capture.e_invoices import cii, sample

INVOICE = read(cii())
PRINTED = Comparison(number=1, total=2, date=1)


def vouched(comparison: Comparison | None, content: bytes = b"") -> set[str]:
    found = reading(read(content) if content else INVOICE, comparison)
    return {name for name, field in found.fields.items() if field.is_vouched}


def page(text: str, *, is_whole: bool = True) -> list[PrintedPage]:
    return [PrintedPage(1, text, is_whole)]


def test_a_reading_has_what_the_data_has() -> None:
    found = reading(read(sample("xrechnung.cii.xml")))

    assert (found.number, found.total, found.subtotal, found.tax) == (
        "471102",
        Decimal("529.87"),
        Decimal(473),
        Decimal("56.87"),
    )
    assert (found.vendors, found.receiver, found.currency) == (("Lieferant GmbH",), "Kunden AG Mitte", "EUR")
    assert [(item.description, item.quantity, item.unit_price, item.total) for item in found.items] == [
        ("Trennblätter A4", Decimal(20), Decimal("9.9"), Decimal(198)),
        ("Joghurt Banane", Decimal(50), Decimal("5.5"), Decimal(275)),
    ]
    assert (found.read_from, found.are_lines_complete) == ("E_INVOICE", True)


def test_a_price_of_several_is_that_of_one() -> None:
    of_hundred = b"<r:ChargeAmount>100.00</r:ChargeAmount><r:BasisQuantity>100</r:BasisQuantity>"

    [item] = reading(read(cii().replace(b"<r:ChargeAmount>100.00</r:ChargeAmount>", of_hundred))).items

    assert item.unit_price == 1
    assert item.field
    assert item.field.is_vouched is False


def test_agreeing_sums_vouch_for_a_file_without_pages() -> None:
    assert vouched(None) == {"invoiceNumber", "invoiceDate", "totalAmount", "currency", "practiceName"}


def test_agreeing_sums_vouch_for_nothing_that_the_pages_do_not_print() -> None:
    assert vouched(PRINTED) == vouched(None)
    for comparison in (
        replace(PRINTED, number=None),
        replace(PRINTED, total=None),
        replace(PRINTED, other_total="1.00"),
        Comparison(fault="its pages could not be read"),
    ):
        assert vouched(comparison) == set()


def test_nothing_is_vouched_for_if_the_sums_do_not_agree() -> None:
    assert vouched(PRINTED, cii().replace(b'<r:TaxTotalAmount currencyID="EUR">19', b"<r:TaxTotalAmount>18")) == set()


@pytest.mark.parametrize("content", [cii(type_code="381"), cii(net="-100.00")])
def test_the_total_of_a_credit_note_is_never_vouched_for(content: bytes) -> None:
    assert vouched(PRINTED, content) == vouched(PRINTED) - {"totalAmount"}


def test_a_currency_that_does_not_exist_is_not_vouched_for() -> None:
    assert vouched(PRINTED, cii(currency="XXY")) == vouched(PRINTED) - {"currency"}


def test_the_total_of_an_old_file_is_what_is_due_and_what_is_paid() -> None:
    old = cii().replace(
        b"<r:GrandTotalAmount>119.00</r:GrandTotalAmount>", b"<r:TotalPrepaidAmount>1</r:TotalPrepaidAmount>"
    )

    assert total_of(read(old)) == Decimal(120)


def test_a_comparison_names_the_pages() -> None:
    pages = [PrintedPage(1, "Invoice RE-1001 of 2026-11-20"), PrintedPage(2, "Total 119.00")]

    assert compared(INVOICE, pages) == PRINTED


def test_what_is_printed_settles_the_matter_even_beside_a_picture() -> None:
    assert compared(INVOICE, page("RE-1001\n119.00\n2026-11-20", is_whole=False)).is_final


def test_what_is_not_printed_may_be_in_a_picture() -> None:
    assert not compared(INVOICE, page("RE-1001", is_whole=False)).is_final
    assert compared(INVOICE, page("RE-1001")) == Comparison(number=1)


@pytest.mark.parametrize("pages", [[], page(""), page(" \n")])
def test_pages_without_text_settle_nothing(pages: list[PrintedPage]) -> None:
    assert not compared(INVOICE, pages).is_final


@pytest.mark.parametrize(
    "text",
    [
        "Total\t119.00",
        "Subtotal\t100.00\nVAT 19 %\t19.00\nGrand total\t119.00 EUR",
        "Gesamtbetrag\t119,00",
        "Total net 100.00",
        "Total 911.00\nAmount due 119.00",
        "Rabies vaccination 911.00",
        "",
    ],
)
def test_a_page_that_prints_the_total_has_no_other(text: str) -> None:
    assert other_total([text], INVOICE) == ""


@pytest.mark.parametrize("printed", ["Date 2026-03-05", "5. M\u00e4rz 2026", "03/05/2026"])
def test_a_date_that_the_pages_print_is_vouched_for(printed: str) -> None:
    dated = INVOICE.model_copy(update={"issued": date(2026, 3, 5)})

    found = reading(dated, compared(dated, page(f"RE-1001\nTotal\t119.00\n{printed}")))

    assert found.fields["invoiceDate"].is_vouched


def test_a_date_that_the_pages_do_not_print_is_not_vouched_for() -> None:
    dated = INVOICE.model_copy(update={"issued": date(2026, 3, 5)})

    found = reading(dated, compared(dated, page("RE-1001\nTotal\t119.00\nDate 2026-03-06")))

    assert found.fields["totalAmount"].is_vouched
    assert (found.fields["invoiceDate"].is_vouched, found.fields["invoiceDate"].reason) == (
        False,
        "the pages do not print it",
    )


def test_a_currency_that_the_pages_contradict_is_not_vouched_for() -> None:
    dinars = INVOICE.model_copy(update={"currency": "KWD"})

    found = reading(dinars, compared(dinars, page("RE-1001 of 2026-11-20\nTotal\t119.00 EUR")))

    assert (found.fields["currency"].is_vouched, found.fields["currency"].reason) == (False, "the pages name EUR")


@pytest.mark.parametrize("text", ["20 November 2026", "Page 2026", "Phone 2026 1234", "Item 2026"])
def test_a_year_or_another_whole_number_is_no_total(text: str) -> None:
    whole = INVOICE.model_copy(update={"totals": Totals(gross=Decimal(2026))})

    assert compared(whole, page(f"RE-1001\n{text}")).total is None
    assert compared(whole, page("RE-1001\nTotal \u20ac 2,026")).total == 1


def test_a_total_below_its_label_is_another() -> None:
    assert other_total(["GRAND TOTAL\n911.00 EUR\nCapital 119.00 EUR"], INVOICE)
    assert other_total(["Total 911.00" + " " * 190 + ".\nCapital 119.00 EUR"], INVOICE)


def test_a_rate_is_no_number() -> None:
    assert not shows_number("VAT 19 %", "19")


def test_a_total_is_known_by_a_space_between_its_thousands() -> None:
    large = INVOICE.model_copy(update={"totals": Totals(gross=Decimal("14691.35"))})

    assert other_total(["Total TTC\t14\u00a0691,35 \u20ac"], large) == ""


def test_a_page_may_print_the_total_before_or_after_it_is_rounded() -> None:
    totals = INVOICE.totals.model_copy(update={"rounding": Decimal("0.03"), "payable": Decimal("119.03")})
    rounded = INVOICE.model_copy(update={"totals": totals})

    assert compared(rounded, page("RE-1001\nTotal\t119.03")).agrees
    assert compared(rounded, page("RE-1001\nTotal\t119.00")).agrees
    assert not compared(INVOICE, page("RE-1001\nTotal\t119.03")).agrees


@pytest.mark.parametrize(
    "text", ["Total\t911.00", "Price 119.00\nGesamtbetrag\t911.00 EUR", "Zu zahlen: 911.00", "Total incl. VAT 911.00"]
)
def test_an_amount_that_is_labelled_as_the_total_is_another(text: str) -> None:
    assert "911.00" in other_total([text], INVOICE)
